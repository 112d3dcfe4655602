"""What people looked for and did not find: counts of a day by folded words, for whoever keeps the synonyms and the library.

Who asked is known to this process alone, as a print in memory, so that one person counts once a day; it is never written.
Words are shown once they were asked `ASKERS_LEAST` times, and forgotten after `KEPT_DAYS`; who asks on two days, or meets
two processes of a server, counts twice.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Sum

from caunoi.kit.searching.asking import Found
from caunoi.kit.searching.models import MissedSearch
from caunoi.kit.tally import Tally
from caunoi.pure.misses import kept_words

KEPT_DAYS, ASKERS_LEAST, SHOWN_MOST = 90, 3, 200
# Different words that are kept of a day, and prints that a process holds: more is a machine, not people.
DAY_MOST, WAITING_MOST, PRINTS_MOST = 5_000, 500, 20_000


@dataclass(frozen=True)
class Miss:
    """One asker of a day who did not find: nothing at all, or only what has some of the words."""

    on: date
    words: str
    is_near: bool


class Askers:
    """Prints of who has asked what today, in the memory of this process."""

    def __init__(self) -> None:
        self._lock, self._on, self._prints = threading.Lock(), date.min, set[bytes]()
        self._salt = b""

    def is_first(self, asker: str, words: str, on: date) -> bool:
        """Whether the asker did not ask this today yet; a process that has seen too many says no."""
        with self._lock:
            if self._on != on:
                self._on, self._prints, self._salt = on, set(), secrets.token_bytes(16)
            mark = hashlib.blake2b(f"{asker}|{words}".encode(), key=self._salt, digest_size=8).digest()
            if mark in self._prints or len(self._prints) >= PRINTS_MOST:
                return False
            self._prints.add(mark)
            return True


def is_missed(found: Found) -> bool:
    """Whether the index holds nothing for it, or nothing with all its words."""
    return found.is_ready and (not found.hits or found.is_loose)


def note_miss(text: str, found: Found, *, asker: str, on: date) -> None:
    """Count a question that was not answered, once a day for who asked; nothing is kept of one that may tell of a person."""
    words = kept_words(text) if is_missed(found) else ""
    if words and askers.is_first(asker, words, on):
        tally.note(Miss(on, words, bool(found.hits)))


@transaction.atomic
def add_misses(counted: Counter[Miss]) -> None:
    """Add to the counts of their days; a day that is full takes no new words."""
    for miss, count in sorted(counted.items(), key=lambda each: (each[0].on, each[0].words)):
        rows = MissedSearch.objects.filter(on=miss.on)
        if not rows.filter(words=miss.words).exists():
            if rows.count() >= DAY_MOST:
                continue
            MissedSearch.objects.bulk_create([MissedSearch(on=miss.on, words=miss.words)], ignore_conflicts=True)
        field = "near_count" if miss.is_near else "nothing_count"
        rows.filter(words=miss.words).update(**{field: F(field) + count})


def sweep(*, today: date) -> int:
    """Forget days that are past their time. Returns how many rows went."""
    return MissedSearch.objects.filter(on__lt=today - timedelta(days=KEPT_DAYS)).delete()[0]


@dataclass(frozen=True)
class Missed:
    """What was not found from a day on: the words that enough people asked, most asked first, and how many of all questions these are."""

    since: date
    rows: list[dict[str, Any]]
    asked_count: int
    shown_count: int


def missed_since(since: date) -> Missed:
    """Words that were asked at least ASKERS_LEAST times, with how many found nothing or only near things, and when last. Two statements."""
    rows = MissedSearch.objects.filter(on__gte=since)
    every = rows.aggregate(n=Sum("nothing_count"), near=Sum("near_count"))
    asked = rows.values("words").annotate(
        nothing=Sum("nothing_count"),
        near=Sum("near_count"),
        total=Sum(F("nothing_count") + F("near_count")),
        last_on=Max("on"),
    )
    shown: list[dict[str, Any]] = [
        dict(row) for row in asked.filter(total__gte=ASKERS_LEAST).order_by("-total", "words")[:SHOWN_MOST]
    ]
    total = (every["n"] or 0) + (every["near"] or 0)
    return Missed(since, shown, total, sum(row["total"] for row in shown))


askers = Askers()
tally: Tally[Miss] = Tally(add_misses, name="missed searches", most=WAITING_MOST)
