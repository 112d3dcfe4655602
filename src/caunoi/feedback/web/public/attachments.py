"""Files on their way into a case: kept once checked, and carried on by tokens that only their own form can use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from caunoi.feedback.actions.intake import FILES_MOST
from caunoi.kit.files import store
from caunoi.kit.files.checks import IMAGES, PDF, WORD, FileProblem
from caunoi.kit.models import StoredFile

EVIDENCE = frozenset({PDF, WORD}) | IMAGES
# Nobody is guarded in by it: until a case takes a file, nobody may see it.
WAITING = "feedback.waiting"
_signer = Signer(salt="caunoi.feedback.file")


def _form_of(key: str) -> str:
    return hashlib.sha256(f"file of {key}".encode()).hexdigest()[:16]


def token_for(file: StoredFile, key: str) -> str:
    """What a form carries for a file: useless in any other form."""
    return _signer.sign(f"{file.public_id.hex}.{_form_of(key)}")


def files_of(tokens: Iterable[str], key: str) -> list[tuple[str, StoredFile]]:
    """The files of tokens that are good for the form, in order, each once; what is spoilt or swept away is left out."""
    wanted: dict[str, str] = {}
    for token in tokens:
        try:
            name, _dot, form = _signer.unsign(token).partition(".")
        except BadSignature:
            continue
        if form == _form_of(key):
            wanted.setdefault(name, token)
    rows = StoredFile.objects.filter(public_id__in=list(wanted)[: FILES_MOST * 2], subject__startswith="feedback.")
    found = {row.public_id.hex: row for row in rows}
    return [(token, found[name]) for name, token in wanted.items() if name in found]


def take_files(uploads: Sequence[Any], *, kept: int, at: datetime) -> tuple[list[StoredFile], list[str]]:
    """Keep what can be kept; says of each other file why not, in words for who sent it."""
    files, problems = [], []
    for upload in uploads:
        name = store.tidy_name(upload.name or "")
        if kept + len(files) >= FILES_MOST:
            problems.append(_("%(name)s: gửi nhiều nhất %(most)d tệp.") % {"name": name, "most": FILES_MOST})
            continue
        if upload.size > settings.CAUNOI.max_upload_bytes:
            most = settings.CAUNOI.max_upload_bytes // 1024**2
            problems.append(
                _("%(name)s: lớn hơn %(most)d MB. Giảm kích thước rồi chọn lại.") % {"name": name, "most": most}
            )
            continue
        try:
            file, _pages = store.take_in(
                upload.read(), filename=upload.name or "", by=None, at=at, subject=WAITING, allowed=EVIDENCE
            )
        except FileProblem as problem:
            problems.append(f"{name}: {problem.message}")
        else:
            files.append(file)
    return files, problems
