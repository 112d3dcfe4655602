"""Copies of the index on this node, under `search/` of the home: one generation is current, a new one is built beside it.

search/current     the name of the generation that is read; replaced by renaming, so it is the old or the new
search/lock        held by the one process of this node that writes
search/<name>/     an index of tantivy, and state.json: how far this copy has heard the outbox
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import tantivy
from django.conf import settings

from caunoi.kit.searching.entries import fingerprint
from caunoi.kit.searching.schema import SCHEMA, VERSION, identity, shown

log = logging.getLogger(__name__)
STATE = "state.json"
NAMED = ("kind", "areas", "issuer")
NAMES_MOST, SPELT_MOST = 20_000, 50_000


@dataclass
class State:
    """How far a copy has heard the outbox."""

    # Of the schema, and the kinds with theirs: a copy that was built for others is built anew.
    version: int = VERSION
    kinds: str = field(default_factory=fingerprint)
    # The last event heard, by key, and its public id: a database that was put back from a backup is another one.
    cursor: int = 0
    mark: str = ""
    # Events to ask for again, with the moment (seconds) they were first missed: not committed yet, or failed.
    waiting: dict[str, float] = field(default_factory=dict)
    # Groups ("kind:key") and events (":key") that could not be read, to try again.
    failed: dict[str, float] = field(default_factory=dict)


def folder() -> Path:
    """Where this node keeps its copies."""
    return Path(settings.CAUNOI.home) / "search"


def _replace(path: Path, text: str) -> None:
    """Write whole or not at all, also when the power fails."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def put_file(name: str, text: str) -> None:
    """Write a file of this node beside its copies."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _replace(folder() / name, text)


def current() -> Path | None:
    """The generation that is read, if there is one."""
    try:
        name = (folder() / "current").read_text(encoding="ascii").strip()
    except OSError:
        return None
    return folder() / name if name else None


def read_state(generation: Path | None) -> State | None:
    """How far a generation is; None when it is not there, not readable, or of another version."""
    if generation is None:
        return None
    try:
        state = State(**json.loads((generation / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return state if state.version == VERSION else None


def write_state(generation: Path, state: State) -> None:
    """After the index was committed: what was heard is heard again if the machine fails in between."""
    _replace(generation / STATE, json.dumps(asdict(state)))


@contextmanager
def writing(*, wait: bool) -> Iterator[bool]:
    """Be the one writer of this node; False when another is and we do not wait."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def new_generation() -> tuple[Path, tantivy.Index]:
    """An empty index that nobody reads yet."""
    path = folder() / f"g{uuid4().hex[:12]}"
    path.mkdir(mode=0o700, parents=True)
    return path, tantivy.Index(SCHEMA, path=str(path), reuse=False)


def publish(generation: Path) -> None:
    """Make it the one that is read; older ones but the last go. Who still reads them has their files open."""
    before = current()
    _replace(folder() / "current", generation.name)
    for path in folder().glob("g*"):
        if path not in {generation, before}:
            shutil.rmtree(path, ignore_errors=True)


class Copy:
    """One state of this node's copy, as it is read."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.total = searcher.num_docs
        self._names: dict[int, str] | None = None
        self._spelt: dict[str, int] = {}

    def values(self, field: str, addresses: list[tantivy.DocAddress]) -> list[Any]:
        """A column of numbers, for these entries."""
        return self.searcher.fast_field_values(field, addresses)

    def spelt(self, word: str) -> int:
        """How many texts that everyone may read hold the word, or the pair of neighbours, in this spelling."""
        if word not in self._spelt:
            if len(self._spelt) >= SPELT_MOST:
                self._spelt.clear()
            self._spelt[word] = self.searcher.doc_freq("accents", word)
        return self._spelt[word]

    def entry(self, address: tantivy.DocAddress) -> dict[str, Any]:
        """What is shown of an entry."""
        return shown(self.searcher.doc(address).get_first("shown"))

    def names(self) -> dict[int, str]:
        """Texts of the columns of identities. To name what was found: it also knows what a reader may not see."""
        if self._names is None:
            asked = {field: {"terms": {"field": field, "size": NAMES_MOST}} for field in NAMED}
            found = self.searcher.aggregate(tantivy.Query.all_query(), asked)
            texts = [bucket["key"] for field in NAMED for bucket in found[field]["buckets"]]
            self._names = {identity(text): text for text in texts}
        return self._names


class _Reader:
    """The index as this process reads it: looked at again whenever a writer committed or a generation was published."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.seen: tuple[str, int, int] | None = None
        self.index: tantivy.Index | None = None
        self.found: Copy | None = None

    def copy(self) -> Copy | None:
        """What can be searched now; None before the first build, or when the copy is of another version."""
        generation = current()
        try:
            stat = (generation / "meta.json").stat() if generation else None
        except OSError:
            stat = None
        if generation is None or stat is None:
            return None
        seen = (str(generation), stat.st_mtime_ns, stat.st_ino)
        with self.lock:
            if seen != self.seen:
                self._open(generation, seen)
            return self.found

    def _open(self, generation: Path, seen: tuple[str, int, int]) -> None:
        try:
            if self.index is None or self.seen is None or self.seen[0] != seen[0]:
                self.index = self.found = None
                if read_state(generation) is None:
                    return
                self.index = tantivy.Index.open(str(generation))
                self.index.config_reader("manual")
            self.index.reload()
            self.found, self.seen = Copy(self.index.searcher()), seen
        except (OSError, ValueError) as error:
            log.warning("search: the index cannot be read: %s", error)
            self.index = self.found = self.seen = None


_reader = _Reader()


def copy() -> Copy | None:
    """The newest state of this node's copy; None while there is none."""
    return _reader.copy()
