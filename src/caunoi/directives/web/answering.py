"""A unit answers: by its link, by its account, at a meeting; and shows what it did."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.queries import LinkProblem, describe, link_for
from caunoi.directives import actions, queries, rules
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import Recipient
from caunoi.directives.web.forms import AcknowledgeForm, DecisionForm, EvidenceForm, MeetingForm
from caunoi.directives.web.place import path_above, recipient_of
from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.kit.files.checks import EVIDENCE, FileProblem
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.models import StoredFile
from caunoi.kit.ui.given import posted, posted_with_files
from caunoi.kit.ui.paging import whole
from caunoi.organisations.queries import scope_asked


def _is_prefetch(request: HttpRequest) -> bool:
    """A browser or a mail program that looks ahead has not read anything."""
    purpose = f"{request.headers.get('Purpose', '')} {request.headers.get('Sec-Purpose', '')}".lower()
    return request.method == "HEAD" or "prefetch" in purpose or "preview" in purpose


@idempotent
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a personal link: what, by when, one button. Works without an account."""
    link = link_for(token, purpose=LinkPurpose.ACKNOWLEDGE, at=clock.now())
    if isinstance(link, LinkProblem):
        return render(request, "accounts/link_problem.html", {"problem": describe(link)}, status=410)
    recipient = recipient_of(link)
    form = AcknowledgeForm(posted(request), initial={"name": link.holder_name, "version": recipient.version_number})
    if request.method == "POST" and form.is_valid():
        try:
            _row, is_new = actions.acknowledge(
                recipient=recipient, channel=Channel.LINK, name=form.cleaned_data["name"] or link.holder_name,
                version=form.cleaned_data["version"], by=link.holder, at=clock.now(),
            )  # fmt: skip
            if is_new:
                messages.success(request, _("Đã ghi nhận. Cảm ơn bạn."))
            return redirect("open_link", token=token)
        except ValidationError as error:
            form = form.again(error, recipient)
    if request.method == "GET" and not _is_prefetch(request):
        actions.open_link(link=link, recipient=recipient, by=None, at=clock.now())
    other = request.user.is_authenticated and link.holder_id and link.holder_id != request.user.pk
    context = {
        "recipient": recipient,
        "directive": recipient.directive,
        "obligations": list(queries.obligations_of(recipient.directive)),
        "acknowledgement": recipient.acknowledgement,
        "version": queries.newest_version(recipient.directive),
        "token": token,
        "form": form,
        "is_someone_elses": other,
        "holder_name": link.holder_name,
        "may_read_document": recipient.directive.document.is_public,
    }
    return render(request, "directives/open_link.html", context, status=422 if form.errors else 200)


def _recipient(request: HttpRequest, recipient_id: UUID) -> Recipient:
    today = clock.today()
    return queries.recipient_for(request.user, recipient_id, today, scope_asked(request, today))


@require_POST
@login_required
@idempotent
def acknowledge(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """The unit's own person acknowledges with the account."""
    recipient = _recipient(request, recipient_id)
    if not rules.may_answer_for(scope_asked(request, clock.today()), recipient):
        raise Recipient.DoesNotExist
    try:
        _row, is_new = actions.acknowledge(
            recipient=recipient, channel=Channel.ACCOUNT, name=request.user.full_name,
            version=whole(request.POST.get("version", "")) or None, by=request.user, at=clock.now(),
        )  # fmt: skip
        text = _("Đã xác nhận cho %(unit)s.") if is_new else _("%(unit)s đã xác nhận từ trước.")
        messages.success(request, text % {"unit": recipient.unit_name})
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect("directives:directive", directive_id=recipient.directive.public_id)


def _back(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """A chair goes back to the directive, an officer above to the branch where the next unit is missing."""
    scope = scope_asked(request, clock.today())
    if rules.may_answer_for(scope, recipient):
        return redirect("directives:directive", directive_id=recipient.directive.public_id)
    address = reverse("directives:coverage", args=[recipient.directive.public_id])
    return redirect(f"{address}?{urlencode({'path': path_above(scope, recipient)})}")


def _take_file(request: HttpRequest, form: MeetingForm | EvidenceForm, name: str) -> StoredFile | None:
    upload = form.cleaned_data.get(name)
    if upload is None:
        return None
    try:
        return store.take_in(upload.read(), filename=upload.name, by=request.user, at=clock.now(), allowed=EVIDENCE)[0]
    except FileProblem as problem:
        form.add_error(name, problem.message)
        return None


@login_required
@idempotent
def acknowledge_on_behalf(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Enter a meeting's sign-in sheet: the chair for the own unit, or an officer above."""
    recipient = _recipient(request, recipient_id)
    form = MeetingForm(*posted_with_files(request))
    if request.method == "POST" and form.is_valid():
        sheet = _take_file(request, form, "sheet")
        values = form.cleaned_data
        if not form.errors:
            try:
                _row, is_new = actions.acknowledge_on_behalf(
                    recipient=recipient, sheet=sheet, met_on=values["met_on"], attendance_count=values["attendance_count"],
                    note=values["note"], by=request.user, at=clock.now(),
                )  # fmt: skip
                text = (
                    _("Đã ghi xác nhận của %(unit)s.")
                    if is_new
                    else _("%(unit)s đã xác nhận từ trước, không ghi thêm.")
                )
                messages.success(request, text % {"unit": recipient.unit_name})
                return _back(request, recipient)
            except ValidationError as error:
                form.add_error(None, error)
    context = {"form": form, "recipient": recipient, "directive": recipient.directive}
    return render(request, "directives/acknowledge_on_behalf.html", context, status=422 if form.errors else 200)


@login_required
@idempotent
def submit_evidence(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Report what was done."""
    recipient = _recipient(request, recipient_id)
    obligations = queries.obligations_of(recipient.directive)
    form = EvidenceForm(*posted_with_files(request), obligations=obligations)
    if request.method == "POST" and form.is_valid():
        file = _take_file(request, form, "file")
        values = form.cleaned_data
        if not form.errors:
            try:
                actions.submit_evidence(
                    recipient=recipient, obligation=values.get("obligation"), note=values["note"], file=file,
                    happened_on=values["happened_on"], attendance_count=values["attendance_count"], by=request.user, at=clock.now(),
                )  # fmt: skip
                messages.success(request, _("Đã gửi minh chứng. Cấp trên duyệt xong bạn sẽ được báo."))
                return redirect("directives:directive", directive_id=recipient.directive.public_id)
            except ValidationError as error:
                form.add_error(None, error)
    context = {"form": form, "recipient": recipient, "directive": recipient.directive}
    return render(request, "directives/submit_evidence.html", context, status=422 if form.errors else 200)


@login_required
@idempotent
def decide_evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Accept evidence, or return it with a reason."""
    evidence = queries.evidence_for(request.user, evidence_id, clock.today(), scope_asked(request, clock.today()))
    form = DecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        is_accepted = request.POST.get("deed") == "accept"
        try:
            actions.decide_evidence(
                evidence=evidence,
                is_accepted=is_accepted,
                note=form.cleaned_data["note"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("Đã duyệt.") if is_accepted else _("Đã trả lại kèm lý do."))
            return redirect("desk:home")
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "evidence": evidence,
        "recipient": evidence.recipient,
        "directive": evidence.recipient.directive,
    }
    return render(request, "directives/decide_evidence.html", context, status=422 if form.errors else 200)
