"""What `import-units` and `import-members` share: a spreadsheet in, a dry run, errors one a line."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console

from caunoi.kit.documents import Table, read_table
from caunoi.kit.files.checks import FileProblem
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import EXPECTED
from caunoi.pure.rosters import Column, Outcome, guess_mapping


class SpreadsheetCommand(BaseCommand, ABC):
    """Errors go to stderr, one a line: row, column, value, what is expected. Exit status 1 when there are any."""

    columns: Sequence[Column] = ()

    @abstractmethod
    def take(
        self, unit: Unit | None, table: Table, mapping: Mapping[str, int], *, is_dry_run: bool, takes_good: bool
    ) -> Outcome:
        """Take the rows in; each command has its own action."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--take-good", action="store_true", help="take the good rows although others are wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if options["unit"] and unit is None:
            raise CommandError(f"no unit has the code {options['unit']!r}")
        with Console().status("…"):
            table, mapping = self._read(options["file"])
            outcome = self.take(unit, table, mapping, is_dry_run=options["dry_run"], takes_good=options["take_good"])
        self._report(outcome)
        if outcome.errors:
            sys.exit(1)

    def _read(self, file: Path) -> tuple[Table, Mapping[str, int]]:
        try:
            table = read_table(file.read_bytes(), file.name)
        except (FileProblem, OSError) as problem:
            raise CommandError(f"{file}: {problem}") from problem
        mapping = guess_mapping(table.headers, self.columns)
        missing = [column.words[0] for column in self.columns if column.is_required and column.name not in mapping]
        if missing:
            raise CommandError(f"{file}: no column for {', '.join(missing)}")
        return table, mapping

    def _report(self, outcome: Outcome) -> None:
        for error in outcome.errors:
            expected = EXPECTED[error.expected.split(":")[0]] % {"row": error.expected.partition(":")[2]}
            self.stderr.write(f"{error.row}\t{error.column}\t{error.value}\t{expected}")
        counts = {
            "new": outcome.new_count,
            "changed": outcome.changed_count,
            "same": outcome.same_count,
            "bad": outcome.bad_rows_count,
        }
        done = "" if outcome.is_applied else f" ({_('chưa ghi')})"
        self.stdout.write(_("mới %(new)d, đổi %(changed)d, giữ nguyên %(same)d, dòng lỗi %(bad)d") % counts + done)
