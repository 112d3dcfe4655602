"""A text read out by espeak-ng, when the machine has it: a preview for whoever will read it, not a broadcast."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
from pathlib import Path

from caunoi.kit.documents import speaking

WAV = "audio/wav"
LONGEST_SECONDS = 20
TEXT_MOST = 3000


def is_installed() -> bool:
    """Whether this machine can read out."""
    return shutil.which("espeak-ng") is not None


def _with_length(sound: bytes) -> bytes:
    """A WAV that was written to a pipe says that it has no end; players then show no length."""
    if sound[:4] != b"RIFF" or len(sound) < 44:
        return sound
    return sound[:4] + struct.pack("<I", len(sound) - 8) + sound[8:40] + struct.pack("<I", len(sound) - 44) + sound[44:]


def spoken(text: str, *, speed: int) -> bytes | None:
    """WAV of at most TEXT_MOST letters at that many words a minute (espeak's count); None when it cannot be made."""
    if not is_installed() or not text.strip():
        return None
    process = subprocess.Popen(
        [sys.executable, "-P", "-E", "-s", str(Path(speaking.__file__)), str(speed)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, cwd="/",
        env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
    )  # fmt: skip
    try:
        sound, _nothing = process.communicate(text[:TEXT_MOST].encode(), timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    return _with_length(sound) if process.returncode == 0 and sound else None
