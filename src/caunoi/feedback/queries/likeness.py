"""Texts that look alike: among what is public for everybody, among what the reader may see for officers."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q

from caunoi.accounts.models import User
from caunoi.feedback.choices import State
from caunoi.feedback.models import Case, Publication, Signature, Topic
from caunoi.feedback.queries.access import cases_visible_to
from caunoi.kit import fulltext
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope
from caunoi.pure import likeness

# Those that share most bands are compared; a campaign of thousands of letters shall not hold a page up.
CANDIDATES_MOST = 200
# Of the newest on the body or subject that the writer named, those are shown with this share of their words in common.
NEAR_MOST, NEAR_LEAST = 60, 0.34
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


def packed(signature: Sequence[int]) -> bytes:
    """A signature as it is stored: numbers of four bytes, lowest byte first."""
    numbers = array("I", signature)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(data: bytes | memoryview) -> tuple[int, ...]:
    """The signature again."""
    numbers = array("I")
    numbers.frombytes(bytes(data))
    if sys.byteorder == "big":
        numbers.byteswap()
    return tuple(numbers)


def _candidates(table: str, owner: str, probes: Sequence[int]) -> list[int]:
    """Owners of bands among the probes, those with most in common first."""
    if not probes:
        return []
    quote = connection.ops.quote_name
    params: list[Any]
    if connection.vendor == "postgresql":
        among, params = "band = ANY(%s)", [list(probes)]
    else:
        among, params = f"band IN ({', '.join(['%s'] * len(probes))})", list(probes)
    sql = (
        f"SELECT {quote(owner)} FROM {quote(table)} WHERE {among} "  # noqa: S608 - names of our own
        f"GROUP BY {quote(owner)} ORDER BY COUNT(*) DESC, {quote(owner)} DESC LIMIT {CANDIDATES_MOST}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _nearest(
    own: tuple[int, ...], stored: Mapping[int, bytes | memoryview], least: float = likeness.THRESHOLD
) -> list[tuple[int, float]]:
    scored = [(key, likeness.similarity(own, unpacked(data))) for key, data in stored.items()]
    alike = [(key, score) for key, score in scored if score >= least]
    return sorted(alike, key=lambda pair: (-pair[1], -pair[0]))


def alike_visible(case: Case, user: User, scope: Scope, most: int = 5) -> list[tuple[Case, float]]:
    """Other cases that look like this one and that the reader may see, most alike first. Empty for one set apart."""
    own = Signature.objects.filter(pk=case.pk).values_list("numbers", flat=True).first()
    if own is None:
        return []
    found = _candidates("feedback_band", "case_id", likeness.probes(case.text))
    rows = cases_visible_to(user, scope).filter(pk__in=found).exclude(pk=case.pk)
    rows = rows.exclude(state__in=(State.MERGED, State.QUARANTINED, State.SCREENING))
    stored = dict(rows.values_list("pk", "signature__numbers").exclude(signature=None))
    pairs = _nearest(unpacked(own), stored)[:most]
    shown = rows.select_related("unit", "desk").in_bulk([key for key, _ in pairs])
    return [(shown[key], score) for key, score in pairs]


def alike_ids(case: Case, most: int = 20) -> list[tuple[int, float]]:
    """The same for the machine's own use: keys of cases, whoever may see them. For no page."""
    own = Signature.objects.filter(pk=case.pk).values_list("numbers", flat=True).first()
    if own is None:
        return []
    found = _candidates("feedback_band", "case_id", likeness.probes(case.text))
    rows = Signature.objects.filter(pk__in=found).exclude(pk=case.pk)
    return _nearest(unpacked(own), dict(rows.values_list("pk", "numbers")))[:most]


def _words(text: str) -> set[str]:
    return {word for word in fulltext.words(text) if word not in EMPTY and len(word) > 1}


def _overlap(told: set[str], row: Publication) -> float:
    """The share of a summary's telling words that were told again."""
    theirs = _words(f"{row.title} {row.question}")
    return len(told & theirs) / len(theirs) if theirs else 0.0


def alike_public(
    text: str, body: Unit | None = None, topic: Topic | None = None, most: int = 3
) -> list[tuple[Publication, float]]:
    """What the public register already answers of the same, most alike first; compared with public words only.

    By likeness of the letters anywhere in the register; by words in common among the newest on the body or the subject
    that the writer named, since a summary has few of the letters. Scores lie within 0..1.
    """
    own = likeness.signature(text)
    if not own:
        return []
    public = Publication.objects.filter(withdrawn_at=None).select_related("unit", "body", "topic")
    found = public.filter(pk__in=_candidates("feedback_publicband", "publication_id", likeness.probes(text)))
    rows = {row.pk: row for row in found.select_related("signature", "unit", "body", "topic")}
    scores = dict(_nearest(own, {key: row.signature.numbers for key, row in rows.items()}))
    about = Q(body=body) | Q(unit=body) if body is not None else Q(pk__in=[])
    if topic is not None:
        about |= Q(topic=topic)
    if body is not None or topic is not None:
        told = _words(text)
        for row in public.filter(about).order_by("-published_at", "-id")[:NEAR_MOST]:
            share = _overlap(told, row)
            if share >= NEAR_LEAST:
                rows.setdefault(row.pk, row)
                scores[row.pk] = max(share, scores.get(row.pk, 0.0))
    best = sorted(scores.items(), key=lambda pair: (-pair[1], -pair[0]))[:most]
    return [(rows[key], round(score, 3)) for key, score in best]
