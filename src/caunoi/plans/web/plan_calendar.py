"""A plan along the year: spans on a page, a feed for calendars, and the plan on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.queries import LinkProblem, describe, link_for
from caunoi.kit import clock
from caunoi.kit.documents import to_docx, to_pdf
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_of
from caunoi.plans import actions, rules
from caunoi.plans.models import Plan
from caunoi.plans.queries.feeds import calendar_of, feed_unit
from caunoi.plans.queries.paper import paper_of
from caunoi.plans.queries.plans import tasks_of
from caunoi.plans.queries.spans import months_of, share_of_year, spans_of
from caunoi.plans.web.plan_places import PlanPlace, seen_plan, written_plan

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _context(place: PlanPlace, link: str = "") -> dict[str, Any]:
    plan = place.plan
    spans = spans_of(tasks_of(plan), plan.year, place.today)
    is_this_year = plan.year == place.today.year
    return {
        "plan": plan, "spans": spans, "months": months_of(spans, plan.year), "today": place.today, "link": link,
        "now_percent": f"{share_of_year(place.today, plan.year) / 100:.2f}%" if is_this_year else "",
        "may_write": place.may_write,
    }  # fmt: skip


@require_GET
@login_required
def calendar(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Each task as a span over twelve months; on a phone a list by the month in which each is due."""
    place = seen_plan(request, plan_id)
    if place.is_hidden:
        return redirect("plans:revision", plan_id=plan_id, number=place.plan.revision)
    return render(request, "plans/calendar.html", _context(place))


@require_POST
@login_required
def make_feed(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A personal address of the unit's calendar; it is shown once, on the page that this answers, and earlier ones close."""
    place = written_plan(request, plan_id)
    token = actions.make_feed(unit=place.plan.unit, by=request.user, at=clock.now())  # type: ignore[arg-type]
    link = request.build_absolute_uri(f"/plans/feeds/{token}/calendar.ics")
    return render(request, "plans/calendar.html", _context(place, link), status=201)


def _unit_of(token: str) -> Unit | LinkProblem:
    """The unit whose calendar an address opens, as long as its holder writes the unit's plans."""
    link = link_for(token, purpose=LinkPurpose.CALENDAR, at=clock.now())
    if isinstance(link, LinkProblem):
        return link
    unit = feed_unit(link)
    writes = unit in rules.planning_units(scope_of(link.holder or AnonymousUser(), clock.today()))
    return unit if writes else LinkProblem.REVOKED


@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The unit's tasks as iCalendar, for who has the address."""
    unit = _unit_of(token)
    if isinstance(unit, LinkProblem):
        return render(request, "accounts/link_problem.html", {"problem": describe(unit)}, status=410)
    data = calendar_of(unit, clock.now(), request.build_absolute_uri("/"))
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="ke-hoach.ics"'
    return response


@require_GET
@login_required
def print_plan(request: HttpRequest, plan_id: UUID, ending: str) -> HttpResponse:
    """The plan in the form of NĐ 30/2020/NĐ-CP: DOCX to go on with, PDF to print."""
    if ending not in {"docx", "pdf"}:
        raise Plan.DoesNotExist
    place = seen_plan(request, plan_id)
    if place.is_hidden:
        return redirect("plans:revision", plan_id=plan_id, number=place.plan.revision)
    document = paper_of(place.plan, tasks_of(place.plan), place.today)
    data, kind = (to_docx(document), WORD) if ending == "docx" else (to_pdf(document), "application/pdf")
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="ke-hoach-{place.plan.year}.{ending}"'
    return response
