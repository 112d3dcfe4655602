"""`caunoi import-members FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping

from django.core.management.base import CommandError

from caunoi.kit import clock
from caunoi.kit.documents import Table
from caunoi.organisations import actions
from caunoi.organisations.management.spreadsheets import SpreadsheetCommand
from caunoi.organisations.models import Unit
from caunoi.pure.rosters import MEMBER_COLUMNS, Outcome


class Command(SpreadsheetCommand):
    """One spreadsheet of members."""

    help = "Take in a spreadsheet of members."
    columns = MEMBER_COLUMNS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--unit", required=True, help="code of the grassroots union")

    def take(
        self, unit: Unit | None, table: Table, mapping: Mapping[str, int], *, is_dry_run: bool, takes_good: bool
    ) -> Outcome:
        if unit is None:
            raise CommandError("--unit: a roster belongs to a unit")
        return actions.import_members(
            unit=unit,
            table=table,
            mapping=mapping,
            is_dry_run=is_dry_run,
            takes_good=takes_good,
            by=None,
            at=clock.now(),
        )
