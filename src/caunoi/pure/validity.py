"""Whether a document is in force on a day, computed from its dates and from what other documents say of it.

Source: Luật Ban hành văn bản quy phạm pháp luật (in force, expired, suspended); DOMAIN relations of NĐ 30/2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Status(Enum):
    """Status on a day."""

    NOT_YET = "NOT_YET"
    IN_FORCE = "IN_FORCE"
    PARTLY_EXPIRED = "PARTLY_EXPIRED"
    EXPIRED = "EXPIRED"
    SUSPENDED = "SUSPENDED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Touch:
    """What another document does to this one, from a day: REPLACES, REPEALS, AMENDS, SUSPENDS.

    `is_part`: to some of its articles or clauses only, so that the rest stays in force.
    """

    kind: str
    from_on: date | None
    by: str
    is_part: bool = False


@dataclass(frozen=True)
class Verdict:
    """The status, and the document that decided it (empty: the dates did)."""

    status: Status
    by: str = ""
    since_on: date | None = None


def comes_after(acting: tuple[date | None, int], target: tuple[date | None, int]) -> bool:
    """Whether a document may act on another: it has a later day or, on the same day, came into the library later.

    Days and keys order all documents, so of a circle of replacements at least one is not counted, and no two documents
    end each other. Where a day is unknown the acting one is believed.
    """
    if acting[0] is None or target[0] is None:
        return acting[1] != target[1]
    return acting > target


def status_on(day: date, *, effective_on: date | None, expires_on: date | None, touches: Sequence[Touch]) -> Verdict:
    """The status on `day`. Without any date nothing is known, unless another document ended it.

    The earliest ending decides, be it a document or the date; of several amendments the latest is named. Ending a part
    amends the whole.
    """
    acting = sorted(
        (touch for touch in [*touches, Touch("EXPIRES", expires_on, "")] if touch.from_on and touch.from_on <= day),
        key=lambda touch: touch.from_on or day,
    )
    for kinds, status in (({"REPLACES", "REPEALS", "EXPIRES"}, Status.EXPIRED), ({"SUSPENDS"}, Status.SUSPENDED)):
        for touch in acting:
            if touch.kind in kinds and not touch.is_part:
                return Verdict(status, touch.by, touch.from_on)
    if effective_on is None and expires_on is None:
        return Verdict(Status.UNKNOWN)
    if effective_on and day < effective_on:
        return Verdict(Status.NOT_YET, since_on=effective_on)
    amended = next((touch for touch in reversed(acting) if touch.kind == "AMENDS" or touch.is_part), None)
    if amended:
        return Verdict(Status.PARTLY_EXPIRED, amended.by, amended.from_on)
    return Verdict(Status.IN_FORCE, since_on=effective_on)
