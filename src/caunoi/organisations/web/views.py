"""The tree on a date, and a unit with its history."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.organisations import queries, rules
from caunoi.organisations.models import Unit
from caunoi.organisations.queries.calendars import work_calendar_for
from caunoi.organisations.web.forms import AsOfForm, day_of

CHILDREN_SHOWN = 60


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The tree on a day; open branches are in the address, so that it works without script and can be sent."""
    on = day_of(request.GET.get("on"))
    opened = _uuids(request.GET.getlist("open"))
    if not opened and "open" not in request.GET:
        opened = [branch.unit.public_id for branch in queries.children_on(None, on, limit=3)[0]]
    shown = {str(public_id) for public_id in opened}
    rows = [
        {"row": row, "toggled": sorted(shown ^ {str(row.unit.public_id)})}
        if isinstance(row, queries.Branch)
        else {"rest": row}
        for row in queries.tree_on(on, opened, limit=CHILDREN_SHOWN)
    ]
    return render(
        request,
        "organisations/units.html",
        {
            "rows": rows,
            "on": on,
            "is_today": on == clock.today(),
            "form": AsOfForm(initial={"on": on}),
            "may_reorganise": rules.may_reorganise(queries.scope_asked(request, clock.today())),
        },
    )


@require_GET
def find_units(request: HttpRequest) -> HttpResponse:
    """Units by name or code, with or without accents."""
    text = asked(request, "q", 100)
    found = queries.find_units(text, clock.today(), limit=50)
    return render(request, "organisations/find_units.html", {"q": text, "units": found})


@require_GET
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """A unit on a day: where it stands, what is below it, what happened to it."""
    on = day_of(request.GET.get("on"))
    found = Unit.objects.select_related("kind").get(public_id=unit_id)
    start = start_of(request)
    children, children_count = queries.children_on(found, on, limit=CHILDREN_SHOWN, offset=start)
    scope = queries.scope_asked(request, clock.today())
    path = queries.path_on(found, clock.today())
    return render(
        request,
        "organisations/unit.html",
        {
            "unit": found,
            "name_then": queries.name_on(found, on),
            "on": on,
            "is_today": on == clock.today(),
            "chain": queries.chain_above(found, on),
            "children": children,
            "children_count": children_count,
            "pages": pages_of(start, CHILDREN_SHOWN, children_count),
            "history": queries.history_of(found),
            "work_calendar": work_calendar_for(found),
            "may_manage": rules.may_manage(scope, path),
            "may_keep_roster": rules.may_keep_roster(scope, found.pk, path),
            "form": AsOfForm(initial={"on": on}),
        },
    )
