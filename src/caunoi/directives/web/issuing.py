"""Issuing: fill in, see exactly who will receive it, then send."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.directives import actions, queries, rules
from caunoi.directives.actions.issuing import recipients_of
from caunoi.directives.models import Directive
from caunoi.directives.web.forms import AddForm, DirectiveForm, DutyRows
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.library.models import Document
from caunoi.library.queries import document_for
from caunoi.notifications.choices import Channel
from caunoi.notifications.queries.cost import estimate, sms_text
from caunoi.notifications.queries.first_ways import DIGEST, LIST, first_ways
from caunoi.notifications.queries.reaching import roster_channels
from caunoi.organisations.models import Member, Unit
from caunoi.organisations.queries import MANAGING, officers_of, scope_asked
from caunoi.organisations.rules import may_issue_directive
from caunoi.pure import timetree
from caunoi.pure.vietnamese import short_date


def _issuers(request: HttpRequest) -> Any:
    scope = scope_asked(request, clock.today())
    if not may_issue_directive(scope):
        raise Unit.DoesNotExist
    return Unit.objects.filter(pk__in=[unit.pk for unit in scope.own_units(MANAGING)]).order_by("name")


def _draft(form: DirectiveForm, duties: Any) -> actions.DirectiveDraft:
    values = form.cleaned_data
    rows = [row.as_row() for row in duties if row.cleaned_data.get("keep") and row.cleaned_data["text"].strip()]
    return actions.DirectiveDraft(
        title=values["title"],
        message=values["message"],
        due_on=values["due_on"],
        rule=values["rule"],
        is_public=values["is_public"],
        kinds=[kind.pk for kind in values["kinds"]],
        area=values["area"].strip(),
        units=values["codes"],
        obligations=rows,
        tells_members=values["tells_members"],
        has_ladder=values["has_ladder"],
        adds_newcomers=values["adds_newcomers"],
    )


def member_facts(
    members: QuerySet[Member], said: Directive | actions.DirectiveDraft, issuer: Unit, unit: str
) -> dict[str, Any]:  # fmt: skip
    """How many members could be told and by what, and what it costs; `unit` is the longest name among the recipients."""
    values = {"title": said.title, "issuer": issuer.name, "unit": unit, "message": said.message}
    words = actions.words_on_phone(values | {"due": short_date(said.due_on)})
    token = queries.member_token(0, 0)
    ways, path = first_ways(members, actions.TOLD), f"/m/{token}/"
    order = settings.CAUNOI.channel_order
    costs = [
        estimate(channel=channel, count=ways.messages[channel], words=words, path=path)
        for channel in order
        if ways.messages.get(channel)
    ]
    labels = {**dict(Channel.choices), DIGEST: _("Trong tin gộp"), LIST: _("Chỉ trong mục Thông báo")}
    rows = [(labels[way], ways.people[way]) for way in (*order, DIGEST, LIST) if ways.people.get(way)]
    text = sms_text(words, path).replace(token, "…") if ways.messages.get(Channel.SMS) else ""
    facts = {
        "ways": ways, "rows": rows, "costs": costs, "text": text, "phone_is_open": bool(roster_channels()), "today": clock.today(),
    }  # fmt: skip
    return {"facts": facts}


def _preview(draft: actions.DirectiveDraft, issuer: Unit) -> dict[str, Any]:
    """Exactly who will receive it, by branch, and who has nobody to receive it."""
    rows = recipients_of(draft, issuer, clock.today())
    people = officers_of([unit_id for unit_id, _name, _path in rows], clock.today())
    depth = min((path.count("/") for _id, _name, path in rows), default=0)
    branches: dict[int, int] = {}
    for _unit_id, _name, path in rows:
        ids = timetree.ids_of(path)
        above = ids[max(0, min(depth - 3, len(ids) - 2))]
        branches[above] = branches.get(above, 0) + 1
    units = Unit.objects.in_bulk(branches)
    silent = [name for unit_id, name, _path in rows if unit_id not in people]
    longest = max((name for _id, name, _path in rows), key=len, default="")
    members = queries.members_of_units([unit_id for unit_id, _name, _path in rows])
    return {
        "count": len(rows),
        **(member_facts(members, draft, issuer, longest) if draft.tells_members else {}),
        "branches": sorted(((units[pk].name, n) for pk, n in branches.items() if pk in units), key=lambda row: -row[1])[
            :20
        ],
        "silent": silent[:30],
        "silent_count": len(silent),
    }


@login_required
@idempotent
def issue_directive(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Issue a directive from a document."""
    issuers = _issuers(request)
    document: Document = document_for(request.user, document_id, clock.today(), scope_asked(request, clock.today()))
    data = posted(request)
    duties_initial = [
        {
            "keep": True,
            "text": row.action,
            "actor": row.actor,
            "evidence_required": _("Ảnh hoặc biên bản") if n == 0 else "",
        }
        for n, row in enumerate(document.obligations.order_by("position"))
    ]
    title = f"{document}: {document.title}"[:300]
    form = DirectiveForm(
        data,
        issuers=issuers,
        initial={"title": title, "issuer": issuers[0].public_id, "is_public": True, "has_ladder": True},
    )
    duties = DutyRows(data, prefix="duty", initial=duties_initial)
    context: dict[str, Any] = {"form": form, "duties": duties, "document": document}
    if data is not None and form.is_valid() and duties.is_valid():
        draft = _draft(form, duties)
        try:
            preview = _preview(draft, form.cleaned_data["issuer"])
            if not preview["count"]:
                form.add_error("rule", _("Không có đơn vị nào hợp với cách chọn này. Chọn lại nơi nhận."))
            elif data.get("deed") == "issue":
                made = actions.issue_directive(
                    document=document, issuer=form.cleaned_data["issuer"], draft=draft, by=request.user, at=clock.now()
                )
                text = ngettext(
                    "Đã giao cho %(n)d đơn vị. Thông báo đang được gửi.",
                    "Đã giao cho %(n)d đơn vị. Thông báo đang được gửi.",
                    made.recipient_count,
                )
                messages.success(request, text % {"n": made.recipient_count})
                return redirect("directives:coverage", directive_id=made.public_id)
            else:
                context["preview"] = preview
        except ValidationError as error:
            form.add_error(None, error)
    context["is_wrong"] = is_wrong(form, duties)
    return render(request, "directives/issue_directive.html", context, status=422 if context["is_wrong"] else 200)


def managed_directive(request: HttpRequest, directive_id: UUID) -> Directive:
    """A directive issued by a unit whose branch the person manages. Raises Directive.DoesNotExist otherwise."""
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.directive_for(request.user, directive_id, today, scope)
    if not rules.may_manage_directive(scope, found):
        raise Directive.DoesNotExist
    return found


@login_required
@idempotent
def add_recipients(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Add units later; they are marked as added, with their own deadline."""
    found = managed_directive(request, directive_id)
    form = AddForm(posted(request), initial={"due_on": found.due_on})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            rows = actions.add_recipients(
                directive=found, unit_ids=values["codes"], due_on=values["due_on"], by=request.user, at=clock.now()
            )
            text = ngettext("Đã giao thêm cho %(n)d đơn vị.", "Đã giao thêm cho %(n)d đơn vị.", len(rows))
            messages.success(request, text % {"n": len(rows)})
            return redirect("directives:coverage", directive_id=directive_id)
        except ValidationError as error:
            form.add_error(None, error)
    return render(
        request,
        "directives/add_recipients.html",
        {"form": form, "directive": found, "tells_members": queries.newest_call(found) is not None},
        status=422 if form.errors else 200,
    )
