"""Photos as phones of one make keep them (HEIC): made JPEG by the process of few rights, since few programs read them.

The original is not kept: a report or a letter needs the picture, and everybody who receives it must be able to open it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.kit.files.problems import FileProblem
from caunoi.kit.files.rendering import rendered

KINDS = frozenset({"image/heic", "image/heif"})


def is_heic(data: bytes) -> bool:
    """Whether the first bytes say so."""
    kind = filetype.guess(data[:4096])
    return kind is not None and kind.mime in KINDS


def as_jpeg(data: bytes, filename: str) -> tuple[bytes, str]:
    """The same photo upright as JPEG, at most 2560 px on a side, with its new name. Raises FileProblem.

    This process reads nothing of the picture: one of 48 million pixels, or one that lies about its size, costs it no more
    than its file.
    """
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as given:
        given.write(data)
        given.flush()
        made = rendered(Path(given.name), "heic")
    if made is None:
        text = _("Ảnh HEIC chưa đọc được. Mở ảnh, chọn chia sẻ hoặc lưu dạng JPG, rồi gửi lại.")
        raise FileProblem("HEIC", text)
    return made, f"{Path(filename).stem or 'anh'}.jpg"
