"""The check of understanding: one to three questions, answered as often as one likes; nobody is marked down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import queries
from caunoi.directives.models import CheckAttempt, CheckQuestion, Directive, Recipient
from caunoi.kit import audit

QUESTIONS_MOST, PASSAGE_LEAST = 3, 10


@dataclass(frozen=True)
class QuestionDraft:
    """A question; `passage` is what a wrong answer leads back to, `anchor` where it stands in the document."""

    text: str
    options: tuple[str, ...]
    correct: int
    passage: str
    anchor: str = ""


def _check(drafts: Sequence[QuestionDraft]) -> None:
    if len(drafts) > QUESTIONS_MOST:
        raise ValidationError(_("Nhiều nhất %(n)d câu hỏi.") % {"n": QUESTIONS_MOST})
    for number, draft in enumerate(drafts, 1):
        said = {option.strip().casefold() for option in draft.options if option.strip()}
        if len(said) < 2 or len(said) != len(draft.options):
            raise ValidationError(_("Câu %(n)d cần ít nhất hai phương án, không trùng nhau.") % {"n": number})
        if not 0 <= draft.correct < len(draft.options):
            raise ValidationError(_("Câu %(n)d: chọn phương án đúng.") % {"n": number})
        if len(draft.passage.strip()) < PASSAGE_LEAST:
            raise ValidationError(_("Câu %(n)d: chép đoạn văn bản để người trả lời sai đọc lại.") % {"n": number})


def _is_same(row: CheckQuestion, draft: QuestionDraft) -> bool:
    said = (row.text, tuple(row.options), row.correct, row.passage, row.anchor)
    return said == (draft.text, draft.options, draft.correct, draft.passage, draft.anchor)


@transaction.atomic
def set_check(
    *, directive: Directive, drafts: Sequence[QuestionDraft], by: User, at: datetime
) -> list[CheckQuestion]:  # fmt: skip
    """Write the questions, or none. Who passed before stays so: what they answered is kept with what was asked.

    Raises ValidationError for more than three, for options that are too few or the same, for a question without a passage.
    """
    _check(drafts)
    directive.refresh_from_db(from_queryset=Directive.objects.select_for_update(no_key=True))
    current = queries.questions_of(directive)
    kept = {row.pk for row in current if any(_is_same(row, draft) for draft in drafts)}
    directive.questions.filter(retired_at=None).exclude(pk__in=kept).update(retired_at=at)
    rows = []
    for position, draft in enumerate(drafts, 1):
        row = next((row for row in current if row.pk in kept and _is_same(row, draft)), None)
        row = row or CheckQuestion(
            directive=directive, text=draft.text, options=list(draft.options), correct=draft.correct,
            passage=draft.passage, anchor=draft.anchor, written_at=at,
        )  # fmt: skip
        row.position = position
        row.save()
        rows.append(row)
    directive.has_check = bool(rows)
    directive.save(update_fields=["has_check"])
    audit.record(directive, "directives.set_check", by=by, at=at, questions=[row.pk for row in rows])
    return rows


@transaction.atomic
def answer_check(
    *, recipient: Recipient, answers: Mapping[int, int], channel: str, name: str = "", by: User | None, at: datetime
) -> list[CheckQuestion]:  # fmt: skip
    """Answer the questions of a recipient's directive. Returns those that were answered wrongly; none: it is passed.

    Every attempt is kept. Raises ValidationError before the acknowledgement, and when a question has no answer, as when
    the questions were changed meanwhile.
    """
    questions = queries.questions_of(recipient.directive)
    rows = Recipient.objects.filter(pk=recipient.pk, version_number=recipient.version_number)
    if not rows.filter(acknowledged_at__isnull=False).exists():
        raise ValidationError(_("Xác nhận đã nhận trước, rồi trả lời câu hỏi."))
    if any(row.pk not in answers for row in questions):
        raise ValidationError(_("Chọn một câu trả lời cho mỗi câu hỏi."), code="UNANSWERED")
    wrong = [row for row in questions if answers[row.pk] != row.correct]
    CheckAttempt.objects.create(
        recipient=recipient, version_number=recipient.version_number, wrong_count=len(wrong), channel=channel,
        answers={str(row.pk): answers[row.pk] for row in questions}, name=name[:160], user=by, at=at,
    )  # fmt: skip
    if questions and not wrong and rows.filter(understood_at=None).update(understood_at=at):
        audit.record(recipient, "directives.pass_check", by=by, at=at, channel=channel)
    return wrong
