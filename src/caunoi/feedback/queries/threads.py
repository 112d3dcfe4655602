"""What the holder of a receipt reads: the state, the promise and the dialogue, with units instead of officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from caunoi.feedback.choices import SHOWN_TO_FOLLOWERS, EntryKind, FollowerKind, State
from caunoi.feedback.models import Case, CaseStep, Entry, Follower
from caunoi.feedback.queries.clocks import promised_due


@dataclass(frozen=True)
class Thread:
    """A case as its follower may see it. One that was set apart looks like one that was received."""

    case: Case
    state: State
    due_at: datetime | None
    entries: list[Entry]


def _readable(follower: Follower, case: Case) -> QuerySet[Entry]:
    """Who sent the case reads all of its public dialogue; who joined it reads answers, and what they said themselves."""
    rows = Entry.objects.filter(case=case, kind__in=SHOWN_TO_FOLLOWERS)
    if follower.kind == FollowerKind.ORIGIN and case.pk == follower.case_id:
        return rows
    return rows.filter(Q(follower=follower) | Q(kind=EntryKind.REPLY))


def _promise(case: Case) -> datetime | None:
    if case.state != State.QUARANTINED:
        return case.due_at or (promised_due(case) if case.state in {State.SCREENING, State.RECEIVED} else None)
    steps = CaseStep.objects.filter(case=case, due_at__isnull=False).order_by("-id")
    return steps.values_list("due_at", flat=True).first() or promised_due(case)


def thread_of(follower: Follower) -> Thread:
    """The dialogue, oldest first; of a merged case also the answers of the one that it was merged into."""
    case = follower.case
    entries = list(_readable(follower, case).select_related("unit").prefetch_related("citations").order_by("id"))
    shown = case
    while shown.merged_into is not None:
        shown = shown.merged_into
        answers = _readable(follower, shown).select_related("unit").prefetch_related("citations")
        entries += answers.order_by("id")
    if case.sealed_text and entries:
        entries[0].text = case.sealed_text
    state = State.RECEIVED if shown.state == State.QUARANTINED else State(shown.state)
    return Thread(case, state, _promise(shown), [entry for entry in entries if entry.text])
