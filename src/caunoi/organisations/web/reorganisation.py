"""The reorganisation wizard: what happens, to whom, when; a preview of everything handed over; then the deed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.organisations import actions, queries
from caunoi.organisations.choices import HandoverScope, UnitEventKind
from caunoi.organisations.models import Member, Placement, RoleGrant, Unit
from caunoi.organisations.web.fields import suggested
from caunoi.organisations.web.forms import ReorganisationForm

MEANINGS = {
    UnitEventKind.MERGE: gettext_lazy("Một đơn vị nhập vào đơn vị khác, mang theo đoàn viên và đơn vị trực thuộc."),
    UnitEventKind.SPLIT: gettext_lazy("Một đơn vị kết thúc, từng đơn vị trực thuộc về một nơi nhận."),
    UnitEventKind.TRANSFER: gettext_lazy("Cả nhánh của một đơn vị chuyển về cấp trên khác."),
    UnitEventKind.RENAME: gettext_lazy("Tên cũ vẫn đúng trước ngày đổi tên."),
    UnitEventKind.FOUND: gettext_lazy("Thêm một đơn vị mới vào sơ đồ."),
    UnitEventKind.DISSOLVE: gettext_lazy("Đơn vị không còn đơn vị trực thuộc kết thúc, không có nơi kế thừa."),
}

ICONS = {
    UnitEventKind.MERGE: "git-merge",
    UnitEventKind.SPLIT: "split",
    UnitEventKind.TRANSFER: "forward",
    UnitEventKind.RENAME: "pencil",
    UnitEventKind.FOUND: "plus",
    UnitEventKind.DISSOLVE: "circle-x",
}


@require_GET
@login_required
def choose_step(request: HttpRequest) -> HttpResponse:
    """The first question of the wizard."""
    unit = _unit_asked_for(request, _units(request))
    kinds = [(kind.value, kind.label, meaning, ICONS[kind]) for kind, meaning in MEANINGS.items()]
    return render(request, "organisations/reorganise.html", {"kinds": kinds, "unit": unit})


def _units(request: HttpRequest) -> QuerySet[Unit]:
    places = queries.managed_placements(request.user, clock.today(), queries.scope_asked(request, clock.today()))
    units = Unit.objects.filter(placements__in=places).order_by("folded_name")
    if not units.exists():
        raise Unit.DoesNotExist
    return units


def _unit_asked_for(request: HttpRequest, units: QuerySet[Unit]) -> Unit | None:
    try:
        return units.filter(public_id=UUID(request.GET.get("unit", ""))).first()
    except ValueError:
        return None


def _children_to(request: HttpRequest, unit: Unit, successors: list[Unit]) -> dict[int, int]:
    by_id = {str(successor.public_id): successor.pk for successor in successors}
    children = Placement.objects.filter(parent=unit, to_on=None).values_list("unit_id", "unit__public_id")
    chosen = {pk: by_id.get(request.POST.get(f"child-{public_id}", "")) for pk, public_id in children}
    return {pk: target for pk, target in chosen.items() if target}


def _step(request: HttpRequest, kind: UnitEventKind, values: dict[str, Any]) -> actions.Step:
    successors = list(values.get("successors") or [])
    unit = values.get("unit")
    return actions.Step(
        kind=kind,
        unit=unit,
        name=values.get("name", ""),
        unit_kind=values.get("unit_kind"),
        parent=values.get("parent"),
        successors=successors,
        scopes=values.get("scopes") or HandoverScope.values,
        children_to=_children_to(request, unit, successors) if unit and kind == UnitEventKind.SPLIT else None,
    )


def _preview(unit: Unit | None, kind: UnitEventKind) -> dict[str, Any]:
    """Everything that will be handed over."""
    if unit is None:
        return {}
    path = queries.path_on(unit, clock.today())
    below = queries.subtree_on(path, clock.today()).exclude(unit=unit) if path else Placement.objects.none()
    children = Placement.objects.filter(parent=unit, to_on=None).select_related("unit").order_by("unit__folded_name")
    grants = RoleGrant.objects.filter(Q(to_on=None), unit=unit).select_related("user")
    is_ending = kind in {UnitEventKind.MERGE, UnitEventKind.SPLIT, UnitEventKind.DISSOLVE}
    return {
        "below_count": below.count(),
        "children": [row.unit for row in children],
        "members_count": Member.objects.filter(unit=unit, left_on=None).count(),
        "ending_grants": list(grants) if is_ending else [],
        "directives_count": unit.received.filter(implemented_at=None).count(),
        "is_ending": is_ending,
    }


def _try(step: actions.Step, values: dict[str, Any], request: HttpRequest, *, is_final: bool) -> None:
    """Run the reorganisation for real; a preview is rolled back. Raises ValidationError."""
    with transaction.atomic():
        actions.reorganise(
            [step], on=values["on"], decision=values.get("decision", ""), by=request.user, at=clock.now()
        )
        if not is_final:
            transaction.set_rollback(True)


@login_required
@idempotent
def reorganise(request: HttpRequest, kind: str) -> HttpResponse:
    """Fill in, see what will happen, confirm.

    The preview is a real run that is rolled back, so it refuses what the deed would.
    """
    if kind not in ReorganisationForm.FIELDS:
        raise Http404
    event = UnitEventKind(kind)
    units = _units(request)
    initial = {"on": clock.today(), "unit": _unit_asked_for(request, units)}
    form = ReorganisationForm(posted(request), kind=kind, units=units, initial=initial)
    context: dict[str, Any] = {"form": form, "kind": event, "meaning": MEANINGS[event], "suggested": suggested(units)}
    deed = request.POST.get("deed", "")
    if request.method == "POST" and form.is_valid():
        step = _step(request, event, form.cleaned_data)
        context |= {"preview": _preview(step.unit, event), "step": step}
        needs_children = event == UnitEventKind.SPLIT and len(step.children_to or {}) < len(
            context["preview"]["children"]
        )
        if deed == "preview" and needs_children:
            context["needs_children"] = True
        else:
            try:
                _try(step, form.cleaned_data, request, is_final=deed == "confirm")
                context["is_checked"] = True
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if deed == "confirm":
                    messages.success(request, _("Đã sắp xếp xong. Sơ đồ trước ngày đó giữ nguyên."))
                    return redirect("organisations:units")
    context["chosen"] = {key: value for key, value in request.POST.items() if key.startswith("child-")}
    return render(request, "organisations/reorganise_kind.html", context, status=422 if form.errors else 200)
