"""Searching words: whole words, with or without accents, the last one as a beginning."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from caunoi.feedback.models import Case, Publication
from caunoi.feedback.queries.reach import branch_units
from caunoi.kit import fulltext
from caunoi.organisations.queries import Scope

CASE_WORDS, PUBLICATION_WORDS = "feedback_casewords", "feedback_publicationwords"
# So many of the newest are looked at. They are fetched first: knowing them, the database goes about the rest rightly.
FOUND_MOST = 5_000
CODE = re.compile(r"([0-9A-HJKMNP-TV-Z]{4})[-\s]?([0-9A-HJKMNP-TV-Z]{4})")


def desk_tag(unit_id: int) -> str:
    """Marks the words of cases that a desk watches."""
    return fulltext.tag("d", unit_id)


def unit_tag(unit_id: int) -> str:
    """Marks the words of cases that a unit answers."""
    return fulltext.tag("u", unit_id)


def _tags(scope: Scope | None) -> list[str]:
    if scope is None or not scope.posts:
        return []
    units = branch_units(scope)
    if units is None:
        return []
    reach = dict.fromkeys([*units, *(post.unit.pk for post in scope.posts)])
    return [mark(pk) for pk in reach for mark in (desk_tag, unit_tag)]


def cases_matching(rows: QuerySet[Case], text: str, scope: Scope | None = None) -> QuerySet[Case]:
    """Those of the rows (already limited to what the reader may see) that have the code, or hold every word.

    With the reader's scope the index keeps to their desks and units; without it, words that very many cases hold find
    only the newest of them.
    """
    asked = text.strip()
    if not asked:
        return rows
    code = CODE.fullmatch(asked.upper())
    coded = Q(code=f"{code[1]}-{code[2]}") if code else Q(pk__in=[])
    return rows.filter(coded | Q(pk__in=fulltext.keys(CASE_WORDS, text, tags=_tags(scope), most=FOUND_MOST)))


def publications_matching(rows: QuerySet[Publication], text: str) -> QuerySet[Publication]:
    """Those of the published rows whose title, question or answer holds every word."""
    if not text.strip():
        return rows
    return rows.filter(pk__in=fulltext.keys(PUBLICATION_WORDS, text, most=FOUND_MOST))
