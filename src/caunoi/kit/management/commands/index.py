"""`caunoi index [rebuild|status]`: this node's copy of the search index."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from caunoi.kit import searching

EVERY_SECONDS = 0.5


class Command(BaseCommand):
    """Searches go on with the old copy until the new one is whole."""

    help = "Build this node's copy of the search index anew, or say how it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=("rebuild", "status"), default="status")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "rebuild":
            self.rebuild()
        else:
            self.status()

    def rebuild(self) -> None:
        """With a line for each kind that counts up."""
        started = time.monotonic()
        said = ("", started)

        def progress(kind: str, done: int, of: int) -> None:
            nonlocal said
            now = time.monotonic()
            if kind != said[0] or now - said[1] >= EVERY_SECONDS or done >= of:
                said = (kind, now)
                self.stdout.write(f"index: {kind} {done}/{of}")

        written = searching.rebuild(progress)
        self.stdout.write(f"index: {written} entries in {time.monotonic() - started:.1f} s")

    def status(self) -> None:
        """How many entries there are, and how many events are still to be heard."""
        found = searching.status()
        if found is None:
            self.stdout.write("index: none yet; `caunoi serve` and `caunoi work` build it, or `caunoi index rebuild`")
            return
        self.stdout.write(f"index: {found.entries} entries, {found.behind} events to hear, {found.failed} to try again")
