"""One deed on many cases with one reason; of each case it is said whether it was done, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caunoi.feedback import actions, queries
from caunoi.feedback.models import Case
from caunoi.feedback.queries.desk import likely_units
from caunoi.feedback.web.desk.deeds import BY_NAME, Deed, Powers
from caunoi.feedback.web.desk.forms import DeedForm, ReasonForm
from caunoi.feedback.web.desk.inbox import at_desk
from caunoi.feedback.web.desk.wording import DOORS
from caunoi.kit import clock
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.organisations.queries import Scope

CASES_MOST = 100
DEEDS = ("assign_case", "classify_case", "transfer_case", "refuse_case", "merge_cases")


@dataclass(frozen=True)
class Outcome:
    """What became of one of the cases."""

    case: Case
    is_done: bool
    words: str


def _chosen(request: HttpRequest, scope: Scope) -> list[Case]:
    """The cases that were ticked and that the person may see, nearest deadline first."""
    keys = set()
    for text in request.POST.getlist("case")[:CASES_MOST]:
        try:
            keys.add(UUID(text))
        except ValueError:
            continue
    rows = queries.cases_visible_to(request.user, scope).filter(public_id__in=keys)
    return list(rows.select_related("desk", "unit", "body", "topic").order_by("due_at", "id"))


def _one(deed: Deed, case: Case, form: DeedForm, request: HttpRequest, scope: Scope) -> Outcome:
    user: Any = request.user
    if not deed.may(Powers.of(user, case, scope)):
        return Outcome(case, False, _("Bạn không làm được bước này với việc này."))
    try:
        deed.run(case, form.cleaned_data, user, clock.now())
    except ValidationError as error:
        return Outcome(case, False, " ".join(error.messages))
    return Outcome(case, True, str(deed.done))


def _merged(cases: list[Case], form: DeedForm, request: HttpRequest, scope: Scope) -> list[Outcome]:
    """All into the one that is due first: it keeps the earliest promise."""
    user: Any = request.user
    into, done = cases[0], []
    for case in cases[1:]:
        if not all(Powers.of(user, one, scope).sorts for one in (case, into)):
            done.append(Outcome(case, False, _("Bạn không làm được bước này với việc này.")))
            continue
        try:
            reason = form.cleaned_data["reason"]
            actions.merge_cases(cases=[case], into=into, reason=reason, by=user, at=clock.now())
            done.append(Outcome(case, True, _("Đã gộp vào %s.") % into.code))
        except ValidationError as error:
            done.append(Outcome(case, False, " ".join(error.messages)))
    return done


@require_POST
@login_required
def bulk_cases(request: HttpRequest) -> HttpResponse:
    """First the question with its one reason, then the deed on each case and a line for each."""
    scope = at_desk(request)
    cases = _chosen(request, scope)
    name = request.POST.get("deed", "")
    if not cases or name not in DEEDS:
        context = {"trouble": _("Chọn ít nhất một việc rồi chọn việc cần làm."), "cases": cases, "is_wrong": True}
        return render(request, "feedback/desk/bulk.html", context, status=422)
    deed = BY_NAME[name]
    kind = ReasonForm if name == "merge_cases" else deed.form
    is_sent = request.POST.get("go") == "1"
    form = kind(posted(request) if is_sent else None, user=request.user)  # type: ignore[arg-type]
    context = {
        "deed": deed, "cases": cases, "form": form, "is_wrong": is_wrong(form), "into": cases[0], "doors": DOORS,
        "units": likely_units(cases[0], clock.today()) if name in {"assign_case", "classify_case", "transfer_case"} else [],
    }  # fmt: skip
    if is_sent and form.is_valid():
        is_merge = name == "merge_cases"
        outcomes = _merged(cases, form, request, scope) if is_merge else [
            _one(deed, case, form, request, scope) for case in cases
        ]  # fmt: skip
        context |= {"outcomes": outcomes, "done_count": sum(outcome.is_done for outcome in outcomes)}
    return render(request, "feedback/desk/bulk.html", context, status=422 if is_wrong(form) else 200)
