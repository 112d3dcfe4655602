"""`caunoi read FILE… [--json]`: what a governing document says of itself. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from caunoi.kit.files.checks import DOCUMENTS, FileProblem, check
from caunoi.library import actions
from caunoi.pure.reading import Reading, read_text

LABELS = {
    "symbol": gettext_lazy("Số, ký hiệu"),
    "type": gettext_lazy("Loại văn bản"),
    "issuer": gettext_lazy("Cơ quan ban hành"),
    "issued_on": gettext_lazy("Ngày ban hành"),
    "signer": gettext_lazy("Người ký"),
    "title": gettext_lazy("Tên"),
    "abstract": gettext_lazy("Trích yếu"),
    "period": gettext_lazy("Giai đoạn"),
}


class Command(BaseCommand):
    """One object for one file, a list for several; a broken file is named on stderr and the others go on."""

    help = "Read governing documents."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        readings, has_failed = [], False
        for path in options["files"]:
            try:
                readings.append((path, self.read(path)))
            except (FileProblem, OSError) as problem:
                has_failed = True
                self.stderr.write(f"{path}: {problem}")
        if options["json"]:
            rows = [reading.as_json() for _, reading in readings]
            value = rows[0] if len(options["files"]) == 1 and rows else rows
            if rows or len(options["files"]) > 1:
                self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))
        else:
            for path, reading in readings:
                self.show(path, reading)
        if has_failed:
            sys.exit(1)

    def read(self, path: Path) -> Reading:
        """Read one file, with a bar on the terminal while pictures are read."""
        data = path.read_bytes()
        media_type = check(data, path.name, allowed=DOCUMENTS).media_type
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(path.name, total=None)
            extracted = actions.extract(
                data,
                media_type,
                seconds=settings.CAUNOI.reading_timeout_seconds,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        return read_text(extracted.text, extracted.pages_count, path.name)

    def show(self, path: Path, reading: Reading) -> None:
        """The reading as a table for people."""
        console = Console()
        values = reading.as_json()
        table = Table(title=str(path.name), show_header=False)
        for name, label in LABELS.items():
            sure = values["confidence"].get(name)
            table.add_row(str(label), str(values[name] or "–"), "" if sure is None else f"{sure:.0%}")
        table.add_row(_("Nội dung cải cách"), ", ".join(values["areas"]) or "–", "")
        console.print(table)
        for row in values["citations"]:
            console.print(f"  {row['relation']:<12} {row['type'] or ''} {row['symbol']}")
        for row in values["obligations"]:
            console.print(f"  • {row['actor']}: {row['action']}" + (f" ({row['deadline']})" if row["deadline"] else ""))
