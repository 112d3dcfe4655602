"""Keeping this node's copy like the database: built whole by `rebuild`, kept up by `follow` from the outbox."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import tantivy
from django.db import close_old_connections, connection

from caunoi.kit import clock
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.kit.searching import shelf, synonyms
from caunoi.kit.searching.entries import Entry, Source, fingerprint, sources
from caunoi.kit.searching.schema import document, group_fact
from caunoi.kit.searching.shelf import State

log = logging.getLogger(__name__)
PAUSE_SECONDS = 0.5
BATCH_GROUPS, BATCH_EVENTS = 200, 500
BUILD_HEAP, FOLLOW_HEAP = 128_000_000, 20_000_000
# On PostgreSQL a lower key may be committed after a higher one: it is asked for as long as a transaction may last.
WAIT_SECONDS = 60 * 60
WAITING_MOST = 5_000
AGAIN_SECONDS = 60
# After a rebuild the last events are heard again: their deeds may have been committed while it read.
HEARD_AGAIN = 1_000
Progress = Callable[[str, int, int], None]


def _batches(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    left = iter(keys)
    while batch := list(islice(left, size)):
        yield batch


def _newest() -> tuple[int, str]:
    row = OutboxEvent.objects.order_by("-pk").values_list("pk", "public_id").first()
    return (row[0], str(row[1])) if row else (0, "")


def _fresh_state() -> State:
    """The state of a copy that is about to be read whole: everything up to now, but the last events again."""
    pk, mark = _newest()
    now = time.time()
    return State(cursor=pk, mark=mark, waiting={str(key): now for key in range(max(1, pk - HEARD_AGAIN), pk + 1)})


def rebuild(progress: Progress | None = None) -> int:
    """Read everything from the database into a new generation, then make it current. Returns the number of entries.

    Readers go on with the old generation until the end; a crash leaves it as it was. `progress(kind, done, of)`.
    """
    with shelf.writing(wait=True):
        state = _fresh_state()
        generation, index = shelf.new_generation()
        writer = index.writer(BUILD_HEAP, 1)
        synonyms.write()
        written = sum(_build(writer, source, progress) for source in sources().values())
        writer.commit()
        writer.wait_merging_threads()
        shelf.write_state(generation, state)
        shelf.publish(generation)
        return written


def _build(writer: tantivy.IndexWriter, source: Source, progress: Progress | None) -> int:
    of, done, written = source.count(), 0, 0
    for keys in _batches(source.keys(), BATCH_GROUPS):
        for entry in source.entries(keys):
            writer.add_document(document(entry))
            written += 1
        done += len(keys)
        if progress:
            progress(source.kind, done, max(of, done))
    return written


def _due(state: State) -> list[OutboxEvent]:
    fields = ("pk", "public_id", "name", "payload")
    waiting = list(OutboxEvent.objects.filter(pk__in=[int(key) for key in state.waiting]).only(*fields).order_by("pk"))
    new = OutboxEvent.objects.filter(pk__gt=state.cursor).only(*fields).order_by("pk")[:BATCH_EVENTS]
    return [*waiting, *new]


def _hear(state: State, events: Sequence[OutboxEvent], at: float) -> dict[str, set[str]]:
    """Groups that the events touch, by kind; moves the cursor, and remembers keys that were passed over."""
    touched: dict[str, set[str]] = {kind: set() for kind in sources()}
    for event in events:
        state.waiting.pop(str(event.pk), None)
        try:
            for kind, source in sources().items():
                touched[kind].update(source.touched(event.name, event.payload))
        except Exception:
            log.exception("search: event %s could not be heard, it will be tried again", event.name)
            state.failed[f":{event.pk}"] = at
        if event.pk > state.cursor:
            passed = range(max(state.cursor + 1, event.pk - WAITING_MOST), event.pk)
            state.waiting |= {str(key): at for key in passed}
            state.cursor, state.mark = event.pk, str(event.public_id)
    kept = {key: since for key, since in state.waiting.items() if at - since < WAIT_SECONDS}
    state.waiting = dict(list(kept.items())[-WAITING_MOST:])
    return touched


def _read(source: Source, keys: Sequence[str]) -> tuple[list[Entry], list[str]]:
    """Entries of the groups, and the groups that could not be read: each is tried alone before it is given up."""
    try:
        return list(source.entries(keys)), []
    except Exception:
        log.exception("search: %s could not be read", source.kind)
        if len(keys) == 1:
            return [], list(keys)
    entries: list[Entry] = []
    failed: list[str] = []
    for key in keys:
        one, bad = _read(source, [key])
        entries += one
        failed += bad
    return entries, failed


def _write(generation: Path, touched: dict[str, set[str]], state: State, at: float) -> None:
    """Take the groups out and put in what they hold now. What cannot be read stays out until it can be."""
    index = tantivy.Index.open(str(generation))
    writer = index.writer(FOLLOW_HEAP, 1)
    for kind, keys in touched.items():
        source = sources()[kind]
        for batch in _batches(sorted(keys), BATCH_GROUPS):
            entries, failed = _read(source, batch)
            state.failed |= {f"{kind}:{key}": at for key in failed}
            for key in batch:
                writer.delete_documents_by_term("facts", group_fact(kind, key))
            for entry in entries:
                writer.add_document(document(entry))
    writer.commit()
    writer.wait_merging_threads()


def _is_of_this_database(state: State) -> bool:
    if not state.cursor:
        return True
    mark = OutboxEvent.objects.filter(pk=state.cursor).values_list("public_id", flat=True).first()
    return mark is not None and str(mark) == state.mark


def _is_usable(state: State) -> bool:
    """Whether it is readable, and a copy of what there is to find now."""
    return state.kinds == fingerprint() and _is_of_this_database(state) and shelf.copy() is not None


def follow(now: datetime | None = None) -> int:
    """Bring this node's copy up to the outbox; builds it when it is missing, of another version, or of another database.

    Returns how many groups were written; 0 at once when another process of this node is at it.
    """
    at = (now or clock.now()).timestamp()
    with shelf.writing(wait=False) as is_ours:
        if not is_ours:
            return 0
        generation = shelf.current()
        state = shelf.read_state(generation)
        if generation is not None and state is not None and _is_usable(state):
            return _catch_up(generation, state, at)
    return rebuild()


def _catch_up(generation: Path, state: State, at: float) -> int:
    again = [name.partition(":")[::2] for name, since in state.failed.items() if at - since >= AGAIN_SECONDS]
    for kind, key in again:
        del state.failed[f"{kind}:{key}"]
    state.waiting |= {key: at for kind, key in again if not kind}
    events = _due(state)
    if not events and not again:
        return 0
    if any(event.name == synonyms.SynonymsChanged.name for event in events):
        synonyms.write()
    touched = _hear(state, events, at)
    for kind, key in again:
        touched.setdefault(kind, set()).add(key)
    touched = {kind: keys for kind, keys in touched.items() if keys and kind in sources()}
    if touched:
        _write(generation, touched, state, at)
    shelf.write_state(generation, state)
    return sum(map(len, touched.values()))


@dataclass(frozen=True)
class Status:
    """How this node's copy is: its entries, the events it has not heard, and what it could not read."""

    entries: int
    behind: int
    failed: int


def status() -> Status | None:
    """None while there is no copy, or one that must be built anew."""
    state, copy = shelf.read_state(shelf.current()), shelf.copy()
    if state is None or copy is None or not _is_usable(state):
        return None
    behind = OutboxEvent.objects.filter(pk__gt=state.cursor).count()
    return Status(copy.searcher.num_docs, behind, len(state.failed))


def run(stop: threading.Event) -> None:
    """Follow until told to stop; an error is logged and tried again."""
    is_written = False
    while not stop.is_set():
        try:
            close_old_connections()
            if not is_written:  # a new version of the program may have brought lines along
                synonyms.write()
                is_written = True
            is_busy = follow() > 0
        except Exception:
            log.exception("search: the follower failed, trying again")
            is_busy = False
        if not is_busy:
            stop.wait(PAUSE_SECONDS)
    connection.close()
