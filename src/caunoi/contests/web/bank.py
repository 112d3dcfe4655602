"""The question bank: what there is, and many questions pasted at one stroke."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from caunoi.contests import actions, rules
from caunoi.contests.choices import Difficulty
from caunoi.contests.models import Question
from caunoi.contests.queries import keeping_units, questions_kept_by
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.pure import questionnaires
from caunoi.pure.questionnaires import Fault, Typed

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


class QuestionsForm(forms.Form):
    """Many questions with what they share."""

    unit = forms.ModelChoiceField(label=_("Ngân hàng của"), queryset=Unit.objects.none(), to_field_name="code")
    questions = QuestionsField(
        label=_("Câu hỏi"), max_length=100_000,
        help_text=_("Dán từ Word. Mỗi câu bắt đầu bằng “Câu 1.”, phương án A, B, C, D; dấu * cạnh phương án đúng."),
    )  # fmt: skip
    difficulty = forms.ChoiceField(label=_("Độ khó"), choices=Difficulty, initial=Difficulty.MEDIUM)
    tags = forms.CharField(label=_("Nhãn"), required=False, max_length=300, help_text=_("Cách nhau bằng dấu phẩy."))

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]

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


def keeping(request: HttpRequest) -> list[Unit]:
    """The unions for which the person keeps contests. Raises Question.DoesNotExist when there is none."""
    scope = scope_asked(request, clock.today())
    if not rules.may_make_contest(scope):
        raise Question.DoesNotExist
    return keeping_units(scope)


@require_GET
@login_required
def questions(request: HttpRequest) -> HttpResponse:
    """The bank, newest first."""
    keeping(request)
    scope = scope_asked(request, clock.today())
    rows = list(questions_kept_by(request.user, scope).order_by("-id")[:SHOWN_MOST])
    return render(request, "contests/questions.html", {"rows": rows})


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
