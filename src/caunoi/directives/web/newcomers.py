"""Units that came under the rule of a directive since: the issuer adds them, or lets the machine do it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from caunoi.directives import actions, queries
from caunoi.directives.models import Directive
from caunoi.directives.web.issuing import managed_directive
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.fields import DayField
from caunoi.kit.ui.given import posted


class NewcomersForm(forms.Form):
    """Which of them, and their deadline."""

    units = forms.MultipleChoiceField(
        label=_l("Đơn vị mới"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _l("Chọn đơn vị.")}
    )
    due_on = DayField(label=_l("Hạn của các đơn vị này"))


class AutomaticForm(forms.Form):
    """Whether the machine adds them."""

    is_automatic = forms.BooleanField(label=_l("Tự thêm đơn vị mới thuộc quy tắc này"), required=False)
    days = forms.IntegerField(label=_l("Số ngày làm việc cho đơn vị mới"), min_value=1, max_value=60)


def _choice(row: queries.Newcomer) -> tuple[str, str]:
    facts = {"name": row.name, "code": row.code, "day": f"{row.since_on.day}/{row.since_on.month}/{row.since_on.year}"}
    text = _("%(name)s (%(code)s), từ %(day)s") % facts
    if row.after:
        heirs = ", ".join(
            f"{old.unit_name}{'' if old.acknowledged_at is None else ' ' + _('đã xác nhận')}" for old in row.after
        )
        text += "; " + _("tiếp nhận từ: %(names)s") % {"names": heirs}
    return str(row.unit_id), text


def _save_automatic(request: HttpRequest, found: Directive, form: AutomaticForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    values = form.cleaned_data
    actions.set_newcomers(
        directive=found, is_automatic=values["is_automatic"], days=values["days"], by=request.user, at=clock.now()  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, _("Đã lưu cách thêm đơn vị mới."))
    return redirect("directives:newcomers", directive_id=found.public_id)


def _add(request: HttpRequest, found: Directive, form: NewcomersForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    ids = [int(pk) for pk in form.cleaned_data["units"]]
    try:
        rows = actions.add_recipients(
            directive=found, unit_ids=ids, due_on=form.cleaned_data["due_on"], by=request.user, at=clock.now()  # type: ignore[arg-type]
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, error)
        return None
    text = ngettext("Đã giao thêm cho %(n)d đơn vị.", "Đã giao thêm cho %(n)d đơn vị.", len(rows))
    messages.success(request, text % {"n": len(rows)})
    return redirect("directives:coverage", directive_id=found.public_id)


@login_required
@idempotent
def newcomers(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Units under the rule that are no recipients yet."""
    found, today = managed_directive(request, directive_id), clock.today()
    rows, data = queries.newcomers(found, today), posted(request)
    is_automatic_asked = data is not None and data.get("deed") == "automatic"
    given: Any = None if is_automatic_asked else data
    form = NewcomersForm(
        given, initial={"due_on": queries.newcomer_due(found, today), "units": [str(row.unit_id) for row in rows]}
    )
    field: Any = form.fields["units"]
    field.choices = [_choice(row) for row in rows]
    automatic = AutomaticForm(
        data if is_automatic_asked else None,
        initial={"is_automatic": found.adds_newcomers, "days": found.newcomer_days},
    )
    if data is not None:
        done = _save_automatic(request, found, automatic) if is_automatic_asked else _add(request, found, form)
        if done:
            return done
    wrong = bool(form.errors or automatic.errors)
    context = {"form": form, "automatic": automatic, "directive": found, "rows": rows}
    context["tells_members"] = queries.newest_call(found) is not None
    return render(request, "directives/newcomers.html", context, status=422 if wrong else 200)
