"""Members of the recipients: told by the issuer's officers, and the page behind a member's own link."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.accounts.queries import LinkProblem, describe
from caunoi.directives import actions, queries
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.web.issuing import managed_directive, member_facts
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent


@login_required
@idempotent
def call_members(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """How many members could be told and by what, what it costs; one button."""
    found = managed_directive(request, directive_id)
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.call_members(directive=found, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("Đang báo đến đoàn viên. Trang này cho biết đã đến đâu."))
            return redirect("directives:coverage", directive_id=found.public_id)
    call = queries.newest_call(found)
    longest = found.recipients.order_by(Length("unit_name").desc()).values_list("unit_name", flat=True).first()
    context = {
        "directive": found, "problems": problems, **member_facts(queries.members_to_tell(found.pk), found, found.issuer, longest or ""),
        "is_told": call is not None and call.version_number == found.version_number,
    }  # fmt: skip
    return render(request, "directives/call_members.html", context, status=422 if problems else 200)


@idempotent
def open_member_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a member reads, and "I have read it". Works without an account; looking is not saying."""
    page = queries.member_page(token, clock.now())
    if isinstance(page, LinkProblem):
        return render(request, "accounts/link_problem.html", {"problem": describe(page)}, status=410)
    if request.method == "POST":
        user = request.user if isinstance(request.user, User) else None
        is_own = user is not None and user.pk == page.member.user_id
        actions.note_member_reading(
            page=page, channel=Channel.ACCOUNT if is_own else Channel.LINK, by=user if is_own else None, at=clock.now()
        )
        return redirect("open_member_link", token=token)
    directive = page.call.directive
    context = {
        "directive": directive, "recipient": page.recipient, "member": page.member, "reading": page.reading,
        "version": queries.newest_version(directive), "may_read_document": directive.document.is_public,
        "ways_out": queries.ways_out_of(page.member),
    }  # fmt: skip
    return render(request, "directives/open_member_link.html", context)
