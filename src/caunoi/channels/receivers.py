"""What this room hears: what is said in a case that came by e-mail or Zalo goes back the same way."""

from __future__ import annotations

from datetime import datetime

from caunoi.channels.email import notices as email
from caunoi.channels.zalo import notices as zalo
from caunoi.feedback.choices import EntryKind
from caunoi.feedback.models import CaseStep, Entry
from caunoi.kit import outbox

TOLD_KINDS = frozenset({EntryKind.QUESTION, EntryKind.REPLY})
TOLD_VERBS = frozenset({"admit_case", "refuse_case", "discard_case"})


@outbox.consumer("feedback.entry_added")
def tell_sender(*, case_id: int, entry_id: int, kind: str, at: datetime) -> None:
    """Bring a question or an answer to who wrote."""
    if kind in TOLD_KINDS:
        entry = Entry.objects.select_related("case", "unit").get(pk=entry_id)
        email.tell_entry(entry, at)
        zalo.tell_entry(entry, at)


@outbox.consumer("feedback.case_moved")
def tell_where_it_is(*, case_id: int, step_id: int, verb: str, at: datetime) -> None:
    """Tell who wrote that the case was let in, or is not handled here."""
    if verb in TOLD_VERBS:
        step = CaseStep.objects.select_related("case").get(pk=step_id)
        email.tell_step(step, at)
        if verb != "admit_case":
            zalo.tell_step(step, at)
