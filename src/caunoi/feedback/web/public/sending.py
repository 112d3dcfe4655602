"""Sending: `/feedback/send/`, one question a page, to the receipt."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caunoi.accounts.models import User
from caunoi.feedback import actions
from caunoi.feedback.choices import Channel, Identity
from caunoi.feedback.queries import follower_for
from caunoi.feedback.queries.outlook import case_sent_with, files_of_story
from caunoi.feedback.queries.picking import UNIONS, picks_for
from caunoi.feedback.web.public import attachments, wizard
from caunoi.feedback.web.public.receipts import may_be_shown, receipt_page, shown_before
from caunoi.kit import clock
from caunoi.kit.files import uploads
from caunoi.kit.http.lanes import Lane, lane_of
from caunoi.kit.models import StoredFile
from caunoi.kit.ui.given import posted
from caunoi.pure.receipts import shown


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """The wizard: a POST brings the answers so far, and leads to the next question, the one before, or the receipt."""
    given = posted(request)
    data = given if given is not None else QueryDict(mutable=True)
    if not wizard.KEY.fullmatch(data.get("key", "")):
        data["key"] = wizard.new_key()
    step = wizard.BY_NAME.get(data.get("step", ""), wizard.STEPS[0])
    go = data.get("go", "next")
    if given is None:
        return wizard.page(request, step, data)
    if go.startswith("edit:"):
        data["returning"] = "1"
    target = wizard.BY_NAME.get(go.removeprefix("edit:").removeprefix("back:"))
    if target is not None:
        return wizard.page(request, target, data)
    if step.name == "files":
        problems = _take_files(request, data, go)
        if problems or go != "next":
            return wizard.page(request, step, data, problems=problems, status=422 if problems else 200)
    if go == "find":
        return wizard.page(request, step, data)
    return _on(request, step, data)


def _on(request: HttpRequest, step: wizard.Step, data: QueryDict) -> HttpResponse:
    form = wizard.form_for(step, request, data, is_checked=True)
    if not form.is_valid():
        return wizard.page(request, step, data, form=form, status=422)
    if step.name == "check":
        return _send(request, data)
    following, shown_there = wizard.after(step, request, data)
    return wizard.page(request, following, data, shown=shown_there)


def _take_files(request: HttpRequest, data: QueryDict, go: str) -> list[str]:
    at, chosen = clock.now(), request.FILES.getlist("files")
    for file in uploads.files_of_draft(data["key"], at=at):
        if go == f"drop:{file.public_id}":
            uploads.drop(file, draft=data["key"], at=at)
    problems = attachments.take_files(chosen, draft=data["key"], at=at)
    if go == "upload" and not chosen:
        problems.append(_("Chọn tệp trước, rồi bấm thêm tệp."))
    return problems


def _draft(
    request: HttpRequest, data: QueryDict, files: Sequence[StoredFile], *, is_screened: bool
) -> actions.CaseDraft:
    sealed = wizard.is_sealed(data)
    identity = Identity.RECEIPT if sealed else Identity(data.get("identity", ""))
    is_known = identity != Identity.RECEIPT
    user = request.user if isinstance(request.user, User) else None
    channel = data.get("clerk_channel", "") if wizard.may_clerk(request) else ""
    consents = [name for name in ("consent_use", "consent_public") if is_known and data.get(name)]
    return actions.CaseDraft(
        text=data.get("text", ""), channel=Channel(channel or Channel.WEB), key=data["key"], identity=identity,
        body=wizard.unit_of(data, "body"), topic=wizard.topic_of(data), place=data.get("place", "")[:300],
        sender_unit=wizard.unit_of(data, "union"), name=data.get("name", "") if is_known else "",
        contact=data.get("contact", "") if is_known else "", user=user if is_known and not channel else None,
        clerk=user if channel else None, has_printed_receipt=bool(channel and data.get("has_printed_receipt")),
        is_about_body=bool(data.get("about_body")), about_people=tuple(data.get("people", "").splitlines()),
        files=tuple(files),
        consents=tuple(consents), is_screened=is_screened or bool(channel),
    )  # fmt: skip


def _first_wrong(request: HttpRequest, data: QueryDict) -> HttpResponse | None:
    """The first question whose answer does not hold (any more): a unit was dissolved meanwhile, a field was forged."""
    for step in wizard.STEPS:
        form = wizard.form_for(step, request, data, is_checked=True)
        if not form.is_valid():
            return wizard.page(request, step, data, form=form, status=422)
    return None


def _send(request: HttpRequest, data: QueryDict) -> HttpResponse:
    wrong = _first_wrong(request, data)
    if wrong is not None:
        return wrong
    known = case_sent_with(data["key"])
    try:
        with transaction.atomic():
            lane = Lane.FAST if known else lane_of(data)
            if lane is Lane.BACK:
                return wizard.page(request, wizard.BY_NAME["check"], data, is_back=True, status=422)
            files = files_of_story(known) if known else uploads.files_of_draft(data["key"], at=clock.now())
            draft = _draft(request, data, files, is_screened=lane is Lane.FAST)
            received = actions.receive_case(draft=draft, by=draft.clerk, at=clock.now())
            uploads.hand_over(data["key"])
    except actions.KeyConflictError:
        return render(request, "feedback/send/sent_before.html", {"carried": _fresh(data)}, status=422)
    except ValidationError as error:
        return wizard.page(request, wizard.BY_NAME["check"], data, problems=error.messages, status=422)
    return _receipt(request, received)


def _fresh(data: QueryDict) -> list[tuple[str, str]]:
    """The answers without their key and files, for a form of their own."""
    return [(name, data[name]) for name in wizard.CARRIED if name not in {"key", "returning"} and data.get(name)]


def _receipt(request: HttpRequest, received: actions.Received) -> HttpResponse:
    at = clock.now()
    follower = follower_for(shown(received.receipt), at)
    if follower is None or not may_be_shown(follower, at):
        return shown_before(request)
    return receipt_page(request, follower, received.receipt)


@require_POST
def find_bodies(request: HttpRequest) -> HttpResponse:
    """Units for what is being typed, as rows of a form; POST, so that the words stand in no log."""
    data = posted(request) or QueryDict()
    name = "union" if data.get("field") == "union" else "body"
    asked = data.get("q", "")[:200]
    rows = picks_for(asked, clock.today(), UNIONS) if name == "union" else picks_for(asked, clock.today())
    response = render(request, "feedback/send/picks.html", {"picks": rows, "asked": asked, "name": name})
    response["Cache-Control"] = "private, no-store"
    return response
