"""Files that come in pieces, over a line that breaks: started, continued where they stopped, finished, and claimed by
what they belong to. The token is the only key, and lies here as its hash. What nobody claims goes after a day.

Pieces lie under `<home>/uploads`, readable by the house alone, never in the system's temporary folder.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from caunoi.kit.files import store
from caunoi.kit.files.checks import ATTACHMENTS, FileProblem
from caunoi.kit.files.models import StoredFile, Upload

LIFETIME = timedelta(hours=24)
FILES_MOST, PENDING_MOST_BYTES = 5, 2 * 1024**3
PIECE_BYTES = 512 * 1024
DRAFT_LEAST = 16


class WrongPlaceError(Exception):
    """A piece that does not begin where the file stopped; says where it stopped."""

    def __init__(self, received: int) -> None:
        super().__init__(f"expected the byte {received}")
        self.received = received


class NoRoomError(Exception):
    """Too much is under way for everybody together: come again later."""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _folder() -> Path:
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(upload: Upload) -> Path:
    """Where the pieces of an upload lie together."""
    return _folder() / upload.token_hash


@transaction.atomic
def start(*, name: str, size: int, draft: str, at: datetime) -> str:
    """Make room for a file of this size in a draft, which a secret of the form's names. Returns the token of the upload.

    Raises FileProblem for what the sender can mend, NoRoomError when everybody together sends too much.
    """
    most = settings.CAUNOI.max_upload_bytes
    if not 0 < size <= most:
        raise FileProblem("SIZE", _("Tệp phải có nội dung và không quá %(most)d MB.") % {"most": most // 1024**2})
    if len(draft) < DRAFT_LEAST:
        raise FileProblem("DRAFT", _("Mở lại biểu mẫu rồi chọn tệp."))
    alive = Upload.objects.filter(expires_at__gt=at)
    if alive.filter(draft_hash=_hash(draft)).count() >= FILES_MOST:
        raise FileProblem("COUNT", _("Mỗi lần gửi tối đa %(most)d tệp.") % {"most": FILES_MOST})
    pending = alive.aggregate(sum=Sum("size_bytes"))["sum"] or 0
    if pending + size > PENDING_MOST_BYTES:
        raise NoRoomError
    token = secrets.token_urlsafe(24)
    upload = Upload.objects.create(
        token_hash=_hash(token), draft_hash=_hash(draft), name=store.tidy_name(name), size_bytes=size,
        started_at=at, expires_at=at + LIFETIME,
    )  # fmt: skip
    path_of(upload).touch(mode=0o600)
    return token


def find(token: str, *, at: datetime) -> Upload:
    """The upload of a token. Raises DoesNotExist when there is none, or its day is over."""
    return Upload.objects.get(token_hash=_hash(token), expires_at__gt=at)


@transaction.atomic
def add_piece(token: str, data: bytes, *, offset: int, at: datetime) -> Upload:
    """Write a piece where it belongs; one that is there already is not written again. Raises WrongPlaceError."""
    upload = Upload.objects.select_for_update().get(token_hash=_hash(token), expires_at__gt=at)
    if upload.file_id is not None or 0 <= offset <= offset + len(data) <= upload.received_bytes:
        return upload
    if not 0 <= offset <= upload.received_bytes or offset + len(data) > upload.size_bytes:
        raise WrongPlaceError(upload.received_bytes)
    with path_of(upload).open("r+b") as file:
        file.seek(offset)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    upload.received_bytes = offset + len(data)
    upload.save(update_fields=["received_bytes"])
    return upload


def finish(token: str, *, at: datetime) -> StoredFile:
    """Check, strip and keep a file that is here whole; again: the same file. Raises FileProblem, WrongPlaceError.

    A file that is refused is forgotten at once, so that another can be sent in its place.
    """
    upload = find(token, at=at)
    if upload.file is not None:
        return upload.file
    if upload.received_bytes < upload.size_bytes:
        raise WrongPlaceError(upload.received_bytes)
    try:
        data = path_of(upload).read_bytes()
        kept, _pages = store.take_in(data, filename=upload.name, by=None, at=at, allowed=ATTACHMENTS)
    except FileProblem:
        discard(token, at=at)
        raise
    Upload.objects.filter(pk=upload.pk).update(file=kept)
    path_of(upload).unlink(missing_ok=True)
    return kept


def discard(token: str, *, at: datetime) -> None:
    """Take a file out of its draft again; the sweeper takes it off the disk."""
    Upload.objects.filter(token_hash=_hash(token)).update(expires_at=at)


@transaction.atomic
def claim(token: str, subject: str, *, draft: str, at: datetime) -> StoredFile:
    """Give a file to the row that it belongs to, within that row's transaction. Each upload is claimed once.

    Raises DoesNotExist for a token that is not of this draft, was claimed, or was never finished.
    """
    upload = Upload.objects.select_for_update().get(
        token_hash=_hash(token), draft_hash=_hash(draft), file__isnull=False, expires_at__gt=at
    )
    file = upload.file
    assert file is not None  # noqa: S101 - asked for above
    file.subject = subject
    file.save(update_fields=["subject"])
    upload.delete()
    return file


def take_whole(name: str, data: bytes, *, draft: str, at: datetime) -> StoredFile:
    """A file that came at once with its form, in the same draft as those that came in pieces. Raises FileProblem, NoRoomError."""
    token = start(name=name, size=len(data), draft=draft, at=at)
    add_piece(token, data, offset=0, at=at)
    return finish(token, at=at)


@transaction.atomic
def drop(file: StoredFile, *, draft: str, at: datetime) -> None:
    """Take a file out of its draft by what it is; the sweeper takes it off the disk."""
    Upload.objects.filter(draft_hash=_hash(draft), file=file).update(expires_at=at)


@transaction.atomic
def hand_over(draft: str) -> None:
    """The draft's finished files belong to a row now: forget that they were on their way, within that row's transaction."""
    Upload.objects.filter(draft_hash=_hash(draft), file__isnull=False).delete()


def files_of_draft(draft: str, *, at: datetime) -> list[StoredFile]:
    """The finished files of a draft, in the order they came."""
    rows = Upload.objects.filter(draft_hash=_hash(draft), expires_at__gt=at, file__isnull=False)
    return [row.file for row in rows.select_related("file").order_by("pk") if row.file is not None]


def of_draft(draft: str, *, at: datetime) -> list[Upload]:
    """What a draft holds so far, in the order it came."""
    return list(Upload.objects.filter(draft_hash=_hash(draft), expires_at__gt=at).order_by("pk"))


def sweep(*, at: datetime) -> int:
    """Forget uploads whose day is over, and what a crash left in the folder. Returns how many uploads."""
    count = 0
    for upload in Upload.objects.filter(expires_at__lte=at).select_related("file"):
        path_of(upload).unlink(missing_ok=True)
        upload.delete()
        if upload.file is not None:
            store.forget(upload.file, at=at)
        count += 1
    for path in _folder().iterdir():
        if path.stat().st_mtime < (at - 2 * LIFETIME).timestamp():
            path.unlink(missing_ok=True)
    return count
