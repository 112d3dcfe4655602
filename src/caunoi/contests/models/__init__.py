"""Rows of the room, one file per noun."""

from caunoi.contests.models.contest import CommitteeSeat, Contest, PoolQuestion, Round
from caunoi.contests.models.paper import Answer, Entrant, Paper
from caunoi.contests.models.question import Question
from caunoi.contests.models.result import Award, ContestMinutes, Flag

__all__ = [
    "Answer",
    "Award",
    "CommitteeSeat",
    "Contest",
    "ContestMinutes",
    "Entrant",
    "Flag",
    "Paper",
    "PoolQuestion",
    "Question",
    "Round",
]
