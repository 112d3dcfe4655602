"""Counting how far an article reached. No person is noted, only numbers of a day."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections, transaction
from django.db.models import F

from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Reach, Revision

log = logging.getLogger(__name__)
DELIVERED, OPENED, READ = "delivered_count", "opened_count", "read_count"
# What a message about a revision is about (queries.mail_subject).
MAILED = "newsroom.revision:"
# Thousands may read at once; what they did is gathered this long before it is written.
GATHER_SECONDS = 5.0


@dataclass(frozen=True)
class Mark:
    """One thing to count: a field of `Reach` for an article, a channel, a unit (None: not known) and a day."""

    article_id: int
    channel: Channel
    unit_id: int | None
    day: date
    field: str


@transaction.atomic
def add_reach(counted: Counter[Mark]) -> None:
    """Add to the counts."""
    for mark, count in counted.items():
        about: dict[str, Any] = {
            "article_id": mark.article_id, "channel": mark.channel, "unit_id": mark.unit_id, "day": mark.day,
        }  # fmt: skip
        row, _is_new = Reach.objects.get_or_create(**about)
        Reach.objects.filter(pk=row.pk).update(**{mark.field: F(mark.field) + count})


def count_delivered(*, subjects: Sequence[str], channel: str, day: date) -> None:
    """Count messages about revisions that reached their transport or a list of notices; others are not ours."""
    way = Channel.NOTICE if channel == "IN_APP" else channel
    if way not in Channel.values:
        return
    keys = Counter(subject.removeprefix(MAILED) for subject in subjects if subject.startswith(MAILED))
    ours = Revision.objects.filter(pk__in=[int(key) for key in keys if key.isdigit()]).values_list("pk", "article_id")
    counted: Counter[Mark] = Counter()
    for key, article_id in ours:
        counted[Mark(article_id, Channel(way), None, day, DELIVERED)] += keys[str(key)]
    add_reach(counted)


class Tally:
    """Marks of this process that wait to be written. A process that is killed loses those of its last seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Counter[Mark] = Counter()
        self._timer: threading.Timer | None = None

    def note(self, mark: Mark) -> None:
        """Count it; written with others a little later."""
        with self._lock:
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
            add_reach(counted)
        except Exception:
            log.exception("reach: %d marks wait on", sum(counted.values()))
            with self._lock:
                self._waiting.update(counted)

    def _write_apart(self) -> None:
        try:
            self.write()
        finally:
            connections.close_all()  # of this thread


tally = Tally()


def note_reach(*, article_id: int, channel: Channel, unit_id: int | None, day: date, field: str) -> None:
    """Count that an article was opened or read to its end."""
    tally.note(Mark(article_id, channel, unit_id, day, field))
