"""What changes contests, questions and papers."""

from caunoi.contests.actions.announcing import announce_contest, cancel_contest, close_round
from caunoi.contests.actions.bank import QuestionDraft, add_questions
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
    "cancel_contest",
    "change_contest",
    "choose_questions",
    "close_round",
    "enter_contest",
    "finish_due_papers",
    "make_contest",
    "save_answers",
    "start_paper",
    "submit_paper",
]
