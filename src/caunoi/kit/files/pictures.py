"""Pictures for pages: checked, then made small by the process that may do little. The bytes that were sent are not kept."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.kit.files.checks import IMAGES, FileProblem, check
from caunoi.kit.files.rendering import rendered


@dataclass(frozen=True)
class Made:
    """A picture at one size, as WebP."""

    width: int
    height: int
    data: bytes


def made_from(data: bytes, filename: str) -> list[Made]:
    """A picture at its widths, the widest first (at most 3200 px on a side). Raises FileProblem.

    This process reads the header alone; a photo of 50 million pixels costs it no more than its file.
    """
    check(data, filename, allowed=IMAGES)
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as given:
        given.write(data)
        given.flush()
        packed = rendered(Path(given.name), "renditions")
    if packed is None:
        raise FileProblem("BROKEN", _("Ảnh bị hỏng, không mở được. Chụp lại rồi gửi lại."))
    made = []
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for entry in archive.infolist():
            width, _sign, height = entry.filename.removesuffix(".webp").partition("x")
            made.append(Made(int(width), int(height), archive.read(entry)))
    return made
