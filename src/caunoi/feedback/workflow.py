"""Which deed leads from which state to which. The table is the whole truth; nobody sets a state past it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.feedback.choices import State

OPEN = frozenset({State.RECEIVED, State.ASSIGNED, State.HANDLING})
WITH_UNIT = frozenset({State.ASSIGNED, State.HANDLING})
FINISHED = frozenset({State.ANSWERED, State.CLOSED, State.REFUSED})


@dataclass(frozen=True)
class Move:
    """A deed: the states that it may start from, and where it leads (None: where the case already is)."""

    start: frozenset[State]
    end: State | None


MOVES: Mapping[str, Move] = {
    "admit_case": Move(frozenset({State.SCREENING}), State.RECEIVED),
    "discard_case": Move(frozenset({State.SCREENING}), State.REFUSED),
    "quarantine_case": Move(OPEN | {State.SCREENING}, State.QUARANTINED),
    "release_case": Move(frozenset({State.QUARANTINED}), State.RECEIVED),
    "classify_case": Move(OPEN, None),
    "assign_case": Move(frozenset({State.RECEIVED}), State.ASSIGNED),
    "transfer_case": Move(WITH_UNIT, State.ASSIGNED),
    "return_case": Move(frozenset({State.ASSIGNED}), State.RECEIVED),
    "accept_case": Move(frozenset({State.ASSIGNED}), State.HANDLING),
    "ask_sender": Move(OPEN, None),
    "add_note": Move(OPEN | FINISHED, None),
    "add_to_case": Move(OPEN | {State.SCREENING}, None),
    "pause_case": Move(WITH_UNIT, None),
    "resume_case": Move(WITH_UNIT, None),
    "ask_extension": Move(WITH_UNIT, None),
    "extend_case": Move(WITH_UNIT, None),
    "reply_case": Move(WITH_UNIT, State.ANSWERED),
    "correct_reply": Move(frozenset({State.ANSWERED}), None),
    "refuse_case": Move(OPEN, State.REFUSED),
    "withdraw_case": Move(OPEN | {State.SCREENING}, State.WITHDRAWN),
    "merge_case": Move(OPEN, State.MERGED),
    "unmerge_case": Move(frozenset({State.MERGED}), State.RECEIVED),
    "rate_case": Move(frozenset({State.ANSWERED, State.CLOSED}), None),
    "reopen_case": Move(FINISHED, State.HANDLING),
    "appeal_case": Move(FINISHED, State.ASSIGNED),
    "close_case": Move(frozenset({State.ANSWERED}), State.CLOSED),
    "escalate_case": Move(OPEN, None),
    "reschedule_case": Move(OPEN, None),
    "follow_up_case": Move(frozenset({State.ANSWERED}), None),
    "hand_over_case": Move(frozenset(State) - {State.MERGED}, None),
    "publish_case": Move(frozenset({State.ANSWERED, State.CLOSED}), None),
    "withdraw_publication": Move(FINISHED, None),
    "hold_case": Move(frozenset(State), None),
    "erase_words": Move(frozenset(State), None),
}


def may(state: str, verb: str) -> bool:
    """Whether the deed may start from the state."""
    return state in MOVES[verb].start


def after(state: str, verb: str) -> State:
    """The state that the deed leads to. Raises ValidationError, said to the person, when it may not start here."""
    move = MOVES[verb]
    if state not in move.start:
        raise ValidationError(
            _("Việc đang ở bước “%(state)s” nên không làm được bước này. Tải lại trang để xem hiện trạng.")
            % {"state": State(state).label},
            code="STATE",
        )
    return move.end or State(state)
