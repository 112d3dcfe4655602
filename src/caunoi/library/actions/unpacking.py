"""What comes in as one thing and is many: an archive, a spreadsheet, a packet, files together. Items are made of it;
nothing of them is read yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, queue
from caunoi.kit.documents import read_table
from caunoi.kit.files import store
from caunoi.kit.files.archives import Member, members, open_archive, read_member
from caunoi.kit.files.checks import UNKNOWN, FileProblem
from caunoi.library.choices import ItemState
from caunoi.library.models import ImportBatch, ImportItem
from caunoi.organisations.models import Unit
from caunoi.pure.edxml import PacketError, read_packet
from caunoi.pure.importing import COLUMNS, Row, row_of
from caunoi.pure.rosters import cells, guess_mapping

JOB = "caunoi.library.jobs.import_documents"
ITEMS_MOST = 5000
SHEET_ENDINGS, PACKET_ENDINGS = (".xlsx", ".csv"), (".xml", ".edxml")
ZIP = "application/zip"


@dataclass(frozen=True)
class ImportDraft:
    """How a batch is taken in; see ImportBatch."""

    tier: str = ""
    is_public: bool = True
    takes_sure: bool = False


@dataclass
class Incoming:
    """An item before it has a row: where it is, what is said of it, its own bytes if it has any."""

    path: str = ""
    key: str = ""
    row: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    data: bytes | None = None
    reason: str = ""


Reader = Callable[[bytes, str], list[Incoming]]


def _wrong(row: Row) -> str:
    """What is wrong in a row, in words."""
    said = {
        "DAY": _("%(value)s không phải ngày dạng 18/6/2021"),
        "SYMBOL": _("%(value)s không phải số, ký hiệu"),
        "TIER": _("không có cấp ban hành %(value)s"),
        "LONG": _("%(value)s… dài quá"),
        "ORDER": _("ngày hết hiệu lực %(value)s trước ngày có hiệu lực"),
    }
    return "; ".join(said[code] % {"value": value} for _name, value, code in row.errors)


def _rows_of(data: bytes, filename: str) -> list[Incoming]:
    """Lines of a spreadsheet. Raises FileProblem when it has no column that says what a document is."""
    table = read_table(data, filename)
    mapping = guess_mapping(table.headers, COLUMNS)
    if not {"symbol", "title", "file"} & set(mapping):
        text = _(
            "Bảng tính cần dòng đầu là tên cột: số ký hiệu, loại, cơ quan ban hành, ngày ban hành, trích yếu, tên tệp."
        )
        raise FileProblem("COLUMNS", text)
    found = []
    for number, values in table.rows:
        row = row_of(cells(values, mapping))
        name = row.facts.pop("file", "")
        found.append(Incoming(path=name, row=number, facts=row.facts, reason=_wrong(row)))
    return found


def _packet(data: bytes, path: str) -> list[Incoming]:
    """A packet: its first file is the document, others are named in the reason of an item of their own."""
    try:
        packet = read_packet(data)
    except PacketError as error:
        raise FileProblem("PACKET", _("Không phải gói văn bản edXML, hoặc gói bị hỏng.")) from error
    if not packet.files:
        return [Incoming(path=path, facts=packet.facts)]
    first, *others = packet.files
    return [
        Incoming(path=f"{path}/{first[0]}", facts=packet.facts, data=first[1]),
        *(Incoming(path=f"{path}/{name}", data=data) for name, data in others),
    ]


def refusal(code: str) -> str:
    """Why a member of an archive is not opened."""
    return {
        "PATH": _("Đường dẫn trong gói không an toàn nên không mở."),
        "LINK": _("Mục này là liên kết tới tệp khác nên không mở."),
        "ENCRYPTED": _("Tệp trong gói có mật khẩu. Bỏ mật khẩu rồi nén lại."),
        "BOMB": _("Tệp giải nén ra quá lớn nên không được nhận."),
    }[code]


def _base(path: str) -> str:
    return unicodedata.normalize("NFC", path).replace("\\", "/").rsplit("/", 1)[-1].casefold()


def joined(rows: Sequence[Incoming], files: Sequence[Incoming]) -> list[Incoming]:
    """Rows and files that belong together, by the path or, where it is the only one, by the file's name."""
    by_path: dict[str, Incoming] = {unicodedata.normalize("NFC", each.path).casefold(): each for each in files}
    names: dict[str, list[Incoming]] = {}
    for each in files:
        names.setdefault(_base(each.path), []).append(each)
    alone = []
    for row in rows:
        same = names.get(_base(row.path), [])
        file: Incoming | None = by_path.get(row.path.replace("\\", "/").casefold()) or (
            same[0] if len(same) == 1 else None
        )
        if not row.path:
            alone.append(row)
        elif file is None:
            row.reason = row.reason or _("Không có tệp %(name)s trong gói.") % {"name": row.path}
            alone.append(row)
        else:
            file.row, file.facts = row.row, {**file.facts, **row.facts}
            file.reason = file.reason or row.reason
    return [*files, *alone]


def _archive(data: bytes) -> list[Incoming]:
    """Members of an archive, with what a spreadsheet among them says."""
    archive = open_archive(data)
    files: list[Incoming] = []
    rows: list[Incoming] = []
    for member in members(archive):
        name = member.path.lower()
        if member.refused:
            files.append(Incoming(path=member.path, key=member.key, reason=refusal(member.refused)))
        elif name.endswith(SHEET_ENDINGS):
            rows += _tried(_rows_of, archive, member)
        elif name.endswith(PACKET_ENDINGS):
            files += _tried(_packet, archive, member)
        else:
            files.append(Incoming(path=member.path, key=member.key))
    return joined(rows, files)


def _tried(read: Reader, archive: ZipFile, member: Member) -> list[Incoming]:
    """What could be read of a member, or the member with the reason why it could not."""
    try:
        data = read_member(archive, member.key, most=settings.CAUNOI.max_upload_bytes)
        return read(data, member.path)
    except FileProblem as problem:
        return [Incoming(path=member.path, reason=problem.message)]


def incoming_of(data: bytes, filename: str) -> list[Incoming]:
    """Items of an archive. Raises FileProblem when it is none."""
    return _archive(data) if filename.lower().endswith(".zip") else together([(filename, data)])


def told_by(files: Sequence[tuple[str, bytes]]) -> tuple[list[Incoming], list[Incoming]]:
    """Rows of spreadsheets, and items of everything else. Raises FileProblem."""
    rows: list[Incoming] = []
    found: list[Incoming] = []
    for name, data in files:
        if name.lower().endswith(".zip"):
            raise FileProblem("ARCHIVE", _("Gửi tệp ZIP %(name)s riêng một mình.") % {"name": name})
        if name.lower().endswith(SHEET_ENDINGS):
            rows += _rows_of(data, name)
        elif name.lower().endswith(PACKET_ENDINGS):
            found += _packet(data, name)
        else:
            found.append(Incoming(path=name, data=data))
    return rows, found


def together(files: Sequence[tuple[str, bytes]]) -> list[Incoming]:
    """Items of files that came side by side: spreadsheets say what the others are. Raises FileProblem."""
    return joined(*told_by(files))


def folder_items(root: Path) -> Iterator[Incoming]:
    """Files of a folder and below, by name; links are not followed."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield Incoming(path=path.relative_to(root).as_posix())


def _keep_items(batch: ImportBatch, found: Sequence[Incoming], by: User | None, at: datetime) -> None:
    rows = []
    for number, item in enumerate(found, 1):
        file = None
        if item.data is not None and not item.reason:
            subject = f"library.import:{batch.pk}"
            file = store.keep(item.data, filename=item.path, media_type=UNKNOWN, subject=subject, by=by, at=at)
        rows.append(
            ImportItem(
                batch=batch, position=number, path=item.path[:400], key=item.key[:500], row=item.row, facts=item.facts,
                file=file, state=ItemState.FAILED if item.reason else ItemState.WAITING, reason=item.reason[:500],
            )
        )  # fmt: skip
    ImportItem.objects.bulk_create(rows, batch_size=500)


@transaction.atomic
def start_import(
    *, name: str, found: Sequence[Incoming], draft: ImportDraft, owner: Unit, by: User | None, at: datetime,
    container: tuple[str, bytes] | None = None, is_queued: bool = True,
) -> ImportBatch:  # fmt: skip
    """Keep a batch with its items, and the archive that they lie in, and ask for the work on it.

    Raises FileProblem when there is nothing in it, or more than 5,000 items.
    """
    if not found:
        raise FileProblem("EMPTY", _("Không thấy văn bản nào trong gói."))
    if len(found) > ITEMS_MOST:
        raise FileProblem("COUNT", _("Gói có hơn %d mục. Chia thành nhiều gói.") % ITEMS_MOST)
    batch = ImportBatch.objects.create(
        name=name[:200], owner=owner, tier=draft.tier, is_public=draft.is_public, takes_sure=draft.takes_sure,
        started_at=at, seen_at=at, started_by=by,
    )  # fmt: skip
    if container:
        subject = f"library.import:{batch.pk}"
        batch.file = store.keep(container[1], filename=container[0], media_type=ZIP, subject=subject, by=by, at=at)
        batch.save(update_fields=["file"])
    _keep_items(batch, found, by, at)
    audit.record(batch, "library.start_import", by=by, at=at, name=batch.name, count=len(found))
    if is_queued:
        queue.enqueue(JOB, batch_id=batch.pk)
    return batch
