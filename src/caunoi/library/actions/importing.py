"""Many files into the library: each item read, recognised when it is there already, taken in or left for a person.

A batch is worked on in the background, an item in a transaction; whoever goes on where it was cut off begins with the
first item that waits.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, clock, queue
from caunoi.kit.files import store
from caunoi.kit.files.archives import open_archive, read_member
from caunoi.kit.files.checks import DOCUMENTS, TEXT, FileProblem, check
from caunoi.kit.files.strip import strip
from caunoi.kit.models import StoredFile
from caunoi.library import queries
from caunoi.library.actions.documents import Confirmed, confirm_reading
from caunoi.library.actions.extraction import Extracted, extract
from caunoi.library.actions.procedures import ProcedureDraft, save_procedure
from caunoi.library.actions.unpacking import JOB
from caunoi.library.choices import BatchState, ItemState, ReadingState, tier_of
from caunoi.library.models import Document, DocumentReading, ImportBatch, ImportItem, Procedure
from caunoi.organisations.queries import Scope, scope_of
from caunoi.pure.citing import part_before
from caunoi.pure.procedure_pages import read_procedure
from caunoi.pure.reading import Reading, read_text

# A job works so long, then asks for the next, so that others get their turn.
SLICE = timedelta(seconds=40)
ATTEMPTS_MOST = 3
SURE, AROUND, CITED_MOST = 0.85, 320, 80
NEEDED = ("symbol", "type", "issuer", "issued_on", "title")
# What a row says under the name that a reading has for it.
SAID = ("symbol", "issuer", "issued_on", "effective_on", "expires_on", "signer", "title", "tier", "areas")
PAGES = (".html", ".htm")
Fetch = Callable[[ImportItem], bytes]
log = logging.getLogger(__name__)


def fetcher(batch: ImportBatch) -> Fetch:
    """How the bytes of an item are got: its own, or out of the archive, which is opened once."""
    archive = open_archive(store.read(batch.file)) if batch.file and batch.file.name.lower().endswith(".zip") else None

    def fetch(item: ImportItem) -> bytes:
        if item.file:
            return store.read(item.file)
        if archive is None:
            raise FileProblem("GONE", _("Tệp không còn. Gửi lại gói."))
        return read_member(archive, item.key, most=settings.CAUNOI.max_upload_bytes)

    return fetch


def _viewer(batch: ImportBatch) -> tuple[User | AnonymousUser, Scope]:
    user = batch.started_by or AnonymousUser()
    return user, scope_of(user, clock.today())


def _same_bytes(batch: ImportBatch, item: ImportItem, sha256: str) -> tuple[Document | None, str]:
    """A document with the same file that the person may read, or an earlier item with it."""
    user, scope = _viewer(batch)
    visible = queries.documents_visible_to(user, clock.today(), scope)
    found = visible.filter(versions__file__sha256=sha256).first()
    if found:
        return found, _("Tệp này đã có trong thư viện.")
    twin = batch.items.filter(sha256=sha256, position__lt=item.position).exclude(state=ItemState.FAILED).first()
    return None, _("Giống hệt tệp %(path)s.") % {"path": twin.path} if twin else ""


def _same_words(batch: ImportBatch, values: Confirmed) -> Document | None:
    """A document with the same symbol, day and issuer that the person may read."""
    user, scope = _viewer(batch)
    visible = queries.documents_visible_to(user, clock.today(), scope)
    return queries.same_document(visible, values.symbol, values.issued_on, values.issuer)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _relations(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "kind": row.relation,
            "symbol": row.symbol,
            "text": " ".join(filter(None, [row.type, row.symbol])),
            "issued_on": row.issued_on,
            "part": part_before(reading.text[max(0, row.span[0] - AROUND) : row.span[0]]),
        }
        for row in reading.citations[:CITED_MOST]
    ]


def _values(batch: ImportBatch, facts: dict[str, Any], reading: Reading | None) -> Confirmed:
    """What the row says, else what was read."""
    read = {
        name: getattr(reading, name).value if reading and getattr(reading, name) else None
        for name in (*NEEDED, "signer")
    }
    issued_on = _day(facts.get("issued_on")) or read["issued_on"]
    areas = facts.get("areas") or [area.value for area in reading.areas] if reading else facts.get("areas", [])
    return Confirmed(
        title=(facts.get("title") or read["title"] or "")[:500],
        type_name=(facts.get("type_name") or read["type"] or "")[:60],
        issuer=(facts.get("issuer") or read["issuer"] or "")[:200],
        tier=facts.get("tier") or batch.tier or tier_of(facts.get("issuer") or read["issuer"] or ""),
        symbol=(facts.get("symbol") or read["symbol"] or "")[:80],
        issued_on=issued_on,
        effective_on=_day(facts.get("effective_on")),
        expires_on=_day(facts.get("expires_on")),
        signer=(facts.get("signer") or read["signer"] or "")[:120],
        is_public=batch.is_public,
        areas=areas,
        relations=_relations(reading) if reading else (),
    )


def _is_sure(facts: dict[str, Any], reading: Reading | None) -> bool:
    """Whether each needed fact was said by a person's row, or read without doubt."""
    for name in NEEDED:
        said = facts.get("type_name" if name == "type" else name)
        read = getattr(reading, name) if reading else None
        if not said and (read is None or (read.confidence < SURE and name != "title")):
            return False
    return True


def _is_told(values: Confirmed, facts: dict[str, Any]) -> bool:
    """Whether a row says enough to stand for a person's confirmation."""
    return bool(facts.get("title") and values.type_name and values.issuer and (facts.get("symbol") or values.issued_on))


def _finish(item: ImportItem, state: str, reason: str = "", **found: Any) -> None:
    item.state, item.reason = state, reason[:500]
    for name, value in found.items():
        setattr(item, name, value)
    item.save()


def _take_procedure(batch: ImportBatch, item: ImportItem, data: bytes, at: datetime) -> None:
    """A page of a portal becomes a procedure that nobody has checked yet."""
    page = read_procedure(data.decode("utf-8", errors="replace"))
    if page is None:
        _finish(item, ItemState.FAILED, _("Trang không có mã và tên thủ tục hành chính."))
        return
    known = Procedure.objects.filter(code=page.code).first()
    if known:
        _finish(item, ItemState.DUPLICATE, _("Thủ tục với mã này đã có."), procedure=known)
        return
    draft = ProcedureDraft(**{**vars(page), "body": page.body or _("Chưa ghi")})
    saved = save_procedure(procedure=None, draft=draft, owner=batch.owner, by=batch.started_by, at=at)
    _finish(item, ItemState.TAKEN, procedure=saved)


def _reading_of(
    batch: ImportBatch, item: ImportItem, file: StoredFile, extracted: Extracted, reading: Reading
) -> DocumentReading:
    """The file as if someone had brought it in alone; what a row says goes before what was read, and before the batch."""
    facts, at = item.facts, clock.now()
    said = {name: facts.get(name) for name in SAID} | {"type": facts.get("type_name")}
    held = {"is_public": batch.is_public, "tier": batch.tier}
    found = reading.as_json() | held | {name: value for name, value in said.items() if value}
    row = DocumentReading.objects.create(
        file=file, owner=batch.owner, pages_count=extracted.pages_count, state=ReadingState.READY, text=reading.text,
        found=found, is_scanned=extracted.is_scanned, started_at=at, seen_at=at, finished_at=at,
        started_by=batch.started_by,
    )  # fmt: skip
    file.subject = f"library.reading:{row.pk}"
    file.save(update_fields=["subject"])
    return row


def _take_file(batch: ImportBatch, item: ImportItem, data: bytes) -> None:
    """Read a file and take it in, or leave it for a person. Raises FileProblem."""
    name = item.path.rsplit("/", 1)[-1]
    checked = check(data, name, allowed=DOCUMENTS)
    if checked.media_type == TEXT and name.lower().endswith(PAGES):
        with transaction.atomic():
            _take_procedure(batch, item, data, clock.now())
        return
    clean = strip(data, checked.media_type)
    item.sha256 = hashlib.sha256(clean).hexdigest()
    known, reason = _same_bytes(batch, item, item.sha256)
    if reason:
        _finish(item, ItemState.DUPLICATE, reason, document=known)
        return
    seconds = settings.CAUNOI.reading_timeout_seconds
    extracted = extract(data, checked.media_type, seconds=seconds, progress=lambda _done, _all: _seen(batch))
    reading = read_text(extracted.text, extracted.pages_count)
    values = _values(batch, item.facts, reading)
    if twin := _same_words(batch, values):
        text = _("Thư viện đã có văn bản cùng số, ngày và cơ quan. Nếu đây là bản mới, thêm ở mục đọc văn bản.")
        _finish(item, ItemState.DUPLICATE, text, document=twin)
        return
    with transaction.atomic():
        at = clock.now()
        file = store.keep(clean, filename=name, media_type=checked.media_type, subject="", by=batch.started_by, at=at)
        row = _reading_of(batch, item, file, extracted, reading)
        if _is_told(values, item.facts) or (batch.takes_sure and _is_sure(item.facts, reading)):
            document = confirm_reading(reading=row, values=values, owner=batch.owner, by=batch.started_by, at=at)
            _finish(item, ItemState.TAKEN, document=document, reading=row)
        else:
            _finish(item, ItemState.READY, reading=row)


def _take_row(batch: ImportBatch, item: ImportItem) -> None:
    """A line without a file is a document of which only the facts are known."""
    values = _values(batch, item.facts, None)
    if not _is_told(values, item.facts):
        _finish(item, ItemState.FAILED, _("Dòng này thiếu tên, loại, cơ quan ban hành, hoặc cả số lẫn ngày."))
    elif twin := _same_words(batch, values):
        _finish(item, ItemState.DUPLICATE, _("Thư viện đã có văn bản cùng số, ngày và cơ quan."), document=twin)
    else:
        with transaction.atomic():
            document = confirm_reading(
                reading=None, values=values, owner=batch.owner, by=batch.started_by, at=clock.now()
            )
            _finish(item, ItemState.TAKEN, document=document)


def _claim(item: ImportItem) -> bool:
    """Whether nobody else works on it; each beginning counts."""
    rows = ImportItem.objects.filter(pk=item.pk, state=ItemState.WAITING, attempts_count=item.attempts_count)
    item.attempts_count += 1
    return bool(rows.update(attempts_count=item.attempts_count))


def take_item(batch: ImportBatch, item: ImportItem, fetch: Fetch) -> None:
    """Work on one item; whatever goes wrong with it is its own reason and stops nobody else."""
    if not _claim(item):
        return
    if item.attempts_count > ATTEMPTS_MOST:
        _finish(item, ItemState.FAILED, _("Đã thử đọc nhiều lần mà không xong. Chia tệp thành phần ngắn hơn."))
        return
    try:
        if item.path:
            _take_file(batch, item, fetch(item))
        else:
            _take_row(batch, item)
    except FileProblem as problem:
        _finish(item, ItemState.FAILED, problem.message)
    except ValidationError as error:
        _finish(item, ItemState.FAILED, " ".join(error.messages))
    except Exception as error:  # noqa: BLE001 - one file must not keep the others from coming in
        # The words of an error may hold words of the file, so its kind only.
        log.error("import %s, item %s: %s", batch.public_id, item.position, type(error).__name__)  # noqa: TRY400
        _finish(item, ItemState.FAILED, _("Máy gặp lỗi khi đọc tệp này. Lưu lại dạng DOCX hoặc PDF rồi gửi lại."))


def _end(batch: ImportBatch, at: datetime) -> None:
    """The batch is done: what came is no longer needed, the library has its own."""
    with transaction.atomic():
        files = [row.file for row in batch.items.exclude(file=None).select_related("file") if row.file]
        batch.items.update(file=None)
        files += [batch.file] if batch.file else []
        batch.file, batch.state, batch.finished_at, batch.seen_at = None, BatchState.DONE, at, at
        batch.save()
        for file in files:
            store.forget(file, at=at)
        taken = batch.items.filter(state=ItemState.TAKEN).count()
        audit.record(batch, "library.finish_import", by=batch.started_by, at=at, taken=taken)


def _next(batch: ImportBatch, after: int) -> ImportItem | None:
    rows = batch.items.filter(state=ItemState.WAITING, position__gt=after).select_related("file")
    return rows.order_by("position").first()


def _seen(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(seen_at=clock.now())


def run_import(
    *, batch_id: int, fetch: Fetch | None = None, until: timedelta | None = SLICE,
    told: Callable[[ImportItem], None] = lambda _item: None,
) -> bool:  # fmt: skip
    """Go on with a batch, for a slice of time; asks for the next slice. Returns whether it is done.

    Items of a folder are got by the caller's `fetch`; `told` hears of each item that is finished.
    """
    begun = clock.now()
    rows = ImportBatch.objects.filter(pk=batch_id).exclude(state__in=[BatchState.DONE, BatchState.FAILED])
    if not rows.update(state=BatchState.RUNNING, seen_at=begun):
        return True
    batch = ImportBatch.objects.select_related("file", "owner", "started_by").get(pk=batch_id)
    after = 0
    try:
        fetch = fetch or fetcher(batch)
    except (FileProblem, OSError):
        text = _("Không mở lại được gói. Gửi lại gói đó.")
        rows.update(state=BatchState.FAILED, error=text, finished_at=begun)
        return True
    while (item := _next(batch, after)) is not None:
        after = item.position
        take_item(batch, item, fetch)
        told(item)
        _seen(batch)
        if until and clock.now() - begun > until:
            queue.enqueue(JOB, batch_id=batch_id)
            return False
    _end(batch, clock.now())
    return True


@transaction.atomic
def resume_imports(*, at: datetime) -> int:
    """Ask again for batches that give no sign of life. Returns how many.

    Not for one whose files lie in a folder: only the command line finds them there, with --resume.
    """
    rows = ImportBatch.objects.filter(
        state__in=[BatchState.QUEUED, BatchState.RUNNING], seen_at__lt=queries.lost_before(at)
    )
    lying = ImportItem.objects.filter(batch=OuterRef("pk"), state=ItemState.WAITING, file=None).exclude(path="")
    rows = rows.exclude(Exists(lying), file=None)
    lost = list(rows.values_list("pk", flat=True)[:20])
    for key in lost:
        ImportBatch.objects.filter(pk=key).update(seen_at=at)
        queue.enqueue(JOB, batch_id=key)
    return len(lost)
