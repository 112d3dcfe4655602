"""What a document speaks of and what speaks of it: a list that is the truth, and a small picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.library import queries
from caunoi.library.queries import RelationLine
from caunoi.library.web.forms import day_of
from caunoi.library.web.picture import picture_of
from caunoi.organisations.queries import scope_asked
from caunoi.pure.validity import Verdict

SHORT_MOST = 4


@dataclass(frozen=True)
class Row:
    """A relation with the other document's status on the day, where it is known."""

    line: RelationLine
    verdict: Verdict | None


@dataclass(frozen=True)
class Group:
    """Relations of one verb; `rest`: how many more the full page has."""

    label: str
    rows: list[Row]
    rest: int = 0


def grouped(
    lines: Iterable[RelationLine], verdicts: dict[int, Verdict] | None = None, *, most: int | None = None
) -> list[Group]:
    """Relations by verb, in the order in which the verbs come first."""
    groups: dict[str, list[Row]] = {}
    for line in lines:
        verdict = verdicts.get(line.other.pk) if verdicts and line.other else None
        groups.setdefault(line.label, []).append(Row(line, verdict))
    return [Group(label, rows[:most], len(rows[most:]) if most else 0) for label, rows in groups.items()]


@require_GET
def relations(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """All relations of a document, with the status of each other document on a day."""
    today = clock.today()
    day = day_of(request.GET.get("on")) or today
    found, around = queries.document_with_relations(document_id, today, day, scope_asked(request, today))
    return render(
        request,
        "library/relations.html",
        {
            "document": found,
            "out": grouped(around.out, around.verdicts),
            "back": grouped(around.back, around.verdicts),
            "is_cut": around.is_cut,
            "verdict": queries.validity_of(found, day, around.touches),
            "picture": picture_of(found, around.out, around.back, around.verdicts),
            "on": day,
        },
    )
