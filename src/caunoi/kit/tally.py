"""Counting what thousands do at once: gathered in this process for a few seconds, then written together."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connections

log = logging.getLogger(__name__)
GATHER_SECONDS = 5.0
Mark = TypeVar("Mark")


class Tally(Generic[Mark]):
    """Marks of this process that wait to be written. A process that is killed loses those of its last seconds.

    `most`: different marks that may wait at once; more are not counted. 0 is no bound.
    """

    def __init__(self, write: Callable[[Counter[Mark]], None], *, name: str, most: int = 0) -> None:
        self._write_counts, self._name, self._most = write, name, most
        self._lock = threading.Lock()
        self._waiting: Counter[Mark] = Counter()
        self._timer: threading.Timer | None = None

    def note(self, mark: Mark) -> None:
        """Count it; written with others a little later."""
        with self._lock:
            if self._most and len(self._waiting) >= self._most and mark not in self._waiting:
                return
            self._waiting[mark] += 1
            if self._timer is None:
                self._timer = threading.Timer(GATHER_SECONDS, self._write_apart)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """Write what waits; what cannot be written waits on."""
        with self._lock:
            counted, self._waiting, self._timer = self._waiting, Counter(), None
        try:
            self._write_counts(counted)
        except Exception:
            log.exception("%s: %d marks wait on", self._name, sum(counted.values()))
            with self._lock:
                self._waiting.update(counted)

    def _write_apart(self) -> None:
        try:
            self.write()
        finally:
            connections.close_all()  # of this thread
