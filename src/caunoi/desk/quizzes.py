"""From an article or a document to a contest: the machine proposes questions, a person reads, mends and takes each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from caunoi.contests import actions, rules
from caunoi.contests.choices import USUAL_CONSENT
from caunoi.contests.models import Question
from caunoi.contests.queries import keeping_units
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.library.models import Document
from caunoi.library.queries import documents_visible_to
from caunoi.newsroom.queries.articles import article_on_desk, newest_revision
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, scope_asked
from caunoi.pure.markup import words
from caunoi.pure.quizzes import propose
from caunoi.pure.renderings import without_dateline

PROPOSED, OPTIONS = 10, 4
LETTERS = "ABCD"


@dataclass(frozen=True)
class Source:
    """What questions are made from; those of a sample are samples too."""

    title: str
    text: str
    is_sample: bool
    document: Document | None = None


class QuestionRow(forms.Form):
    """One proposal as it may be mended."""

    is_taken = forms.BooleanField(label=_("Tôi đã đọc, dùng câu này"), required=False)
    text = forms.CharField(label=_("Câu hỏi"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    option0 = forms.CharField(label="A", max_length=300)
    option1 = forms.CharField(label="B", max_length=300)
    option2 = forms.CharField(label="C", max_length=300)
    option3 = forms.CharField(label="D", max_length=300)
    correct = forms.ChoiceField(label=_("Phương án đúng"), choices=list(enumerate(LETTERS)))

    def draft(self, source: Source) -> actions.QuestionDraft:
        """The row as the bank takes it."""
        given = self.cleaned_data
        return actions.QuestionDraft(
            text=given["text"], options=tuple(given[f"option{n}"] for n in range(OPTIONS)), correct=int(given["correct"]),
            basis=source.title[:300], basis_document=source.document, is_sample=source.is_sample,
        )  # fmt: skip


QuestionRows = formset_factory(QuestionRow, extra=0, max_num=40)


class UnitForm(forms.Form):
    """In whose name the questions are kept and the contest is held."""

    unit = forms.ModelChoiceField(label=_("Đơn vị tổ chức"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            pk__in=[unit.pk for unit in units]
        ).order_by("folded_name")


def _taken(rows: BaseFormSet[QuestionRow]) -> list[QuestionRow]:
    """Rows that a person ticked; only they must be whole."""
    return [form for form in rows.forms if form["is_taken"].value()] if rows.management_form.is_valid() else []


def _initial(text: str, seed: str) -> list[dict[str, Any]]:
    return [
        {"text": each.prompt, "correct": each.answer, **{f"option{n}": option for n, option in enumerate(each.options)}}
        for each in propose(without_dateline(text), seed=seed, most=PROPOSED)
        if len(each.options) == OPTIONS
    ]


def _keeper(request: HttpRequest) -> Scope:
    scope = scope_asked(request, clock.today())
    if not rules.may_make_contest(scope):
        raise Question.DoesNotExist
    return scope


def _begins(at: datetime) -> datetime:
    day = timezone.localtime(at) + timedelta(days=1)
    return day.replace(hour=7, minute=0, second=0, microsecond=0)


@transaction.atomic
def _take(request: HttpRequest, unit: Unit, source: Source, rows: list[QuestionRow]) -> HttpResponse:
    """The questions into the bank; with a contest drawn from them when that was asked. Raises ValidationError."""
    at, by = clock.now(), request.user
    questions = actions.add_questions(unit=unit, drafts=[row.draft(source) for row in rows], by=by, at=at)  # type: ignore[arg-type]
    after = redirect("contests:questions")
    if request.POST.get("go") == "contest":
        start = _begins(at)
        draft = actions.ContestDraft(
            title=_t("Tìm hiểu: %(title)s") % {"title": source.title[:180]}, rounds=((start, start + timedelta(days=7)),),
            question_count=min(len(rows), PROPOSED), consent_text=str(USUAL_CONSENT), is_sample=source.is_sample,
        )  # fmt: skip
        contest = actions.make_contest(unit=unit, draft=draft, by=by, at=at)  # type: ignore[arg-type]
        actions.choose_questions(contest=contest, questions=questions, by=by, at=at)  # type: ignore[arg-type]
        after = redirect("contests:change_contest", contest_id=contest.public_id)
    text = ngettext("Đã thêm %(n)d câu hỏi.", "Đã thêm %(n)d câu hỏi.", len(rows)) % {"n": len(rows)}
    messages.success(request, text)
    return after


def _screen(request: HttpRequest, scope: Scope, source: Source) -> HttpResponse:
    data = posted(request)
    rows = QuestionRows(data, prefix="q", initial=_initial(source.text, source.title) if data is None else None)
    units = keeping_units(scope)
    chosen = UnitForm(data, units=units) if len(units) > 1 else None
    problems: list[str] = []
    if data is not None:
        taken = _taken(rows)
        is_named = chosen is None or chosen.is_valid()
        if not taken:
            problems = [_t("Chọn ít nhất một câu hỏi bạn đã đọc.")]
        elif all(row.is_valid() for row in taken) and is_named:
            try:
                return _take(request, chosen.cleaned_data["unit"] if chosen else units[0], source, taken)
            except ValidationError as error:
                problems = error.messages
    context = {
        "title": source.title,
        "rows": rows,
        "chosen": chosen,
        "problems": problems,
        "is_wrong": data is not None,
    }
    return render(request, "desk/quiz_proposals.html", context, status=200 if data is None else 422)


@login_required
@idempotent
def article_quiz(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Questions from the newest text of an article of one's branch."""
    scope = _keeper(request)
    article = article_on_desk(scope, article_id)
    text = words(newest_revision(article).body)
    return _screen(request, scope, Source(article.title, text, article.is_sample))


@login_required
@idempotent
def document_quiz(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Questions from the newest text of a document that the person may read."""
    scope = _keeper(request)
    document = documents_visible_to(request.user, clock.today(), scope).get(public_id=document_id)
    version = document.versions.order_by("-number").first()
    title = f"{document.symbol} {document.title}".strip()
    return _screen(request, scope, Source(title, version.text if version else "", document.is_sample, document))
