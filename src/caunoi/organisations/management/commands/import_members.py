"""`caunoi import-members FILE`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console

from caunoi.kit import clock
from caunoi.kit.documents import read_table
from caunoi.kit.files.checks import FileProblem
from caunoi.organisations import actions
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import EXPECTED
from caunoi.pure.rosters import MEMBER_COLUMNS, guess_mapping


class Command(BaseCommand):
    """Errors go to stderr, one a line: row, column, value, what is expected. Exit status 1 when there are any."""

    help = "Take in a spreadsheet of members."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="code of the grassroots union")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--take-good", action="store_true", help="take the good rows although others are wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"no unit has the code {options['unit']!r}")
        console = Console()
        with console.status("…"):
            try:
                table = read_table(options["file"].read_bytes(), options["file"].name)
            except (FileProblem, OSError) as problem:
                raise CommandError(f"{options['file']}: {problem}") from problem
            columns = MEMBER_COLUMNS
            mapping = guess_mapping(table.headers, columns)
            missing = [column.words[0] for column in columns if column.is_required and column.name not in mapping]
            if missing:
                raise CommandError(f"{options['file']}: no column for {', '.join(missing)}")
            outcome = actions.import_members(
                unit=unit,
                table=table,
                mapping=mapping,
                is_dry_run=options["dry_run"],
                takes_good=options["take_good"],
                by=None,
                at=clock.now(),
            )
        for error in outcome.errors:
            expected = EXPECTED[error.expected.split(":")[0]] % {"row": error.expected.partition(":")[2]}
            self.stderr.write(f"{error.row}\t{error.column}\t{error.value}\t{expected}")
        done = "" if outcome.is_applied else f" ({_('chưa ghi')})"
        self.stdout.write(
            _("mới %(new)d, đổi %(changed)d, giữ nguyên %(same)d, dòng lỗi %(bad)d")
            % {
                "new": outcome.new_count,
                "changed": outcome.changed_count,
                "same": outcome.same_count,
                "bad": outcome.bad_rows_count,
            }
            + done
        )
        if outcome.errors:
            sys.exit(1)
