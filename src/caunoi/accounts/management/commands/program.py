"""`caunoi program NAME [--per-hour 3600] [--revoke]`: let a program send, or no longer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from caunoi.accounts import actions
from caunoi.accounts.models import Program
from caunoi.kit import clock


class Command(BaseCommand):
    """The key is printed once."""

    help = "Let a program (another office's software) send cases by API or Open311; prints its key once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--per-hour", type=int, default=3600, help="how many cases an hour (3600)")
        parser.add_argument("--revoke", action="store_true", help="take its key back")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["revoke"]:
            program = Program.objects.filter(name=options["name"], revoked_at=None).first()
            if program is None:
                raise CommandError(f"no program {options['name']!r}")
            actions.revoke_program(program=program, by=None, at=clock.now())
            return
        try:
            _program, key = actions.admit_program(
                name=options["name"], per_hour=max(options["per_hour"], 1), by=None, at=clock.now()
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(key)
