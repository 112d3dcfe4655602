"""What is public already and may be the same matter. Private cases never appear here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from caunoi.feedback.models import Band, Publication, Topic
from caunoi.organisations.models import Unit
from caunoi.pure import likeness
from caunoi.pure.vietnamese import fold

SHOWN_MOST, LOOKED_AT_MOST = 3, 40
# The share of its longer words that a published summary must have in common with what was told.
ENOUGH = 0.34
WORD = re.compile(r"[^\W_]+")
# Folded words that stand in nearly every letter.
EMPTY = frozenset(
    [
        "toi",
        "chung",
        "em",
        "anh",
        "chi",
        "la",
        "va",
        "cua",
        "cho",
        "khong",
        "duoc",
        "co",
        "den",
        "di",
        "lai",
        "mot",
        "nhung",
        "cac",
        "nay",
        "do",
        "thi",
        "ma",
        "o",
        "tai",
        "voi",
        "de",
        "da",
        "bi",
    ]
)


@dataclass(frozen=True)
class Alike:
    """A published case and how much of its words were told again, within 0..1."""

    publication: Publication
    score: float


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(fold(text)) if word not in EMPTY and len(word) > 1}


def _overlap(told: set[str], publication: Publication) -> float:
    theirs = _words(f"{publication.title} {publication.question}")
    return len(told & theirs) / len(theirs) if theirs else 0.0


def _candidates(text: str, body: Unit | None, topic: Topic | None) -> dict[int, Publication]:
    shown = Publication.objects.filter(withdrawn_at=None).select_related("unit", "case")
    banded = Band.objects.filter(band__in=likeness.probes(text)).values("case")
    near: list[QuerySet[Publication]] = [shown.filter(case__in=banded)]
    about = Q()
    if body is not None:
        about |= Q(body=body) | Q(unit=body)
    if topic is not None:
        about |= Q(topic=topic)
    if about:
        near.append(shown.filter(about))
    return {row.pk: row for rows in near for row in rows.order_by("-published_at", "-id")[:LOOKED_AT_MOST]}


def publications_like(text: str, *, body: Unit | None, topic: Topic | None) -> list[Alike]:
    """At most three published cases that may be the same matter, the likest first: by text, body and procedure."""
    told = _words(text)
    found = [
        Alike(row, max(_overlap(told, row), likeness.resemblance(text, row.question)))
        for row in _candidates(text, body, topic).values()
    ]
    near = [alike for alike in found if alike.score >= ENOUGH]
    return sorted(near, key=lambda alike: (-alike.score, -alike.publication.pk))[:SHOWN_MOST]
