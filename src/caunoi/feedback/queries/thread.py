"""What the holder of a receipt reads: the state, the promise and the dialogue, with units instead of officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from caunoi.feedback.choices import State
from caunoi.feedback.models import Case, CaseStep, Entry, Follower
from caunoi.feedback.queries.clocks import promised_due
from caunoi.feedback.queries.thread_page import readable

ENTRIES_MOST = 200


@dataclass(frozen=True)
class Thread:
    """A case as its follower may see it. One that was set apart looks like one that was received."""

    case: Case
    state: State
    due_at: datetime | None
    entries: list[Entry]


def _promise(case: Case) -> datetime | None:
    if case.state != State.QUARANTINED:
        return case.due_at or (promised_due(case) if case.state in {State.SCREENING, State.RECEIVED} else None)
    steps = CaseStep.objects.filter(case=case, due_at__isnull=False).order_by("-id")
    return steps.values_list("due_at", flat=True).first() or promised_due(case)


def thread_of(follower: Follower) -> Thread:
    """The dialogue, oldest first; of a merged case also the answers of the one that it was merged into."""
    case = follower.case
    shown = case
    while shown.merged_into is not None:
        shown = shown.merged_into
    rows = Entry.objects.filter(readable(follower, shown)).select_related("unit").prefetch_related("citations")
    entries = list(rows.order_by("at", "id")[:ENTRIES_MOST])
    if case.sealed_text and entries:
        entries[0].text = case.sealed_text
    state = State.RECEIVED if shown.state == State.QUARANTINED else State(shown.state)
    return Thread(case, state, _promise(shown), [entry for entry in entries if entry.text])
