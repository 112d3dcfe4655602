"""Texts that look alike: among what is public for everybody, among what the reader may see for officers."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence

from django.db import connection

from caunoi.accounts.models import User
from caunoi.feedback.choices import State
from caunoi.feedback.models import Case, Publication, PublicSignature, Signature, Topic
from caunoi.feedback.queries.access import cases_visible_to
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope
from caunoi.pure import likeness

# Those that share most bands are compared; a campaign of thousands of letters shall not hold a page up.
CANDIDATES_MOST = 200
# On the subject and body that the writer named, a weaker likeness is worth showing: the public text is a summary.
NEAR_MOST, NEAR_LEAST = 60, 0.18


def packed(signature: Sequence[int]) -> bytes:
    """A signature as it is stored: numbers of four bytes, lowest byte first."""
    numbers = array("I", signature)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(data: bytes) -> tuple[int, ...]:
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
    own: tuple[int, ...], stored: dict[int, bytes], least: float = likeness.THRESHOLD
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


def alike_public(
    text: str, body: Unit | None = None, topic: Topic | None = None, most: int = 3
) -> list[tuple[Publication, float]]:
    """What the public register already answers of the same, most alike first; compared with public words only.

    Where the writer named a body or a subject, the register's newest on it are compared too, by a lower measure.
    """
    own = likeness.signature(text)
    if not own:
        return []
    public = Publication.objects.filter(withdrawn_at=None)
    found = _candidates("feedback_publicband", "publication_id", likeness.probes(text))
    pairs = dict(_nearest(own, dict(_stored(public.filter(pk__in=found)))))
    if body is not None or topic is not None:
        near = public.filter(**{name: value for name, value in (("body", body), ("topic", topic)) if value})
        newest = list(near.order_by("-published_at", "-id").values_list("pk", flat=True)[:NEAR_MOST])
        pairs |= dict(_nearest(own, dict(_stored(public.filter(pk__in=newest))), NEAR_LEAST))
    best = sorted(pairs.items(), key=lambda pair: (-pair[1], -pair[0]))[:most]
    shown = public.select_related("unit", "body", "topic").in_bulk([key for key, _ in best])
    return [(shown[key], score) for key, score in best]


def _stored(rows: object) -> list[tuple[int, bytes]]:
    return list(PublicSignature.objects.filter(publication__in=rows).values_list("pk", "numbers"))
