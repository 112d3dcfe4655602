"""The question bank: what a person wrote is usable at once, what a machine proposed waits for a person."""

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


def checked(draft: QuestionDraft) -> dict[str, object]:
    """The fields of a row. Raises ValidationError on what is missing."""
    text = " ".join(draft.text.split())
    options = [" ".join(option.split()) for option in draft.options]
    problems: dict[str, str] = {}
    if not text or len(text) > TEXT_MOST:
        problems["text"] = _("Ghi câu hỏi, nhiều nhất %d ký tự.") % TEXT_MOST
    if not OPTIONS_LEAST <= len(options) <= OPTIONS_MOST or not all(options):
        problems["options"] = _("Cần từ %(least)d đến %(most)d phương án.") % {
            "least": OPTIONS_LEAST, "most": OPTIONS_MOST,
        }  # fmt: skip
    elif max(map(len, options)) > OPTION_MOST:
        problems["options"] = _("Mỗi phương án nhiều nhất %d ký tự.") % OPTION_MOST
    elif len({fold(option) for option in options}) < len(options):
        problems["options"] = _("Hai phương án giống nhau. Sửa một phương án.")
    elif not 0 <= draft.correct < len(options):
        problems["correct"] = _("Chọn phương án đúng.")
    if problems:
        raise ValidationError(problems)
    tags = list(dict.fromkeys(filter(None, (" ".join(tag.split())[:40] for tag in draft.tags))))[:TAGS_MOST]
    return {
        "text": text, "options": options, "correct": draft.correct, "explanation": draft.explanation.strip(),
        "difficulty": draft.difficulty, "tags": tags, "basis": draft.basis.strip(),
        "basis_document": draft.basis_document, "folded": fold(" ".join([text, *tags, draft.basis])),
    }  # fmt: skip


@transaction.atomic
def add_questions(
    *, unit: Unit, drafts: Sequence[QuestionDraft], by: User, at: datetime, is_proposed: bool = False
) -> list[Question]:
    """Put questions into a union's bank: usable at once, or proposed. Raises ValidationError on what is missing."""
    told = {} if is_proposed else {"confirmed_at": at, "confirmed_by": by}
    state = QuestionState.PROPOSED if is_proposed else QuestionState.CONFIRMED
    rows = [
        Question.objects.create(
            unit=unit, **checked(draft), state=state, added_at=at, added_by=by, is_sample=draft.is_sample, **told
        )
        for draft in drafts
    ]
    audit.record(unit, "contests.add_questions", by=by, at=at, count=len(rows), is_proposed=is_proposed)
    return rows
