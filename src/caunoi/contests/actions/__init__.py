"""What changes contests, questions and papers."""

from caunoi.contests.actions.announcing import announce_contest, cancel_contest, close_round
from caunoi.contests.actions.bank import QuestionDraft, add_questions, mend_question, retire_question
from caunoi.contests.actions.deciding import (
    awards_for,
    decide_contest,
    decide_flag,
    forget_entrants,
    raise_flags,
    seat_committee,
    settle_rounds,
)
from caunoi.contests.actions.making import ContestDraft, change_contest, choose_questions, make_contest
from caunoi.contests.actions.taking import (
    EntrantDraft,
    Save,
    enter_contest,
    finish_due_papers,
    save_answers,
    start_paper,
    submit_paper,
)

__all__ = [
    "ContestDraft",
    "EntrantDraft",
    "QuestionDraft",
    "Save",
    "add_questions",
    "announce_contest",
    "awards_for",
    "cancel_contest",
    "change_contest",
    "choose_questions",
    "close_round",
    "decide_contest",
    "decide_flag",
    "enter_contest",
    "finish_due_papers",
    "forget_entrants",
    "make_contest",
    "mend_question",
    "raise_flags",
    "retire_question",
    "save_answers",
    "seat_committee",
    "settle_rounds",
    "start_paper",
    "submit_paper",
]
