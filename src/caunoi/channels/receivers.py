"""What this room hears: what is said in a case that came by e-mail or Zalo goes back the same way; what is erased there
goes here too."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from caunoi.channels.email import actions as letters
from caunoi.channels.email import notices as email
from caunoi.channels.notices import TOLD
from caunoi.channels.paper import actions as scans
from caunoi.channels.paper import queries as papers
from caunoi.channels.zalo import actions as talks
from caunoi.channels.zalo import notices as zalo
from caunoi.feedback.actions import register_eraser
from caunoi.feedback.choices import EntryKind
from caunoi.feedback.models import Case, CaseStep, Entry
from caunoi.kit import clock, outbox
from caunoi.kit.files import store

TOLD_KINDS = frozenset({EntryKind.QUESTION, EntryKind.REPLY})


@outbox.consumer("feedback.entry_added")
def tell_sender(*, case_id: int, entry_id: int, kind: str, at: datetime) -> None:
    """Bring a question or an answer to who wrote."""
    if kind in TOLD_KINDS:
        entry = Entry.objects.select_related("case", "unit").get(pk=entry_id)
        email.tell_entry(entry, at)
        zalo.tell_entry(entry, at)


@outbox.consumer("feedback.case_moved")
def tell_where_it_is(*, case_id: int, step_id: int, verb: str, at: datetime) -> None:
    """Tell who wrote where the case is now."""
    if verb in TOLD:
        step = CaseStep.objects.select_related("case", "unit_to").get(pk=step_id)
        email.tell_step(step, at)
        zalo.tell_step(step, at)


def may_see_paper(user: Any, paper_id: int) -> bool:
    """Pictures of a paper: those who act for the unit that took it in."""
    return papers.sees_paper(user, paper_id, clock.now())


def erase(case: Case) -> None:
    """Letters, talk and scan of a case that is erased or removed, within that deed. The talk first: it is found by marks
    that lose their case."""
    talks.forget_talk(case)
    letters.forget_letters(case)
    scans.forget_paper(case, clock.now())


register_eraser(erase)
store.register_guard("channels.paper", may_see_paper)
