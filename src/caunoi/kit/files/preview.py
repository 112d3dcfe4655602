"""What a file looks like, made by a process that may do little, so that nobody need open the original to judge it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from caunoi.kit.files import render, store
from caunoi.kit.files.checks import IMAGES, PDF, TEXT, WORD
from caunoi.kit.files.models import StoredFile

WEBP = "image/webp"
LONGEST_SECONDS = 30
KINDS = {PDF: ("pages", WEBP), WORD: ("text", TEXT), **dict.fromkeys(IMAGES, ("picture", WEBP))}


def rendered(path: Path, kind: str) -> bytes | None:
    """What `render.py` makes of a file; None when it cannot, or takes too much memory or time."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("rb") as given, tempfile.TemporaryFile(dir=folder) as made:
        process = subprocess.Popen(
            [sys.executable, "-P", "-E", "-s", render.__file__, kind],
            stdin=given, stdout=made, stderr=subprocess.DEVNULL, start_new_session=True, cwd="/",
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        try:
            status = process.wait(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        made.seek(0)
        return made.read(render.OUTPUT_BYTES) or None if status == 0 else None


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
