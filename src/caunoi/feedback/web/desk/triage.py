"""Sorting, one case at a time, by keyboard. The machine proposes and shows why; a person decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from caunoi.feedback import actions, rules
from caunoi.feedback.choices import HANDLED_KINDS, Kind, State, Urgency
from caunoi.feedback.models import Case
from caunoi.feedback.queries import cases_visible_to
from caunoi.feedback.queries.clocks import count_working_days
from caunoi.feedback.queries.desk import best_lines, files_of, likely_units, named, proposed_unit
from caunoi.feedback.queries.likeness import alike_visible
from caunoi.feedback.web.desk.forms import AssignForm, ClassifyForm
from caunoi.feedback.web.desk.inbox import at_desk
from caunoi.feedback.web.desk.wording import WHY, pieces
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.library.choices import ReformArea
from caunoi.organisations.queries import Scope

LAST = "feedback_triage_last"
KIND_KEYS = {Kind.REFLECTION: "p", Kind.RECOMMENDATION: "k", Kind.INFORMATION: "i"}
URGENCY_KEYS = {Urgency.NORMAL: "b", Urgency.COMPLEX: "c", Urgency.URGENT: "g"}


# Short enough for a row of buttons; the six contents of Nghị quyết 76/NQ-CP.
AREA_WORDS = {
    ReformArea.INSTITUTIONS: _lazy("Thể chế"),
    ReformArea.PROCEDURES: _lazy("Thủ tục hành chính"),
    ReformArea.APPARATUS: _lazy("Tổ chức bộ máy"),
    ReformArea.CIVIL_SERVICE: _lazy("Chế độ công vụ"),
    ReformArea.PUBLIC_FINANCE: _lazy("Tài chính công"),
    ReformArea.DIGITAL_GOVERNMENT: _lazy("Chính quyền số"),
}


class TriageForm(ClassifyForm):
    """What it is and who answers, in one form."""

    unit = AssignForm.base_fields["unit"]
    field_order = ["kind", "area", "topic", "urgency", "body", "unit"]

    def prepare(self) -> None:
        super().prepare()
        for name in ("body", "unit"):
            self.fields[name].help_text = ""
        self.fields["unit"].widget.attrs["data-key"] = "u"
        self.fields["unit"].required = self.data.get("deed") == "assign"


def _waiting(user: Any, scope: Scope) -> QuerySet[Case]:
    """What waits to be sorted, in the branch whose desks the person keeps."""
    return cases_visible_to(user, scope).filter(state=State.RECEIVED)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _next(user: Any, scope: Scope, after: UUID | None) -> Case | None:
    """The case that is due first, after the one that was skipped."""
    rows = _waiting(user, scope).select_related("desk", "unit", "body", "topic")
    last = rows.filter(public_id=after).values_list("due_at", "id").first() if after else None
    if last and last[0] is not None:
        rows = rows.filter(Q(due_at__gt=last[0]) | Q(due_at=last[0], id__gt=last[1]))
    return rows.order_by("due_at", "id").first()


def _chosen(request: HttpRequest, scope: Scope) -> Case:
    user: Any = request.user
    rows = cases_visible_to(user, scope).select_related("desk", "unit", "body", "topic")
    case = rows.filter(public_id=_uuid(request.POST.get("case", ""))).first()
    if case is None or not rules.may_triage(user, case, scope):
        raise Case.DoesNotExist
    return case


def _initial(case: Case, best: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What is filled in: the machine's best where it has one, else what the sender chose."""
    topic, body = named(best)
    given: dict[str, Any] = {}
    if "kind" in best and best["kind"]["value"] in HANDLED_KINDS:
        given["kind"] = best["kind"]["value"]
    given |= {name: best[name]["value"] for name in ("area", "urgency") if name in best}
    if topic is not None:
        given["topic"] = topic.code
        case.topic = topic
    if body is not None and case.body is None:
        given["body"] = body
        case.body = body
    given["unit"] = proposed_unit(case, clock.today())
    return given


def _choices(form: TriageForm, best: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Rows of radio buttons: (key, value, label, is chosen, is proposed)."""

    def rows(name: str, pairs: list[tuple[str, Any, str]]) -> list[tuple[str, str, Any, bool, bool]]:
        chosen, proposed = form[name].value(), best.get(name, {}).get("value")
        return [(key, value, label, value == chosen, value == proposed) for value, label, key in pairs]

    areas = [(area.value, label, str(number)) for number, (area, label) in enumerate(AREA_WORDS.items(), 1)]
    return {
        "kinds": rows("kind", [(kind.value, kind.label, key) for kind, key in KIND_KEYS.items()]),
        "areas": rows("area", areas),
        "urgencies": rows("urgency", [(level.value, level.label, key) for level, key in URGENCY_KEYS.items()]),
    }


def _page(request: HttpRequest, scope: Scope, case: Case | None, form: TriageForm | None) -> HttpResponse:
    user: Any = request.user
    left = _waiting(user, scope).count()
    if case is None:
        return render(request, "feedback/desk/triage_done.html", {"left": left, "last": request.session.get(LAST)})
    best = best_lines(case)
    count_working_days([case], clock.now())
    form = form or TriageForm(case=case, user=user, initial=_initial(case, best))
    spans = [span for line in best.values() for span in line["spans"]]
    context = {
        "case": case, "form": form, "best": best, "left": left, "pieces": pieces(case.text, spans), "why": WHY,
        "alike": alike_visible(case, user, scope, most=3), "files": files_of(case), "units": likely_units(case, clock.today()),
        "last": request.session.get(LAST), "is_wrong": is_wrong(form), **_choices(form, best),
    }  # fmt: skip
    return render(request, "feedback/desk/triage.html", context, status=422 if is_wrong(form) else 200)


def _merge(case: Case, request: HttpRequest, scope: Scope) -> None:
    user: Any = request.user
    into = cases_visible_to(user, scope).filter(public_id=_uuid(request.POST.get("into", ""))).first()
    if into is None or not rules.may_triage(user, into, scope):
        raise ValidationError(_("Không có việc gần giống để gộp vào."))
    reason = _("Trùng nội dung, gộp khi phân loại")
    actions.merge_cases(cases=[case], into=into, reason=reason, by=user, at=clock.now())


def _decided(form: TriageForm) -> actions.Classification:
    values = form.cleaned_data
    return actions.Classification(
        kind=Kind(values["kind"]) if values["kind"] else None,
        area=values["area"] or None,
        topic=values["topic"],
        body=values["body"],
        urgency=Urgency(values["urgency"]) if values["urgency"] else None,
    )


def _undo(request: HttpRequest, scope: Scope) -> HttpResponse:
    user: Any = request.user
    key = _uuid(str((request.session.get(LAST) or {}).get("case", "")))
    case = cases_visible_to(user, scope).filter(public_id=key).first() if key else None
    if case is None or not rules.may_triage(user, case, scope):
        messages.warning(request, _("Không còn bước nào để hoàn tác."))
        return redirect("feedback:triage")
    actions.undo_triage(case=case, by=user, at=clock.now())
    request.session.pop(LAST, None)
    messages.success(request, _("Đã hoàn tác việc %s.") % case.code)
    return redirect(f"{reverse('feedback:triage')}?case={case.public_id}")


@login_required
@idempotent
def triage(request: HttpRequest) -> HttpResponse:
    """Show the case that is due first; take the decision, and show the next."""
    scope = at_desk(request)
    user: Any = request.user
    if not scope.branches():
        raise Case.DoesNotExist
    data = posted(request)
    if data is None:
        wanted = _waiting(user, scope).select_related("desk", "unit", "body", "topic")
        case = wanted.filter(public_id=_uuid(asked(request, "case", 36))).first() if asked(request, "case") else None
        return _page(request, scope, case or _next(user, scope, _uuid(asked(request, "after", 36))), None)
    deed = data.get("deed", "")
    if deed == "undo":
        return _undo(request, scope)
    case = _chosen(request, scope)
    form = TriageForm(data, case=case, user=user)
    try:
        if deed == "merge":
            _merge(case, request, scope)
        elif not form.is_valid():
            return _page(request, scope, case, form)
        else:
            unit = form.cleaned_data["unit"] if deed == "assign" else None
            actions.triage_case(case=case, decided=_decided(form), unit=unit, by=user, at=clock.now())
    except ValidationError as error:
        form.is_valid()
        add_errors(form, error)
        return _page(request, scope, case, form)
    request.session[LAST] = {"case": str(case.public_id), "code": case.code}
    return redirect(_after(case, deed))


def _after(case: Case, deed: str) -> str:
    """The next case; after a mere classification, the one that follows, since this one still waits."""
    return f"{reverse('feedback:triage')}?after={case.public_id}" if deed == "classify" else reverse("feedback:triage")
