"""Whose turn it is to write. Threads queue in the order they came; processes queue at two locks of the kernel, which
it takes back from whoever is killed. SQLite's own waiting is a lottery with growing pauses: with 16 writers the unlucky
wait for seconds."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

# A turn that took longer to come was somebody else's; then background work leaves twice its own time to others.
CONTENDED, COURTESY, LONGEST_PAUSE = 0.002, 2.0, 1.0


class TurnNeverCameError(Exception):
    """The wait was longer than it may be."""


class _Errand:
    """The kernel's wait has no end of its own: it is done in a thread beside, which nobody need wait out."""

    def __init__(self, locks: tuple[int, int]) -> None:
        self._locks = locks
        self._guard = threading.Lock()
        self._done = threading.Event()
        self._is_abandoned = False
        threading.Thread(target=self._run, name="turn to write", daemon=True).start()

    def _run(self) -> None:
        waiting, writing = self._locks
        fcntl.flock(waiting, fcntl.LOCK_EX)
        fcntl.flock(writing, fcntl.LOCK_EX)
        fcntl.flock(waiting, fcntl.LOCK_UN)
        with self._guard:
            self._done.set()
            if self._is_abandoned:
                os.close(writing)
                os.close(waiting)

    def is_done_within(self, seconds: float) -> bool:
        """Whether the locks were had in time; if not, they are given back as soon as they come."""
        if self._done.wait(seconds):
            return True
        with self._guard:
            self._is_abandoned = not self._done.is_set()
            return not self._is_abandoned


def _is_free(locks: tuple[int, int]) -> bool:
    """Whether both locks were free; then the one for writing is ours."""
    waiting, writing = locks
    try:
        fcntl.flock(waiting, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(writing, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            fcntl.flock(waiting, fcntl.LOCK_UN)
    except BlockingIOError:
        return False
    return True


class Turns:
    """One database's queue, as this process sees it."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_taken = False
        self._locks: tuple[int, int] | None = None
        # How long the last turn was waited for: whether others write, too.
        self.waited_seconds = 0.0

    def take(self, *, seconds: float) -> None:
        """Wait for the turn. Raises TurnNeverCameError after so many seconds, OSError where no lock can be had."""
        asked = time.monotonic()
        until = asked + seconds
        ticket = self._draw()
        try:
            if ticket is not None and not ticket.acquire(timeout=seconds):
                raise TurnNeverCameError
        except BaseException:
            self._withdraw(ticket)
            raise
        try:
            self._lock_out_others(until)
        except BaseException:
            self._next()
            raise
        self.waited_seconds = time.monotonic() - asked

    def give_back(self) -> None:
        """Let the next one write."""
        if self._locks is not None:
            fcntl.flock(self._locks[1], fcntl.LOCK_UN)
        self._next()

    def _draw(self) -> threading.Lock | None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return None
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
            return ticket

    def _withdraw(self, ticket: threading.Lock | None) -> None:
        with self._guard:
            if ticket in self._waiting:
                self._waiting.remove(ticket)  # type: ignore[arg-type]
                return
        self._next()  # it was called just now

    def _next(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False

    def _lock_out_others(self, until: float) -> None:
        """Take the lock for writing by way of the lock for waiting: a busy process cannot pass one that waits."""
        self._locks = self._locks or (self._open("waiting"), self._open("writing"))
        if not _is_free(self._locks) and not _Errand(self._locks).is_done_within(until - time.monotonic()):
            self._locks = None  # the errand still waits at these, and will close them
            raise TurnNeverCameError

    def _open(self, what: str) -> int:
        """An empty file beside the database, as its owner would make it."""
        handle = os.open(f"{self._database}-{what}", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.fstat(handle).st_uid == os.geteuid() == 0:
            owner = self._database.stat()
            os.fchown(handle, owner.st_uid, owner.st_gid)
        return handle

    def forget(self) -> None:
        """After a fork: the parent's turns are not the child's."""
        for handle in self._locks or ():
            os.close(handle)
        self.__init__(self._database)  # type: ignore[misc]


_turns: dict[str, Turns] = {}
_making = threading.Lock()


def of(database: str) -> Turns:
    """The queue before this database file."""
    with _making:
        return _turns.setdefault(database, Turns(Path(database)))


def pause_after(database: str, busy_seconds: float) -> float:
    """How long background work that has just written should let others write: nothing while nobody else does."""
    is_alone = of(database).waited_seconds < CONTENDED
    return 0.0 if is_alone else min(COURTESY * busy_seconds, LONGEST_PAUSE)


def _after_fork() -> None:
    global _making  # noqa: PLW0603 - another thread of the parent may have held it
    _making = threading.Lock()
    for turns in _turns.values():
        turns.forget()


os.register_at_fork(after_in_child=_after_fork)
