"""Reading contests; load is authorise: what is out of a person's reach raises DoesNotExist (404)."""

from caunoi.contests.queries.contests import (
    contest_for,
    contests_kept_by,
    keeping_units,
    open_contests,
    public_contest,
    public_contests,
    question_for,
    questions_kept_by,
    rounds_of,
)
from caunoi.contests.queries.papers import (
    entrant_for,
    entrant_of_user,
    find_units_for,
    key_of_entrant,
    key_of_paper,
    paper_for,
    pool_of,
    questions_of,
    result_of,
    units_open_to,
)

__all__ = [
    "contest_for",
    "contests_kept_by",
    "entrant_for",
    "entrant_of_user",
    "find_units_for",
    "keeping_units",
    "key_of_entrant",
    "key_of_paper",
    "open_contests",
    "paper_for",
    "pool_of",
    "public_contest",
    "public_contests",
    "question_for",
    "questions_kept_by",
    "questions_of",
    "result_of",
    "rounds_of",
    "units_open_to",
]
