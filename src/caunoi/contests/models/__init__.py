"""Rows of the room, one file per noun."""

from caunoi.contests.models.contest import CommitteeSeat, Contest, PoolQuestion, Round
from caunoi.contests.models.paper import Answer, Entrant, Paper
from caunoi.contests.models.question import Question

__all__ = ["Answer", "CommitteeSeat", "Contest", "Entrant", "Paper", "PoolQuestion", "Question", "Round"]
