"""People of a unit: roles, invitations, the roster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.accounts.actions import revoke_links as close_links
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.organisations import actions, queries, rules
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Member, RoleGrant, Unit
from caunoi.organisations.web.forms import InviteForm

ROWS_SHOWN = 100


def _context(unit: Unit, form: InviteForm) -> dict[str, Any]:
    grants = list(queries.grants_at(unit, clock.today()))
    acting = {grant.user.public_id for grant in grants if grant.role in queries.ACTING}
    holders = [(holder, holder.public_id in acting) for holder in queries.link_holders(unit, clock.now())]
    return {"unit": unit, "grants": grants, "form": form, "holders": holders, "acting": acting}


@require_GET
@login_required
def people(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Who acts for the unit, for those who manage its branch."""
    unit = queries.managed_unit_for(request.user, unit_id, clock.today(), queries.scope_asked(request, clock.today()))
    return render(request, "organisations/people.html", _context(unit, InviteForm()))


@require_POST
@login_required
@idempotent
def invite_person(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Give a role; a new person gets a welcome link that the officer hands over."""
    today = clock.today()
    unit = queries.managed_unit_for(request.user, unit_id, today, queries.scope_asked(request, today))
    form = InviteForm(posted(request))
    link = ""
    if form.is_valid():
        role = Role(form.cleaned_data.pop("role"))
        if not rules.may_grant(queries.scope_asked(request, today), role, queries.path_on(unit, today)):
            form.add_error("role", _("Bạn không cấp được vai trò này."))
        else:
            try:
                user, token = actions.invite_person(
                    **form.cleaned_data, unit=unit, role=role, on=today, by=request.user, at=clock.now()
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if not token:
                    messages.success(request, _("%(name)s đã có vai trò ở đơn vị.") % {"name": user.full_name})
                    return redirect("organisations:people", unit_id=unit_id)
                link = request.build_absolute_uri(reverse("accounts:welcome", args=[token]))
    context = _context(unit, form) | {"link": link}
    return render(request, "organisations/people.html", context, status=201 if link else 422)


@require_POST
@login_required
@idempotent
def end_role(request: HttpRequest, unit_id: UUID, grant_id: UUID) -> HttpResponse:
    """End a role today."""
    unit = queries.managed_unit_for(request.user, unit_id, clock.today(), queries.scope_asked(request, clock.today()))
    grant = RoleGrant.objects.select_related("user", "unit").get(public_id=grant_id, unit=unit, to_on=None)
    actions.end_role(grant=grant, on=clock.today(), by=request.user, at=clock.now())
    messages.success(request, _("Đã kết thúc vai trò của %(name)s.") % {"name": grant.user.full_name})
    return redirect("organisations:people", unit_id=unit_id)


@require_POST
@login_required
@idempotent
def revoke_links(request: HttpRequest, unit_id: UUID, user_id: UUID) -> HttpResponse:
    """Close every personal link of someone who acts or acted for the unit."""
    unit = queries.managed_unit_for(request.user, unit_id, clock.today())
    person = queries.person_at(unit, user_id)
    count = close_links(holder=person, by=request.user, at=clock.now())
    text = ngettext("Đã thu hồi %(n)d đường dẫn của %(name)s.", "Đã thu hồi %(n)d đường dẫn của %(name)s.", count)
    messages.success(request, text % {"n": count, "name": person.full_name})
    return redirect("organisations:people", unit_id=unit_id)


@require_POST
@login_required
@idempotent
def resend_links(request: HttpRequest, unit_id: UUID, user_id: UUID) -> HttpResponse:
    """Send someone who acts for the unit fresh links to what it still owes."""
    unit = queries.managed_unit_for(request.user, unit_id, clock.today())
    person = queries.person_at(unit, user_id, clock.today())
    actions.resend_links(user=person, unit=unit, by=request.user, at=clock.now())
    text = _("Đang gửi %(name)s đường dẫn mới cho các việc đơn vị chưa làm xong. Ngoài giờ thì thư chờ đến sáng.")
    messages.success(request, text % {"name": person.full_name})
    return redirect("organisations:people", unit_id=unit_id)


@require_GET
@login_required
def members(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """The roster, for the unit's own chair and officers above; phones are not shown in lists."""
    unit = queries.unit_for_roster(request.user, unit_id, clock.today(), queries.scope_asked(request, clock.today()))
    rows = Member.objects.filter(unit=unit, left_on=None).order_by("code")
    context = {"unit": unit, "members": rows[:ROWS_SHOWN], "count": rows.count(), "shown": ROWS_SHOWN}
    return render(request, "organisations/members.html", context)
