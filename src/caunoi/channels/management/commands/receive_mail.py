"""`caunoi receive-mail < letter`: for a mail server's pipe (Postfix: `|/opt/caunoi/bin/caunoi receive-mail`)."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from caunoi.channels.email import actions
from caunoi.kit import clock

MOST_BYTES = 60 * 1024 * 1024


class Command(BaseCommand):
    """Exit codes of sysexits.h: 0 taken in (or ignored for good), 65 too large, 75 try again later."""

    help = "Take one letter in from standard input."
    stealth_options = ("stdin",)

    def handle(self, *args: Any, **options: Any) -> None:
        stream = options.get("stdin") or sys.stdin.buffer
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            sys.exit(os.EX_DATAERR)
        try:
            actions.receive_letter(data=data, by=None, at=clock.now())
        except (DatabaseError, OSError) as error:
            self.stderr.write(f"receive-mail: {type(error).__name__}, try again")
            sys.exit(os.EX_TEMPFAIL)
