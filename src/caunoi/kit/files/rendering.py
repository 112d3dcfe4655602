"""Asking the process of few rights (`render.py`) for what a file looks like."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from caunoi.kit.files import render

LONGEST_SECONDS = 30


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
