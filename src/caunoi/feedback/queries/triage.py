"""What triage needs to know of the house: subjects, bodies, the model in use, and what people decided before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q

from caunoi.feedback.choices import State
from caunoi.feedback.models import Case, Topic, TriageDecision, TriageModel
from caunoi.feedback.queries.competence import body_in_charge
from caunoi.kit import clock
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Unit
from caunoi.pure import triage
from caunoi.pure.triage.learning import combine
from caunoi.pure.triage.model import Example, Model
from caunoi.pure.triage.proposals import Proposal

# What is learned. Bodies are not: they stand in the tree of competences.
FIELDS = ("kind", "area", "topic", "urgency")
# Newest decisions of a field that are learned from.
EXAMPLES_MOST = 20_000
KEPT = timedelta(minutes=10)
_bodies: list[tuple[Any, triage.BodyIndex]] = []


def topic_hints() -> list[triage.TopicHint]:
    """Subjects in use, each with its phrases and its name."""
    rows = Topic.objects.filter(is_active=True).order_by("code").values_list("code", "name", "words", "area")
    return [
        triage.TopicHint(code, tuple(filter(None, (line.strip() for line in words.splitlines()))), area)
        for code, _name, words, area in rows
    ]


def body_index() -> triage.BodyIndex:
    """Names of living agencies, made once in ten minutes: they are thousands."""
    now = clock.now()
    if not _bodies or not timedelta(0) <= now - _bodies[0][0] < KEPT:
        rows = Unit.objects.filter(kind__category=UnitCategory.AGENCY, ended_on=None).values_list("code", "name")
        _bodies[:] = [(now, triage.BodyIndex(triage.BodyHint(code, name) for code, name in rows))]
    return _bodies[0][1]


@lru_cache(maxsize=2)
def _models(pk: int) -> dict[str, Model]:
    content = TriageModel.objects.values_list("content", flat=True).get(pk=pk)
    return {field: Model.from_json(data) for field, data in content.items()}


def active_model() -> TriageModel | None:
    """The model in use, without its numbers; None while nothing was learned."""
    return TriageModel.objects.filter(is_active=True).defer("content").first()


def _line(field: str, one: Proposal) -> dict[str, Any]:
    spans = [list(span) for span in one.spans]
    return {"field": field, "value": str(one.value), "score": one.confidence, "spans": spans, "why": one.why}


def _competent(topics: Iterable[Proposal], case: Case, on: date) -> list[dict[str, Any]]:
    """Bodies by the tree of competences, for the likeliest subjects; reasons are the subject's."""
    best = list(topics)[:3]
    known = {row.code: row for row in Topic.objects.filter(code__in=[one.value for one in best])}
    lines: list[dict[str, Any]] = []
    for one in best:
        body = body_in_charge(known.get(one.value), (case.body or case.desk).area_code, on)
        if body is not None and body.code not in {line["value"] for line in lines}:
            score = round(one.confidence * 0.8, 3)
            lines.append(_line("body", Proposal(body.code, score, one.spans, "COMPETENCE")))
    return lines


def proposals_for(case: Case, on: date) -> tuple[list[dict[str, Any]], float, TriageModel | None]:
    """Lines of proposals for a case, the best first in each field; how much it may be a denunciation; the model asked."""
    text, model = case.text, active_model()
    found = triage.propose(text, topics=topic_hints(), bodies=body_index())
    learned = _models(model.pk) if model else {}
    by_rules = {"kind": found.kinds, "area": found.areas, "topic": found.topics, "urgency": found.urgency}
    combined = {field: combine(rules, learned.get(field), text) for field, rules in by_rules.items()}
    lines = [_line(field, one) for field, proposals in combined.items() for one in proposals[:5]]
    named = [_line("body", one) for one in found.bodies[:5]]
    codes = {line["value"] for line in named}
    lines += named + [line for line in _competent(combined["topic"], case, on) if line["value"] not in codes]
    suspicion = max(
        [found.suspicion.confidence if found.suspicion else 0.0]
        + [one.confidence for one in combined["kind"] if one.value == triage.Kind.DENUNCIATION]
    )
    if found.suspicion:
        lines.append(_line("suspicion", found.suspicion))
    return lines, suspicion, model


def last_decision_id() -> int:
    """The newest decision of a person on a field that is learned."""
    return TriageDecision.objects.filter(field__in=FIELDS).aggregate(n=Max("id"))["n"] or 0


def examples_of(field: str) -> list[Example]:
    """Text and last decision of the cases that people decided. Nothing that is set apart is learned from."""
    rows = (
        TriageDecision.objects.filter(field=field)
        .exclude(case__text="")
        .filter(~Q(case__state__in=(State.QUARANTINED, State.SCREENING)))
    )
    newest = rows.order_by("-id").values_list("case_id", "case__text", "decided")[:EXAMPLES_MOST]
    by_case: dict[int, Example] = {}
    for case_id, text, decided in newest:
        by_case.setdefault(case_id, (text, decided))
    return list(by_case.values())


def is_time_to_learn() -> bool:
    """Whether so many decisions came since the newest model that another may be better."""
    until = TriageModel.objects.aggregate(n=Max("decided_until"))["n"] or 0
    enough: int = settings.CAUNOI.retrain_after
    fresh = TriageDecision.objects.filter(id__gt=until, field__in=FIELDS)
    return fresh.order_by("id")[:enough].count() >= enough


def models_trained(most: int = 20) -> list[TriageModel]:
    """The newest versions first, without their numbers."""
    return list(TriageModel.objects.defer("content").order_by("-version")[:most])


def decided_counts() -> dict[str, int]:
    """How many cases people decided each field of: what the machine can learn from."""
    rows = TriageDecision.objects.filter(field__in=FIELDS).exclude(case__text="")
    rows = rows.filter(~Q(case__state__in=(State.QUARANTINED, State.SCREENING)))
    found = dict(rows.values_list("field").annotate(n=Count("case", distinct=True)).order_by())
    return {field: found.get(field, 0) for field in FIELDS}
