"""What a worker has handed over and not yet marked: a file that outlives the worker.

The mark of a batch is one transaction. A worker that dies between the effect and that mark leaves its journal, and the next
one on this machine writes the marks from it instead of sending again. Each line is one write of the operating system: it
is whole, and a killed process loses none (a machine that loses power may; see docs/mechanisms/transports.md).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

SENT, FAILED, LATER = "SENT", "FAILED", "LATER"


@dataclass(frozen=True)
class Outcome:
    """What became of one message."""

    pk: int
    result: str
    code: str = ""
    text: str = ""
    pause_seconds: int | None = None
    is_dead: bool = False


@dataclass(frozen=True)
class Left:
    """What a dead worker left behind."""

    channel: str
    claim: str
    pks: list[int]
    outcomes: list[Outcome]


def _folder() -> Path:
    folder = Path(settings.CAUNOI.home) / "sending"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class Journal:
    """One batch's file, locked as long as its worker lives."""

    def __init__(self, channel: str, claim: str, pks: list[int]) -> None:
        folder = _folder()
        self.path, unseen = folder / claim, folder / f".{claim}"
        self._file = os.open(unseen, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._write([channel, pks])
        # Seen by others only now that it is locked.
        unseen.rename(self.path)

    def _write(self, line: list[object]) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")

    def note(self, outcome: Outcome) -> None:
        """Keep an outcome; safe from several threads."""
        self._write(list(outcome.__dict__.values()))

    def close(self) -> None:
        """The marks are in the database: the file has done its work."""
        self.path.unlink(missing_ok=True)
        self.leave()

    def leave(self) -> None:
        """Unlock it; what it says is still to be marked, unless it is gone."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _outcome(line: bytes) -> Outcome | None:
    """None for a line that a full disk or a power cut spoilt: its message is sent again."""
    try:
        return Outcome(*json.loads(line))
    except (ValueError, TypeError):
        return None


def _read(path: Path) -> Left | None:
    lines = path.read_bytes().split(b"\n")[:-1]
    try:
        channel, pks = json.loads(lines[0])
    except (ValueError, TypeError, IndexError):
        return None
    return Left(channel, path.name, pks, [outcome for line in lines[1:] if (outcome := _outcome(line))])


def left_behind() -> Iterator[Left]:
    """Journals whose worker is gone. Each is removed once the caller has written its marks."""
    for path in sorted(path for path in _folder().iterdir() if not path.name.startswith(".")):
        with contextlib.ExitStack() as stack:
            try:
                file = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                continue
            stack.callback(os.close, file)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            left = _read(path) if path.exists() else None
            if left is not None:
                yield left
            path.unlink(missing_ok=True)
