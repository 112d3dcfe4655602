"""The question bank: questions are added, mended, put aside and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.contests.choices import Difficulty, QuestionState
from caunoi.contests.models import Question
from caunoi.kit import audit
from caunoi.library.models import Document
from caunoi.organisations.models import Unit
from caunoi.pure.vietnamese import fold

OPTIONS_LEAST, OPTIONS_MOST = 2, 6
TEXT_MOST, OPTION_MOST, TAGS_MOST = 600, 300, 10
EXPLANATION_MOST, BASIS_MOST = 600, 300


@dataclass(frozen=True)
class QuestionDraft:
    """What a question says; `correct` counts from 0."""

    text: str
    options: tuple[str, ...]
    correct: int
    explanation: str = ""
    difficulty: str = Difficulty.MEDIUM
    tags: tuple[str, ...] = ()
    basis: str = ""
    basis_document: Document | None = None
    is_sample: bool = False


def _options_problem(options: Sequence[str]) -> str:
    if not OPTIONS_LEAST <= len(options) <= OPTIONS_MOST or not all(options):
        return _("Cần từ %(least)d đến %(most)d phương án.") % {"least": OPTIONS_LEAST, "most": OPTIONS_MOST}
    if max(map(len, options)) > OPTION_MOST:
        return _("Mỗi phương án nhiều nhất %d ký tự.") % OPTION_MOST
    if len({fold(option) for option in options}) < len(options):
        return _("Hai phương án giống nhau. Sửa một phương án.")
    return ""


def checked(draft: QuestionDraft) -> dict[str, object]:
    """The fields of a row. Raises ValidationError on what is missing, or too long."""
    text = " ".join(draft.text.split())
    options = [" ".join(option.split()) for option in draft.options]
    explanation, basis = draft.explanation.strip(), draft.basis.strip()
    problems: dict[str, str] = {}
    if not text or len(text) > TEXT_MOST:
        problems["text"] = _("Ghi câu hỏi, nhiều nhất %d ký tự.") % TEXT_MOST
    if wrong := _options_problem(options):
        problems["options"] = wrong
    elif not 0 <= draft.correct < len(options):
        problems["correct"] = _("Chọn phương án đúng.")
    if len(explanation) > EXPLANATION_MOST:
        problems["explanation"] = _("Giải thích nhiều nhất %d ký tự.") % EXPLANATION_MOST
    if len(basis) > BASIS_MOST:
        problems["basis"] = _("Căn cứ nhiều nhất %d ký tự.") % BASIS_MOST
    if problems:
        raise ValidationError(problems)
    tags = list(dict.fromkeys(filter(None, (" ".join(tag.split())[:40] for tag in draft.tags))))[:TAGS_MOST]
    return {
        "text": text, "options": options, "correct": draft.correct, "explanation": explanation,
        "difficulty": draft.difficulty, "tags": tags, "basis": basis,
        "basis_document": draft.basis_document, "folded": fold(" ".join([text, *tags, basis])),
    }  # fmt: skip


@transaction.atomic
def add_questions(*, unit: Unit, drafts: Sequence[QuestionDraft], by: User, at: datetime) -> list[Question]:
    """Put questions into a union's bank. Raises ValidationError on what is missing."""
    rows = [
        Question.objects.create(unit=unit, **checked(draft), added_at=at, added_by=by, is_sample=draft.is_sample)
        for draft in drafts
    ]
    audit.record(unit, "contests.add_questions", by=by, at=at, count=len(rows))
    return rows


@transaction.atomic
def mend_question(*, question: Question, draft: QuestionDraft, by: User, at: datetime) -> Question:
    """Change a question; contests that were announced keep theirs. Raises ValidationError on what is missing."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    for name, value in checked(draft).items():
        setattr(row, name, value)
    row.save()
    audit.record(row, "contests.mend_question", by=by, at=at)
    return row


@transaction.atomic
def retire_question(*, question: Question, is_retired: bool, by: User, at: datetime) -> Question:
    """Put a question aside, so that no further contest takes it; or take it up again."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    row.state = QuestionState.RETIRED if is_retired else QuestionState.CONFIRMED
    row.save(update_fields=["state"])
    audit.record(row, "contests.retire_question", by=by, at=at, is_retired=is_retired)
    return row
