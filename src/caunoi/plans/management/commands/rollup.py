"""`caunoi manage rollup`: make the kept sums of indicators anew, or say whether they are right."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caunoi.plans import actions


class Command(BaseCommand):
    """In one transaction; units that report meanwhile wait for it."""

    help = "Make the kept sums of indicators anew from activities and figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare them with the rows, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self.stdout.write(f"{actions.rebuild_totals()} sums made")
            return
        if wrong := actions.differing_units():
            raise CommandError(f"sums of {len(wrong)} units differ from their rows: run without --check")
        self.stdout.write("every sum is what its rows say")
