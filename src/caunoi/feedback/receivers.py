"""What this room hears."""

from __future__ import annotations

from datetime import datetime

from caunoi.feedback import actions
from caunoi.feedback.choices import SHOWN_TO_FOLLOWERS
from caunoi.feedback.models import Case
from caunoi.kit import clock, outbox

# Deeds after which a case's words, desk or unit may be others.
REINDEXED = frozenset(
    {
        "admit_case", "appeal_case", "assign_case", "classify_case", "hand_over_case", "quarantine_case", "release_case",
        "return_case", "transfer_case",
    }
)  # fmt: skip


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
