"""What a file looks like, made by a process that may do little, so that nobody need open the original to judge it."""

from __future__ import annotations

from datetime import datetime

from caunoi.kit.files import store
from caunoi.kit.files.checks import IMAGES, PDF, TEXT, WORD
from caunoi.kit.files.models import StoredFile
from caunoi.kit.files.rendering import rendered

WEBP = "image/webp"
KINDS = {PDF: ("pages", WEBP), WORD: ("text", TEXT), **dict.fromkeys(IMAGES, ("picture", WEBP))}


def make_preview(*, file_id: int, at: datetime) -> StoredFile | None:
    """Make the preview of a file and keep it under the same subject; again: the same. None for what has no looks."""
    file = StoredFile.objects.select_related("preview").get(pk=file_id)
    if file.preview is not None or file.media_type not in KINDS:
        return file.preview
    kind, media_type = KINDS[file.media_type]
    made = rendered(store.path_of(file.sha256), kind)
    if made is None:
        return None
    name = f"{file.name}.{'webp' if media_type == WEBP else 'txt'}"
    kept = store.keep(made, filename=name, media_type=media_type, subject=file.subject, by=None, at=at)
    file.preview = kept
    file.save(update_fields=["preview"])
    return kept
