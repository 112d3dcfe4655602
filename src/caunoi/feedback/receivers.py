"""What this room hears."""

from __future__ import annotations

from datetime import date, datetime

from caunoi.feedback import actions
from caunoi.feedback.choices import SHOWN_TO_FOLLOWERS
from caunoi.feedback.models import Case
from caunoi.feedback.rules import may_see_file
from caunoi.kit import clock, outbox, queue
from caunoi.kit.files import store

# Deeds after which a case's words, desk or unit may be others.
REINDEXED = frozenset(
    {
        "admit_case", "appeal_case", "assign_case", "classify_case", "hand_over_case", "quarantine_case", "release_case",
        "return_case", "transfer_case",
    }
)  # fmt: skip


@outbox.consumer("feedback.case_received")
def recuse_received(*, case_id: int, at: datetime) -> None:
    """Look for people who are named among all who could come to see it."""
    actions.recuse_met(case=Case.objects.get(pk=case_id), by=None, at=at)


@outbox.consumer("organisations.units_reorganised")
def hand_over(*, reorganisation: str, unit_ids: list[int], happened_on: str, at: datetime) -> None:
    """Ring for the handover; a periodic function rings, too, for days to come."""
    queue.enqueue("caunoi.feedback.jobs.hand_over")


@outbox.consumer("feedback.case_received")
def index_received(*, case_id: int, at: datetime) -> None:
    """Put a new case into the indexes."""
    actions.index_case(case_id=case_id)


@outbox.consumer("feedback.case_received")
def propose_received(*, case_id: int, at: datetime) -> None:
    """Make the machine's proposals; a possible denunciation is set apart."""
    actions.propose_case(case=Case(pk=case_id), by=None, at=clock.now())


@outbox.consumer("feedback.case_moved")
def index_moved(*, case_id: int, step_id: int, verb: str, at: datetime) -> None:
    """Keep the indexes in step with where a case is."""
    if verb in REINDEXED:
        actions.index_case(case_id=case_id)


@outbox.consumer("feedback.case_moved")
def propose_moved(*, case_id: int, step_id: int, verb: str, at: datetime) -> None:
    """Proposals for what a person let in or released."""
    if verb in {"admit_case", "release_case"}:
        actions.propose_case(case=Case(pk=case_id), by=None, at=clock.now())


@outbox.consumer("feedback.entry_added")
def index_said(*, case_id: int, entry_id: int, kind: str, at: datetime) -> None:
    """Put what was said into the index of words; private notes are in none."""
    if kind in SHOWN_TO_FOLLOWERS:
        actions.index_case(case_id=case_id)


@outbox.consumer("feedback.case_published")
def index_published(*, case_id: int, is_public: bool, at: datetime) -> None:
    """Keep the register's indexes in step with the register."""
    actions.index_publication(case_id=case_id)


store.register_guard("feedback.case", may_see_file)


@outbox.consumer("feedback.case_received")
def note_received(*, case_id: int, at: datetime) -> None:
    """Let the desk hear of it in the next digest."""
    actions.note_received(case_id=case_id, at=at)


@outbox.consumer("feedback.case_moved")
def note_step(*, case_id: int, step_id: int, verb: str, at: datetime) -> None:
    """Let officers and followers hear of it."""
    actions.note_step(case_id=case_id, step_id=step_id, at=at)


@outbox.consumer("feedback.entry_added")
def note_said(*, case_id: int, entry_id: int, kind: str, at: datetime) -> None:
    """Let whoever handles the case hear that the sender wrote."""
    actions.note_said(case_id=case_id, kind=kind, at=at)


@outbox.consumer("organisations.calendar_changed")
def reschedule_first(*, calendar_id: int, from_on: str, to_on: str | None, at: datetime) -> None:
    """Reckon open due dates anew, so many at a time."""
    reschedule_next(from_on=from_on, to_on=to_on, after_id=0, at=at)


@outbox.consumer("feedback.dues_wanted")
def reschedule_next(*, from_on: str, to_on: str | None, after_id: int, at: datetime) -> None:
    """The next of them."""
    until = date.fromisoformat(to_on) if to_on else None
    actions.reschedule_some(from_on=date.fromisoformat(from_on), to_on=until, after_id=after_id, at=clock.now())
