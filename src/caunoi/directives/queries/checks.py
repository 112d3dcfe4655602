"""The check of understanding: its questions, how many units passed, and where the text was not clear."""

from __future__ import annotations

from dataclasses import dataclass

from caunoi.directives.models import CheckAttempt, CheckQuestion, Directive, Recipient
from caunoi.directives.queries.coverage import LevelCount
from caunoi.library.models import Clause, DocumentVersion
from caunoi.pure.quizzes import propose


def questions_of(directive: Directive) -> list[CheckQuestion]:
    """The questions that are asked now, in order."""
    return list(directive.questions.filter(retired_at=None).order_by("position", "pk"))


def understood(directive: Directive, path: str = "/", total: int | None = None) -> LevelCount | None:
    """How many of a branch passed, over all of it; None where nothing is asked. It stands beside the four levels."""
    if not directive.has_check:
        return None
    rows = Recipient.objects.filter(directive=directive, path__gte=path, path__lt=path[:-1] + "0")
    count = rows.filter(understood_at__isnull=False).count()
    return LevelCount("", count, rows.count() if total is None else total)


@dataclass(frozen=True)
class Stumble:
    """A question, and how many units answered it wrongly the first time: where the text should be clearer."""

    question: CheckQuestion
    wrong_count: int
    total: int


def stumbles(directive: Directive) -> list[Stumble]:
    """First answers to each question, of all units of the newest version together; no unit is named."""
    rows = CheckAttempt.objects.filter(
        recipient__directive=directive, version_number=directive.version_number
    ).order_by("pk")  # fmt: skip
    first: dict[tuple[int, str], int] = {}
    for recipient, answers in rows.values_list("recipient_id", "answers").iterator(chunk_size=2000):
        for question, chosen in answers.items():
            first.setdefault((recipient, question), chosen)
    found = []
    for question in questions_of(directive):
        given = [chosen for (_recipient, key), chosen in first.items() if key == str(question.pk)]
        found.append(Stumble(question, sum(chosen != question.correct for chosen in given), len(given)))
    return found


@dataclass(frozen=True)
class Proposed:
    """A question that the machine proposes from the document; a person reads and mends it."""

    text: str
    options: tuple[str, ...]
    correct: int
    passage: str
    anchor: str


def proposed_questions(directive: Directive, *, seed: int, most: int) -> list[Proposed]:
    """Questions from the sentences of the document's newest version, each with the clause that its sentence stands in."""
    version: DocumentVersion | None = directive.document.versions.order_by("-number").first()
    if version is None:
        return []
    clauses = list(Clause.objects.filter(version=version).order_by("-depth", "position"))
    return [
        Proposed(each.prompt, each.options, each.answer, each.sentence, _anchor(clauses, each.sentence))
        for each in propose(version.text, seed=seed, most=most)
    ]


def _anchor(clauses: list[Clause], sentence: str) -> str:
    start = sentence[:60]
    return next((row.anchor for row in clauses if start in f"{row.heading} {row.text}"), "")
