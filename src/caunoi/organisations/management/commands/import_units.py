"""`caunoi import-units FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping

from caunoi.kit import clock
from caunoi.kit.documents import Table
from caunoi.organisations import actions
from caunoi.organisations.management.spreadsheets import SpreadsheetCommand
from caunoi.organisations.models import Unit
from caunoi.pure.rosters import UNIT_COLUMNS, Outcome


class Command(SpreadsheetCommand):
    """One spreadsheet of units."""

    help = "Take in a spreadsheet of units."
    columns = UNIT_COLUMNS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--unit", default="", help="code of the unit that takes rows without a parent")

    def take(
        self, unit: Unit | None, table: Table, mapping: Mapping[str, int], *, is_dry_run: bool, takes_good: bool
    ) -> Outcome:
        return actions.import_units(
            root=unit, on=clock.today(), table=table, mapping=mapping, is_dry_run=is_dry_run, takes_good=takes_good,
            by=None, at=clock.now(),
        )  # fmt: skip
