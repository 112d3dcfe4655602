"""The check of understanding: written by the issuer, answered by account or by personal link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.queries import LinkProblem, describe, link_for
from caunoi.directives import actions, queries, rules
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import CheckQuestion, Recipient
from caunoi.directives.web.issuing import managed_directive
from caunoi.directives.web.place import recipient_of
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.paging import whole
from caunoi.library.queries import may_see_document
from caunoi.organisations.queries import scope_asked

OPTIONS, LETTERS = 4, "ABCD"


class QuestionRow(forms.Form):
    """One question as the issuer writes it; without words it is left out."""

    text = forms.CharField(
        label=_l("Câu hỏi"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    option0 = forms.CharField(label="A", max_length=300, required=False)
    option1 = forms.CharField(label="B", max_length=300, required=False)
    option2 = forms.CharField(label="C", max_length=300, required=False)
    option3 = forms.CharField(label="D", max_length=300, required=False)
    correct = forms.ChoiceField(label=_l("Phương án đúng"), choices=list(enumerate(LETTERS)), required=False)
    passage = forms.CharField(
        label=_l("Đoạn để đọc lại khi trả lời sai"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )  # fmt: skip
    anchor = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)

    def draft(self) -> actions.QuestionDraft:
        """The row as the action takes it: empty options are left out, and the right one keeps its words."""
        given = self.cleaned_data
        options = [given[f"option{n}"].strip() for n in range(OPTIONS)]
        right = options[int(given["correct"] or 0)]
        said = tuple(option for option in options if option)
        return actions.QuestionDraft(
            text=given["text"].strip(), options=said, correct=said.index(right) if right in said else -1,
            passage=given["passage"].strip(), anchor=given["anchor"],
        )  # fmt: skip


QuestionRows = forms.formset_factory(QuestionRow, extra=3, max_num=3, absolute_max=6)


def _initial(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {"text": row.text, "correct": row.correct, "passage": row.passage, "anchor": row.anchor}
        | {f"option{n}": option for n, option in enumerate(row.options[:OPTIONS])}
        for row in rows
    ]


@login_required
@idempotent
def set_check(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Write one to three questions; the machine proposes some from the document when asked."""
    found, data = managed_directive(request, directive_id), posted(request)
    seed = whole(request.GET.get("propose", ""))
    current = queries.questions_of(found)
    shown = queries.proposed_questions(found, seed=seed, most=actions.QUESTIONS_MOST) if seed else current
    rows = QuestionRows(data, prefix="q", initial=_initial(shown))
    problem = ""
    if data is not None and rows.is_valid():
        drafts = [row.draft() for row in rows if row.cleaned_data.get("text", "").strip()]
        try:
            made = actions.set_check(directive=found, drafts=drafts, by=request.user, at=clock.now())
            text = _("Đã lưu câu hỏi. Đơn vị thấy sau khi xác nhận.") if made else _("Chỉ đạo này không hỏi gì thêm.")
            messages.success(request, text)
            return redirect("directives:directive", directive_id=directive_id)
        except ValidationError as error:
            problem = error.messages[0]
    context = {
        "directive": found,
        "rows": rows,
        "problem": problem,
        "next_seed": seed + 1,
        "has_proposals": bool(seed and shown),
        "was_asked": bool(seed),
        "stumbles": queries.stumbles(found) if current else [],
        "understood": queries.understood(found),
    }
    wrong = bool(problem) or is_wrong(rows)
    return render(request, "directives/set_check.html", context, status=422 if wrong else 200)


def _answers(request: HttpRequest, questions: Sequence[CheckQuestion]) -> dict[int, int]:
    given = {row.pk: request.POST.get(f"q-{row.public_id}", "") for row in questions}
    return {pk: int(text) for pk, text in given.items() if len(text) == 1 and text.isascii() and text.isdigit()}


def _screen(
    request: HttpRequest, recipient: Recipient, facts: dict[str, Any], *, after: str, again: str
) -> HttpResponse:
    """The questions; those answered wrongly come again with the passage, the others keep their answer."""
    questions = queries.questions_of(recipient.directive)
    if not questions or recipient.acknowledged_at is None:
        return redirect(after)
    chosen: dict[int, int] = {}
    wrong: set[int] = set()
    problem = ""
    if request.method == "POST":
        chosen = _answers(request, questions)
        try:
            wrong = {
                row.pk for row in actions.answer_check(recipient=recipient, answers=chosen, at=clock.now(), **facts)
            }
            if not wrong:
                messages.success(request, _("Đúng cả. Đơn vị được ghi là đã hiểu."))
                return redirect(after)
        except ValidationError as error:
            problem = error.messages[0]
    lines = [
        {"row": row, "chosen": chosen.get(row.pk), "is_wrong": row.pk in wrong, "is_right": bool(wrong) and row.pk not in wrong}
        for row in questions
    ]  # fmt: skip
    context = {
        "recipient": recipient,
        "directive": recipient.directive,
        "lines": lines,
        "problem": problem,
        "wrong_count": len(wrong),
        "after": after,
        "again": again,
        "may_read_document": may_see_document(request.user, recipient.directive.document_id, clock.today()),
    }
    return render(request, "directives/check.html", context, status=422 if problem else 200)


@login_required
@idempotent
def check(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """The unit's own person answers with the account."""
    scope = scope_asked(request, clock.today())
    recipient = queries.recipient_for(request.user, recipient_id, clock.today(), scope)
    if not rules.may_answer_for(scope, recipient):
        raise Recipient.DoesNotExist
    facts = {"channel": Channel.ACCOUNT, "name": request.user.full_name, "by": request.user}
    after = reverse("directives:directive", args=[recipient.directive.public_id])
    return _screen(request, recipient, facts, after=after, again=request.path)


@idempotent
def check_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same behind a personal link, without an account."""
    link = link_for(token, purpose=LinkPurpose.ACKNOWLEDGE, at=clock.now())
    if isinstance(link, LinkProblem):
        return render(request, "accounts/link_problem.html", {"problem": describe(link)}, status=410)
    facts = {"channel": Channel.LINK, "name": link.holder_name, "by": link.holder}
    after = reverse("open_link", args=[token])
    return _screen(request, recipient_of(link), facts, after=after, again=request.path)
