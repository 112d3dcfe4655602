"""Entrants and papers by their keys; the questions of a paper; what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from caunoi.accounts.models import User
from caunoi.contests.models import Answer, Contest, Entrant, Paper, PoolQuestion
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import path_on, subtree_on
from caunoi.pure.draws import Asked
from caunoi.pure.vietnamese import fold

# What is sent in the last second may still travel; it counts, and the clock on the page does not say so.
GRACE = timedelta(seconds=5)
SHOWN_MOST, WORDS_MOST = 8, 10
NOBODY = UUID(int=0)
_papers = Signer(salt="caunoi.contests.paper", sep=".")
_entrants = Signer(salt="caunoi.contests.entrant", sep=".")


def key_of_paper(paper: Paper) -> str:
    """What opens a paper: its id, signed; it stands in the address, so the address is kept to oneself."""
    return _papers.sign(paper.public_id.hex)


def key_of_entrant(entrant: Entrant) -> str:
    """What opens the page of one who takes part."""
    return _entrants.sign(entrant.public_id.hex)


def id_in_paper_key(key: str) -> UUID | None:
    """The id of a paper's key, or None for a forged one; asks no database."""
    return _id_in(_papers, key)


def id_in_entrant_key(key: str) -> UUID | None:
    """The same of an entrant's key."""
    return _id_in(_entrants, key)


def _id_in(signer: Signer, key: str) -> UUID | None:
    try:
        return UUID(signer.unsign(key))
    except (BadSignature, ValueError):
        return None


def _is_mine(user: Any, entrant: Entrant) -> bool:
    return entrant.user_id is None or (isinstance(user, User) and user.pk == entrant.user_id)


def entrant_for(user: Any, key: str) -> Entrant:
    """The entrant of a key; one with an account only for that very person. Raises Entrant.DoesNotExist."""
    rows = Entrant.objects.select_related("contest__unit", "unit")
    entrant = rows.filter(public_id=_id_in(_entrants, key) or NOBODY).first()
    if entrant is None or not _is_mine(user, entrant):
        raise Entrant.DoesNotExist
    return entrant


def paper_for(user: Any, key: str) -> Paper:
    """The paper of a key; that of somebody with an account only for that very person. Raises Paper.DoesNotExist."""
    rows = Paper.objects.select_related("round__contest__unit", "entrant__unit")
    paper = rows.filter(public_id=_id_in(_papers, key) or NOBODY).first()
    if paper is None or not _is_mine(user, paper.entrant):
        raise Paper.DoesNotExist
    return paper


def entrant_of_user(user: Any, contest: Contest) -> Entrant | None:
    """Whoever is signed in, as an entrant."""
    if not isinstance(user, User):
        return None
    return Entrant.objects.filter(contest=contest, user=user).first()


def units_open_to(contest: Contest, on: date) -> QuerySet[Unit]:
    """The unions that one may take part from: the organiser's and its branch on the day."""
    path = path_on(contest.unit, on)
    rows = Unit.objects.filter(kind__category=UnitCategory.UNION)
    return rows.filter(pk__in=subtree_on(path, on).values("unit_id")) if path else rows.none()


@lru_cache(maxsize=64)
def _pool(contest_id: int, _seed_hash: str) -> tuple[PoolQuestion, ...]:
    return tuple(PoolQuestion.objects.filter(contest=contest_id).order_by("number"))


def pool_of(contest: Contest) -> tuple[PoolQuestion, ...]:
    """The contest's questions by number; of an announced one read once a process, because they change no more."""
    if contest.seed_hash:
        return _pool(contest.pk, contest.seed_hash)
    return tuple(contest.pool.order_by("number"))


def asked(row: PoolQuestion) -> Asked:
    """A question as `pure.draws` takes it."""
    return Asked(row.number, row.difficulty, row.text, tuple(row.options), row.correct)


def quotas_of(contest: Contest) -> dict[str, int]:
    """So many of each difficulty, and the rest from all."""
    rest = contest.question_count - sum(contest.quotas.values())
    return {**contest.quotas, **({"": rest} if rest else {})}


@dataclass(frozen=True)
class Option:
    """An option as the paper shows it; `choice` is its place in the pool's question."""

    choice: int
    text: str
    letter: str
    is_chosen: bool
    is_correct: bool


@dataclass(frozen=True)
class PaperQuestion:
    """A question as the paper shows it."""

    position: int
    question: PoolQuestion
    options: list[Option]

    @property
    def is_answered(self) -> bool:
        """Whether an option was saved."""
        return any(option.is_chosen for option in self.options)

    @property
    def is_right(self) -> bool:
        """Whether the option saved is the right one."""
        return any(option.is_chosen and option.is_correct for option in self.options)


def questions_of(paper: Paper) -> list[PaperQuestion]:
    """The paper's questions in its order, with what was saved."""
    pool = {row.number: row for row in pool_of(paper.round.contest)}
    saved = dict(Answer.objects.filter(paper=paper).values_list("position", "choice"))
    rows = []
    for position, (number, order) in enumerate(paper.drawn, 1):
        row = pool[number]
        options = [
            Option(choice, row.options[choice], "ABCDEF"[place], saved.get(position) == choice, choice == row.correct)
            for place, choice in enumerate(order)
        ]
        rows.append(PaperQuestion(position, row, options))
    return rows


def find_units_for(contest: Contest, text: str, on: date) -> list[Unit]:
    """Unions that a few words may mean, with or without accents, among those that may take part; by name."""
    words = fold(text).split()[:WORDS_MOST]
    rows = units_open_to(contest, on).select_related("kind")
    for word in words:
        begins = Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}")
        rows = rows.filter(begins | Q(code__folded=word))
    return list(rows.order_by("folded_name", "pk")[:SHOWN_MOST]) if words else []


@dataclass(frozen=True)
class Score:
    """What a paper came to."""

    answered: int
    correct: int
    total: int


def result_of(paper: Paper) -> Score:
    """Counted from what was saved."""
    rows = questions_of(paper)
    return Score(sum(row.is_answered for row in rows), sum(row.is_right for row in rows), len(rows))
