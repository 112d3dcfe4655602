"""Addresses that nothing arrives at: seen by the unit's chair and officers above, put right, or tried again."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.notifications.actions import revive_address
from caunoi.notifications.queries.addresses import dead_of
from caunoi.organisations import actions, queries
from caunoi.organisations.models import Member, Unit
from caunoi.organisations.queries.contacts import account_addresses, dead_contacts


class ContactForm(forms.Form):
    """How a member is reached."""

    phone = forms.CharField(label=gettext_lazy("Số điện thoại"), max_length=30, required=False)
    email = forms.CharField(label=gettext_lazy("Thư điện tử"), max_length=254, required=False)


def _unit(request: HttpRequest, unit_id: UUID) -> Unit:
    today = clock.today()
    return queries.unit_for_roster(request.user, unit_id, today, queries.scope_asked(request, today))


@require_GET
@login_required
def unreached(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Whose address or number is dead, why and since when."""
    unit = _unit(request, unit_id)
    return render(
        request, "organisations/unreached.html", {"unit": unit, "contacts": dead_contacts(unit, clock.today())}
    )


@require_POST
@login_required
@idempotent
def revive_contact(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """The address is right after all: it is tried again. The fingerprint must be of one on the unit's own list."""
    unit = _unit(request, unit_id)
    wanted = posted(request).get("contact", "")
    for contact in dead_contacts(unit, clock.today()):
        if contact.mark == wanted:
            revive_address(kind=contact.kind, text=contact.text, by=request.user, at=clock.now())
            messages.success(request, _("Sẽ gửi lại tới %(name)s từ tin sau.") % {"name": contact.name})
    return redirect("organisations:unreached", unit_id=unit_id)


@require_http_methods(["GET", "POST"])
@login_required
@idempotent
def correct_contact(request: HttpRequest, unit_id: UUID, member_id: UUID) -> HttpResponse:
    """Write down a member's number and address as they are now."""
    unit = _unit(request, unit_id)
    member = Member.objects.get(public_id=member_id, unit=unit, left_on=None)
    form = ContactForm(initial={"phone": member.phone, "email": member.email})
    if request.method == "POST":
        form = ContactForm(posted(request))
        if form.is_valid():
            try:
                actions.correct_contact(member=member, **form.cleaned_data, by=request.user, at=clock.now())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Đã sửa địa chỉ của %(name)s.") % {"name": member.full_name})
                if dead_of(account_addresses(member)):
                    text = _("Tài khoản của %(name)s vẫn dùng địa chỉ đã hỏng. Đã báo để %(name)s tự đổi.")
                    messages.info(request, text % {"name": member.full_name})
                return redirect("organisations:unreached", unit_id=unit_id)
    context = {"unit": unit, "member": member, "form": form}
    return render(request, "organisations/correct_contact.html", context, status=422 if form.errors else 200)
