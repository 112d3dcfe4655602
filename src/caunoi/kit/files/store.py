"""The store: bytes lie once per content, written so that a crash leaves either the whole file or none."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse

from caunoi.kit.files.checks import DOCUMENTS, SHEETS, check
from caunoi.kit.files.heic import as_jpeg, is_heic
from caunoi.kit.files.models import StoredFile
from caunoi.kit.files.strip import strip

# The longest that a deed takes from keeping the bytes of a file to committing its row.
KEEPING_SECONDS = 600
# Text of ours is UTF-8; what others send says itself how it is written.
CONTENT_TYPES = {"text/plain": "text/plain; charset=utf-8"}
Guard = Callable[[Any, int], bool]
_guards: dict[str, Guard] = {}


def register_guard(kind: str, guard: Guard) -> None:
    """Let a room say who may see files of its rows: `guard(user, row's key) -> bool`. Without a guard nobody may."""
    _guards[kind] = guard


def may_see(user: Any, file: StoredFile) -> bool:
    """Whether the person may see the file: whoever may see its subject may."""
    kind, _, key = file.subject.rpartition(":")
    guard = _guards.get(kind)
    return guard is not None and key.isdigit() and guard(user, int(key))


def path_of(sha256: str) -> Path:
    """Where the bytes of a content lie."""
    return Path(settings.CAUNOI.files_dir) / sha256[:2] / sha256


def read(file: StoredFile) -> bytes:
    """The bytes of a stored file."""
    return path_of(file.sha256).read_bytes()


def _write(data: bytes, target: Path) -> None:
    with suppress(FileNotFoundError):
        os.utime(target)  # it is wanted again: see forget
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def forget(file: StoredFile, *, at: datetime) -> None:
    """Delete a file, and its bytes if no other file has the same and nobody is just keeping them anew."""
    file.delete()
    path = path_of(file.sha256)
    if StoredFile.objects.filter(sha256=file.sha256).exists() or not path.exists():
        return
    if path.stat().st_mtime < at.timestamp() - KEEPING_SECONDS:
        path.unlink(missing_ok=True)


def response_for(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """The answer that gives a file to somebody whom the caller has found allowed to have it; never a part of our pages.

    `inline` shows it in a frame of its own without any rights: for previews, which we made ourselves.
    """
    response = FileResponse(
        path_of(file.sha256).open("rb"),
        as_attachment=not inline,
        filename=file.name,
        content_type=CONTENT_TYPES.get(file.media_type, file.media_type) if inline else file.media_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def tidy_name(filename: str) -> str:
    """A file's name without folders, control characters and anything that a shell or a browser would act on."""
    last = unicodedata.normalize("NFC", filename).replace("\\", "/").split("/")[-1]
    name = re.sub(r"[\x00-\x1f\x7f<>:\"/\\|?*\u202a-\u202e\u2066-\u2069]+", "_", last)
    return name.strip(". ")[-160:] or "tep"


def keep(data: bytes, *, filename: str, media_type: str, subject: str, by: Any, at: datetime) -> StoredFile:
    """Keep bytes that we made ourselves or that were checked."""
    digest = hashlib.sha256(data).hexdigest()
    _write(data, path_of(digest))
    return StoredFile.objects.create(
        sha256=digest,
        size_bytes=len(data),
        media_type=media_type,
        name=tidy_name(filename),
        subject=subject,
        created_at=at,
        created_by=by,
    )


def take_in(
    data: bytes,
    *,
    filename: str,
    by: Any,
    at: datetime,
    subject: str = "",
    allowed: frozenset[str] = DOCUMENTS | SHEETS,
) -> tuple[StoredFile, int | None]:
    """Check, strip and keep a file from outside; returns it with its number of pages. Raises FileProblem.

    A photo in HEIC becomes JPEG where JPEG is allowed.
    """
    if "image/jpeg" in allowed and len(data) <= settings.CAUNOI.max_upload_bytes and is_heic(data):
        data, filename = as_jpeg(data, filename)
    checked = check(data, filename, allowed=allowed)
    clean = strip(data, checked.media_type)
    kept = keep(clean, filename=filename, media_type=checked.media_type, subject=subject, by=by, at=at)
    return kept, checked.pages_count
