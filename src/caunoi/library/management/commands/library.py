"""`caunoi library import PATH… --unit CODE`: a folder, an archive, spreadsheets, packets or files into the library."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from caunoi.kit import clock
from caunoi.kit.files.checks import FileProblem
from caunoi.library import actions, queries
from caunoi.library.choices import ItemState, Tier
from caunoi.library.models import Document, ImportBatch, ImportItem
from caunoi.organisations.models import Unit


class Command(BaseCommand):
    """Works on the batch itself, with a bar; what was cut off goes on with --resume and the same paths."""

    help = "Bring documents into the library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        taking = deeds.add_parser("import", help="a folder, an archive, spreadsheets, packets or files")
        taking.add_argument("paths", nargs="+", type=Path)
        taking.add_argument("--unit", required=True, help="code of the unit that keeps them")
        taking.add_argument("--tier", choices=Tier.values, default="", help="otherwise by the body that issued it")
        taking.add_argument("--sure", action="store_true", help="take in what was read without doubt")
        taking.add_argument("--private", action="store_true", help="not for everybody to read")
        taking.add_argument("--resume", metavar="ID", help="go on with a batch that was cut off")
        taking.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(_("Không có đơn vị mã %s.") % options["unit"])
        try:
            batch = self.batch(unit, options)
        except (FileProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.run(batch, options["paths"])
        failed = self.report(batch, as_json=options["json"])
        if failed:
            sys.exit(1)

    def batch(self, unit: Unit, options: dict[str, Any]) -> ImportBatch:
        """A new batch of what lies at the paths, or the one to go on with."""
        if options["resume"]:
            batch = ImportBatch.objects.filter(public_id=options["resume"], owner=unit).first()
            if batch is None:
                raise CommandError(_("Không có lần nhập %s của đơn vị này.") % options["resume"])
            return batch
        draft = actions.ImportDraft(options["tier"], not options["private"], options["sure"])
        paths: list[Path] = options["paths"]
        facts: dict[str, Any] = {"draft": draft, "owner": unit, "by": None, "at": clock.now(), "is_queued": False}
        if len(paths) == 1 and paths[0].is_dir():
            return actions.start_import(name=paths[0].name, found=self.of_folder(paths[0]), **facts)
        if len(paths) == 1 and paths[0].suffix.lower() == ".zip":
            data = paths[0].read_bytes()
            found = actions.incoming_of(data, paths[0].name)
            return actions.start_import(name=paths[0].name, found=found, container=(paths[0].name, data), **facts)
        found = actions.together([(path.name, path.read_bytes()) for path in paths])
        return actions.start_import(name=paths[0].name, found=found, **facts)

    def of_folder(self, root: Path) -> list[actions.Incoming]:
        """Files of a folder; spreadsheets and packets among them are opened, the others are read when their turn comes."""
        opened, files = [], []
        for item in actions.folder_items(root):
            if item.path.lower().endswith((".xlsx", ".csv", ".xml", ".edxml")):
                opened.append((item.path, (root / item.path).read_bytes()))
            else:
                files.append(item)
        rows, found = actions.told_by(opened)
        return actions.joined(rows, [*found, *files])

    def run(self, batch: ImportBatch, paths: list[Path]) -> None:
        """Work on it to the end."""
        root = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
        fetch = None
        if root is not None:
            own = actions.fetcher(batch)

            def fetch(item: ImportItem) -> bytes:
                return own(item) if item.file else _inside(root, item.path).read_bytes()

        waiting = batch.items.filter(state=ItemState.WAITING).count()
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(batch.name, total=waiting)
            actions.run_import(batch_id=batch.pk, fetch=fetch, until=None, told=lambda _item: bar.advance(task))

    def report(self, batch: ImportBatch, *, as_json: bool) -> int:
        """Say what became of each item; returns how many failed."""
        items = list(queries.items_in(batch, "", Document.objects.all()))
        rows = [
            {"path": item.path, "row": item.row, "state": item.state, "reason": item.reason,
             "document": str(item.document or item.procedure or "")}
            for item in items
        ]  # fmt: skip
        if as_json:
            self.stdout.write(json.dumps({"batch": str(batch.public_id), "items": rows}, ensure_ascii=False, indent=2))
        else:
            table = Table(title=f"{batch.name} ({batch.public_id})")
            for header in (_("Tệp"), _("Dòng"), _("Kết quả"), _("Lý do"), _("Văn bản")):
                table.add_column(header)
            for item, row in zip(items, rows, strict=True):
                line = (row["path"], row["row"] or "", item.get_state_display(), row["reason"], row["document"])
                table.add_row(*(str(cell) for cell in line))
            Console().print(table)
        return sum(item.state == ItemState.FAILED for item in items)


def _inside(root: Path, path: str) -> Path:
    """A file of the folder. Raises FileProblem when it leads out of it, or is too large."""
    found = (root / path).resolve()
    if not found.is_relative_to(root.resolve()):
        raise FileProblem("PATH", _("Đường dẫn trong gói không an toàn nên không mở."))
    if found.stat().st_size > settings.CAUNOI.max_upload_bytes:
        most = settings.CAUNOI.max_upload_bytes // 1024**2
        raise FileProblem(
            "SIZE", _("Tệp lớn hơn %(most)d MB. Chia nhỏ hoặc giảm kích thước rồi gửi lại.") % {"most": most}
        )
    return found
