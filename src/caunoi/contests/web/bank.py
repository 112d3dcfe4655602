"""The question bank: what there is, many questions pasted at one stroke, and one that is mended or put aside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.contests import actions, rules
from caunoi.contests.choices import Difficulty, QuestionState
from caunoi.contests.models import Question
from caunoi.contests.queries import keeping_units, question_for, questions_kept_by
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.pure import questionnaires
from caunoi.pure.questionnaires import Fault, Typed
from caunoi.pure.vietnamese import fold

SHOWN_MOST = 200
FAULTS = {
    Fault.NO_TEXT: _("Dòng %(line)d: thiếu câu hỏi."),
    Fault.FEW_OPTIONS: _("Dòng %(line)d: cần từ 2 đến 6 phương án A, B, C…"),
    Fault.SAME_OPTIONS: _("Dòng %(line)d: hai phương án giống nhau."),
    Fault.NO_ANSWER: _("Dòng %(line)d: chưa đánh dấu phương án đúng. Thêm dấu * hoặc dòng “Đáp án: B”."),
    Fault.TWO_ANSWERS: _("Dòng %(line)d: đánh dấu hai phương án đúng. Giữ một."),
}


class QuestionsField(forms.CharField):
    """Pasted questions."""

    widget = forms.Textarea(attrs={"rows": 16})

    def clean(self, value: Any) -> list[Typed]:
        """The questions. Raises ValidationError naming the lines that cannot be used yet."""
        found = questionnaires.read(super().clean(value))
        errors = [
            ValidationError(FAULTS[each.fault], params={"line": each.line})
            for each in found
            if not isinstance(each, Typed)
        ]
        if errors:
            raise ValidationError(errors)
        return [each for each in found if isinstance(each, Typed)]


class SharedForm(forms.Form):
    """Questions as typed, with what they share."""

    questions = QuestionsField(
        label=_("Câu hỏi"), max_length=100_000,
        help_text=_("Dán từ Word. Mỗi câu bắt đầu bằng “Câu 1.”, phương án A, B, C, D; dấu * cạnh phương án đúng."),
    )  # fmt: skip
    difficulty = forms.ChoiceField(label=_("Độ khó"), choices=Difficulty, initial=Difficulty.MEDIUM)
    tags = forms.CharField(label=_("Nhãn"), required=False, max_length=300, help_text=_("Cách nhau bằng dấu phẩy."))

    def drafts(self) -> list[actions.QuestionDraft]:
        """What was pasted, as the bank takes it."""
        given = self.cleaned_data
        tags = tuple(given["tags"].split(","))
        return [
            actions.QuestionDraft(
                text=each.text, options=each.options, correct=each.correct, explanation=each.explanation,
                basis=each.basis, difficulty=given["difficulty"], tags=tags,
            )
            for each in given["questions"]
        ]  # fmt: skip


class QuestionsForm(SharedForm):
    """Many questions, and whose they are."""

    unit = forms.ModelChoiceField(label=_("Ngân hàng của"), queryset=Unit.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]


class QuestionForm(SharedForm):
    """One question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].help_text = _("Một câu. Dấu * cạnh phương án đúng.")
        self.fields["questions"].label = _("Câu hỏi và phương án")

    def clean_questions(self) -> list[Typed]:
        """Just one question."""
        found: list[Typed] = self.cleaned_data["questions"]
        if len(found) != 1:
            raise ValidationError(_("Ở đây chỉ sửa một câu. Thêm câu khác ở trang Thêm câu hỏi."))
        return found


def keeping(request: HttpRequest) -> list[Unit]:
    """The unions for which the person keeps contests. Raises Question.DoesNotExist when there is none."""
    scope = scope_asked(request, clock.today())
    if not rules.may_make_contest(scope):
        raise Question.DoesNotExist
    return keeping_units(scope)


@require_GET
@login_required
def questions(request: HttpRequest) -> HttpResponse:
    """The bank, newest first; found by words of text, tags and basis, with or without accents."""
    keeping(request)
    words = asked(request, "q")
    found = questions_kept_by(request.user, scope_asked(request, clock.today()))
    for word in fold(words).split():
        found = found.filter(folded__contains=word)
    rows = list(found.order_by("-id")[:SHOWN_MOST])
    return render(request, "contests/questions.html", {"rows": rows, "words": words})


@login_required
@idempotent
def add_questions(request: HttpRequest) -> HttpResponse:
    """Paste questions; nothing is kept until each can be used."""
    units = keeping(request)
    form = QuestionsForm(posted(request), units=units, initial={"unit": units[0].code})
    if request.method == "POST" and form.is_valid():
        try:
            rows = actions.add_questions(
                unit=form.cleaned_data["unit"], drafts=form.drafts(), by=request.user, at=clock.now()  # type: ignore[arg-type]
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            text = ngettext("Đã thêm %(n)d câu hỏi.", "Đã thêm %(n)d câu hỏi.", len(rows)) % {"n": len(rows)}
            messages.success(request, text)
            return redirect("contests:questions")
    context = {"form": form, "is_wrong": is_wrong(form)}
    return render(request, "contests/add_questions.html", context, status=422 if is_wrong(form) else 200)


@login_required
@idempotent
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Mend one question, as it is typed."""
    row = question_for(request.user, question_id, scope_asked(request, clock.today()))
    typed = Typed(1, row.text, tuple(row.options), row.correct, row.basis, row.explanation)
    given = {
        "questions": questionnaires.written(typed), "difficulty": row.difficulty, "tags": ", ".join(row.tags),
    }  # fmt: skip
    form = QuestionForm(posted(request), initial=given)
    if request.method == "POST" and form.is_valid():
        # The document stays for as long as the words of the basis do.
        draft = form.drafts()[0]
        draft = replace(draft, basis_document=row.basis_document if draft.basis == row.basis else None)
        try:
            actions.mend_question(question=row, draft=draft, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã sửa câu hỏi. Cuộc thi đã phát động vẫn giữ câu cũ."))
            return redirect("contests:questions")
    context = {
        "form": form,
        "is_wrong": is_wrong(form),
        "question": row,
        "is_retired": row.state == QuestionState.RETIRED,
    }
    return render(request, "contests/question.html", context, status=422 if is_wrong(form) else 200)


@require_POST
@login_required
@idempotent
def retire_question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Put a question aside, or take it up again."""
    row = question_for(request.user, question_id, scope_asked(request, clock.today()))
    is_retired = row.state != QuestionState.RETIRED
    actions.retire_question(question=row, is_retired=is_retired, by=request.user, at=clock.now())  # type: ignore[arg-type]
    said = _("Đã cất câu hỏi. Cuộc thi mới không dùng câu này.") if is_retired else _("Câu hỏi dùng lại được.")
    messages.success(request, said)
    return redirect("contests:questions")
