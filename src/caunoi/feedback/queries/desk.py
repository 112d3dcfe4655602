"""What an officer needs beside a case: who may answer it, what the machine proposed, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from caunoi.feedback.choices import EntryKind
from caunoi.feedback.models import Attachment, Case, CaseStep, Entry, Topic, TriageProposal
from caunoi.feedback.queries.competence import body_in_charge
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Unit

UNITS_MOST = 60
# The dialogue of a case is short; a flood of additions is shown from its newest end.
LINES_MOST = 200


def proposed_unit(case: Case, on: date) -> Unit | None:
    """Who should answer: the body that the topic makes competent, else the body that the case is about."""
    area = (case.body or case.desk).area_code
    found = body_in_charge(case.topic, area, on) or case.body
    named = case.recusals.filter(lifted_at=None, unit=found).exists() if found else False
    return None if named else found


def likely_units(case: Case | None, on: date) -> list[Unit]:
    """Units offered while typing: those of the case first, then agencies and upper unions, nearest area first."""
    living = Unit.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on)).filter(
        Q(kind__category=UnitCategory.AGENCY) | Q(kind__category=UnitCategory.UNION, kind__is_grassroots=False)
    )
    area = (case.body or case.desk).area_code if case else ""
    near = list(living.filter(area_code=area).order_by("folded_name")[:UNITS_MOST]) if area else []
    rest = living.exclude(pk__in=[unit.pk for unit in near]).order_by("folded_name")
    return near + list(rest[: UNITS_MOST - len(near)])


@dataclass(frozen=True)
class Line:
    """Something that happened: an utterance, or a deed."""

    at: Any
    entry: Entry | None = None
    step: CaseStep | None = None

    words: Any = ""
    is_due_new: bool = False

    @property
    def order(self) -> tuple[Any, int, int]:
        """By time; what was said goes before the deed that it was part of."""
        return (self.at, 0 if self.entry else 1, (self.entry or self.step).pk)  # type: ignore[union-attr]


def timeline_of(case: Case) -> list[Line]:
    """Everything that was said and done, oldest first; private notes are apart (`notes_of`)."""
    entries = Entry.objects.filter(case=case).exclude(kind=EntryKind.NOTE).select_related("unit", "author")
    entries = entries.prefetch_related("citations", "attachments__file", "attachments__preview")
    steps = CaseStep.objects.filter(case=case).select_related("by", "unit_from", "unit_to")
    lines = [Line(entry.at, entry=entry) for entry in entries.order_by("-id")[:LINES_MOST]]
    lines += [Line(step.at, step=step) for step in steps.order_by("-id")[:LINES_MOST]]
    return sorted(lines, key=lambda line: line.order)


def notes_of(case: Case) -> list[Entry]:
    """Private notes, newest first."""
    rows = Entry.objects.filter(case=case, kind=EntryKind.NOTE).select_related("author", "unit")
    return list(rows.order_by("-id")[:LINES_MOST])


def files_of(case: Case) -> list[Attachment]:
    """Files of the whole case, oldest first."""
    return list(Attachment.objects.filter(entry__case=case).select_related("file", "preview").order_by("id"))


def best_lines(case: Case) -> dict[str, dict[str, Any]]:
    """The machine's best proposal for each field; nothing where it has not looked yet."""
    proposal = TriageProposal.objects.filter(case=case).first()
    best: dict[str, dict[str, Any]] = {}
    for line in proposal.lines if proposal else []:
        if line["field"] not in best or line["score"] > best[line["field"]]["score"]:
            best[line["field"]] = line
    return best


def named(best: dict[str, dict[str, Any]]) -> tuple[Topic | None, Unit | None]:
    """The topic and the body that the best proposals mean."""
    topic = Topic.objects.filter(code=best["topic"]["value"]).first() if "topic" in best else None
    body = Unit.objects.filter(code=best["body"]["value"], ended_on=None).first() if "body" in best else None
    return topic, body
