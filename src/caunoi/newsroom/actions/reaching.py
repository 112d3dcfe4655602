"""Counting how far an article reached. No person is noted, only numbers of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from caunoi.kit import tally as tallying
from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Reach, Revision

DELIVERED, OPENED, READ = "delivered_count", "opened_count", "read_count"
# What a message about a revision is about (queries.mail_subject).
MAILED = "newsroom.revision:"


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


def _delivered(subjects: Sequence[str], channel: str, day: date) -> Counter[Mark]:
    way, counted = Channel.NOTICE if channel == "IN_APP" else channel, Counter[Mark]()
    if way not in Channel.values:
        return counted
    keys = Counter(subject.removeprefix(MAILED) for subject in subjects if subject.startswith(MAILED))
    ours = Revision.objects.filter(pk__in=[int(key) for key in keys if key.isdigit()]).values_list("pk", "article_id")
    for key, article_id in ours:
        counted[Mark(article_id, Channel(way), None, day, DELIVERED)] += keys[str(key)]
    return counted


def count_delivered(*, subjects: Sequence[str], channel: str, day: date) -> None:
    """Count messages about revisions that reached their transport or a list of notices; others are not ours."""
    add_reach(_delivered(subjects, channel, day))


def count_returned(*, subjects: Sequence[str], channel: str, day: date) -> None:
    """Letters that came back are taken from the day on which they counted."""
    for mark, count in _delivered(subjects, channel, day).items():
        rows = Reach.objects.filter(article=mark.article_id, channel=mark.channel, unit=None, day=day)
        rows.filter(delivered_count__gte=count).update(delivered_count=F("delivered_count") - count)


class Tally(tallying.Tally[Mark]):
    """What readers of this process did and that is not written yet."""

    def __init__(self) -> None:
        super().__init__(lambda counted: add_reach(counted), name="reach")  # noqa: PLW0108 - looked up when it is called


tally = Tally()


def note_reach(*, article_id: int, channel: Channel, unit_id: int | None, day: date, field: str) -> None:
    """Count that an article was opened or read to its end."""
    tally.note(Mark(article_id, channel, unit_id, day, field))
