"""The page of one deed on one case: its form, its action, and the way back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caunoi.feedback import actions, queries
from caunoi.feedback.choices import ExtensionState
from caunoi.feedback.models import Case, Recusal
from caunoi.feedback.queries.clocks import count_working_days
from caunoi.feedback.queries.desk import likely_units, proposed_unit
from caunoi.feedback.queries.picking import picks_for
from caunoi.feedback.web.desk.deeds import BY_NAME, NEEDS, Deed, Powers
from caunoi.feedback.web.desk.fields import label_of
from caunoi.feedback.web.desk.forms import DeedForm, ReasonForm
from caunoi.feedback.web.desk.inbox import at_desk
from caunoi.feedback.web.desk.wording import DOORS
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.queries import scope_asked

AFTERWARDS = {"triage": "feedback:triage", "inbox": "feedback:inbox"}


def case_asked(request: HttpRequest, case_id: UUID) -> tuple[Case, Powers]:
    """The case, and what the person is to it. Raises Case.DoesNotExist for what they may not see."""
    scope = scope_asked(request, clock.today())
    case = queries.case_for(request.user, case_id, scope)
    return case, Powers.of(request.user, case, scope)  # type: ignore[arg-type]


def _way_back(request: HttpRequest, case: Case) -> HttpResponse:
    """Where the person came from; to the inbox when the deed took the case out of their sight."""
    following = request.POST.get("next", "")
    if following in AFTERWARDS:
        return redirect(AFTERWARDS[following])
    scope = scope_asked(request, clock.today())
    if not queries.cases_visible_to(request.user, scope).filter(pk=case.pk).exists():
        return redirect("feedback:inbox")
    return redirect("feedback:case", case_id=case.public_id)


def _initial(deed: Deed, case: Case) -> dict[str, Any]:
    if deed.name == "assign_case":
        return {"unit": proposed_unit(case, clock.today())}
    return {}


def _context(deed: Deed, case: Case, form: DeedForm, request: HttpRequest) -> dict[str, Any]:
    context = {
        "deed": deed,
        "case": case,
        "form": form,
        "following": asked(request, "next") or request.POST.get("next", ""),
    }
    count_working_days([case], clock.now())
    if any(name in form.fields for name in ("unit", "body")):
        context["units"] = likely_units(case, clock.today())
    if deed.name == "refuse_case":
        context["doors"] = DOORS
    if deed.name == "decide_extension":
        context["extension"] = case.extensions.filter(state=ExtensionState.ASKED).select_related("asked_by").first()
    return context | {"is_wrong": is_wrong(form)}


@login_required
@idempotent
def do(request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
    """Show the form of a deed, or carry the deed out."""
    case, powers = case_asked(request, case_id)
    deed = BY_NAME[name]
    if not deed.may(powers):
        raise Case.DoesNotExist
    if not deed.fits(case) or (name in NEEDS and not NEEDS[name](case, request.user)):  # type: ignore[arg-type]
        messages.warning(request, _("Việc không còn ở bước làm được “%s”. Hiện trạng ở dưới đây.") % deed.title)
        return redirect("feedback:case", case_id=case.public_id)
    form = deed.form(posted(request), case=case, user=request.user, initial=_initial(deed, case))
    if request.method == "POST" and form.is_valid():
        try:
            deed.run(case, form.cleaned_data, request.user, clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, deed.done)
            return _way_back(request, case)
    return render(
        request, "feedback/desk/deed.html", _context(deed, case, form, request), status=422 if is_wrong(form) else 200
    )


@require_POST
@login_required
def find_units(request: HttpRequest) -> HttpResponse:
    """Units for what is being typed, as suggestions of the field; POST, so that the words stand in no log."""
    at_desk(request)
    data = posted(request) or QueryDict()
    typed = data.get("q", "")[:200]
    picks = [(label_of(pick.unit), pick) for pick in picks_for(typed, clock.today())]
    return render(request, "feedback/desk/units_found.html", {"picks": picks, "typed": typed})


@login_required
@idempotent
def lift_recusal(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Let a wrongly recognised person or unit back in, with a reason."""
    case, powers = case_asked(request, case_id)
    if not powers.sorts:
        raise Case.DoesNotExist
    recusal = Recusal.objects.select_related("user", "unit").get(case=case, pk=number, lifted_at=None)
    form = ReasonForm(posted(request), case=case, user=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.lift_recusal(recusal=recusal, reason=reason, by=request.user, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("Đã bỏ. Người hoặc đơn vị này lại thấy việc."))
            return redirect("feedback:case", case_id=case.public_id)
        except ValidationError as error:
            add_errors(form, error)
    context = {"case": case, "recusal": recusal, "form": form, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/lift_recusal.html", context, status=422 if is_wrong(form) else 200)
