"""Administrative procedures: what the public reads, and what officers write down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.library import actions, queries, rules
from caunoi.library.actions import ProcedureDraft
from caunoi.library.models import Procedure
from caunoi.library.web.procedure_forms import BasisRows, PaperRows, ProcedureForm, StepRows
from caunoi.organisations.queries import scope_asked

ROWS = 30


@require_GET
def procedures(request: HttpRequest) -> HttpResponse:
    """Those in use, by name, found by words or code and by field."""
    start = start_of(request)
    filters = {name: asked(request, name) for name in ("q", "field")}
    rows = queries.find_procedures(filters)
    total = rows.count()
    context = {
        "procedures": list(rows[start : start + ROWS]),
        "pages": pages_of(start, ROWS, total),
        "filters": filters,
        "has_filters": any(filters.values()),
        "fields": queries.fields_of_procedures(),
        "may_add": rules.may_keep_shelves(scope_asked(request, clock.today())),
    }
    return render(request, "library/procedures.html", context)


@require_GET
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """What to bring, in which steps, to whom, for how much and how long."""
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.procedure_for_code(code, today)
    context = {
        "procedure": found,
        "steps": found.steps.order_by("position"),
        "papers": found.papers.order_by("position"),
        "bases": queries.basis_lines(found, request.user, today, scope),
        "may_mend": rules.may_mend_procedure(scope, found),
    }
    return render(request, "library/procedure.html", context)


def _rows(found: Procedure | None) -> dict[str, list[dict[str, Any]]]:
    if found is None:
        return {"step": [], "paper": [], "basis": []}
    return {
        "step": list(found.steps.order_by("position").values("name", "text")),
        "paper": list(found.papers.order_by("position").values("name", "copies")),
        "basis": list(found.bases.order_by("position").values("symbol", "words")),
    }


def _draft(form: ProcedureForm, code: str, rows: dict[str, Any]) -> ProcedureDraft:
    def kept(name: str, first: str, second: str) -> list[tuple[str, str]]:
        lines = [(row.cleaned_data.get(first, ""), row.cleaned_data.get(second, "")) for row in rows[name]]
        return [line for line in lines if any(line)]

    values = {name: value for name, value in form.cleaned_data.items() if name != "code"}
    steps = [(name, text) if text else ("", name) for name, text in kept("step", "name", "text")]
    papers = [(name, copies) for name, copies in kept("paper", "name", "copies") if name]
    bases = [(symbol or words[:80], words) for symbol, words in kept("basis", "symbol", "words")]
    return ProcedureDraft(code=code, **values, steps=steps, papers=papers, bases=bases)


def _edited(request: HttpRequest, found: Procedure | None) -> HttpResponse:
    scope = scope_asked(request, clock.today())
    data = posted(request)
    initial = {name: getattr(found, name) for name in ProcedureForm.base_fields} if found else {}
    form = ProcedureForm(data, initial=initial)
    if found:
        del form.fields["code"]
    before = _rows(found)
    kinds: dict[str, Any] = {"step": StepRows, "paper": PaperRows, "basis": BasisRows}
    rows = {name: kind(data, prefix=name, initial=before[name]) for name, kind in kinds.items()}
    if data is not None and all([form.is_valid(), *(row.is_valid() for row in rows.values())]):
        try:
            draft = _draft(form, found.code if found else form.cleaned_data["code"], rows)
            owner = found.owner if found else scope.own_units(rules.KEEPING)[0]
            saved = actions.save_procedure(procedure=found, draft=draft, owner=owner, by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã lưu thủ tục."))
            return redirect("library:procedure", code=saved.code)
    context = {"form": form, "procedure": found, "rows": rows}
    status = 422 if is_wrong(form, *rows.values()) else 200
    return render(request, "library/procedure_form.html", context, status=status)


@login_required
@idempotent
def add_procedure(request: HttpRequest) -> HttpResponse:
    """Write a procedure down."""
    if not rules.may_keep_shelves(scope_asked(request, clock.today())):
        raise Procedure.DoesNotExist
    return _edited(request, None)


@login_required
@idempotent
def mend_procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a procedure, or put it out of use."""
    found = queries.procedure_for_code(code, clock.today())
    if not rules.may_mend_procedure(scope_asked(request, clock.today()), found):
        raise Procedure.DoesNotExist
    return _edited(request, found)
