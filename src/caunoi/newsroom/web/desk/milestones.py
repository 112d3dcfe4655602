"""Milestones of the six areas, kept by hand until plans feed them."""

from __future__ import annotations

from uuid import UUID

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
from caunoi.kit.ui.paging import whole
from caunoi.library.queries import Chooser
from caunoi.newsroom import actions, queries, rules
from caunoi.newsroom.models import Milestone
from caunoi.newsroom.web.desk.series_forms import MilestoneForm, initial_of
from caunoi.organisations.queries import MANAGING, scope_asked


@require_GET
@login_required
def desk_milestones(request: HttpRequest) -> HttpResponse:
    """The six areas in a year."""
    today = clock.today()
    scope = scope_asked(request, today)
    if not rules.may_write_article(scope):
        raise Milestone.DoesNotExist
    rows = queries.milestones_on_desk(scope)
    years = queries.years_of(rows)
    year = whole(request.GET.get("year", "")) or (years[0] if years else today.year)
    context = {"areas": queries.progress_of(rows, year), "years": years or [today.year], "year": year}
    return render(request, "newsroom/desk/milestones.html", context)


@login_required
@idempotent
def add_milestone(request: HttpRequest) -> HttpResponse:
    """A new one of the person's unit."""
    if not rules.may_write_article(scope_asked(request, clock.today())):
        raise Milestone.DoesNotExist
    return _edited(request, None)


@login_required
@idempotent
def edit_milestone(request: HttpRequest, milestone_id: UUID) -> HttpResponse:
    """How far it has come by now."""
    return _edited(request, queries.milestone_on_desk(scope_asked(request, clock.today()), milestone_id))


def _edited(request: HttpRequest, milestone: Milestone | None) -> HttpResponse:
    today = clock.today()
    scope = scope_asked(request, today)
    fresh = {"year": today.year, "as_of": today, "area": asked(request, "area")}
    form = MilestoneForm(
        posted(request),
        initial=initial_of(milestone) if milestone else fresh,
        chooser=Chooser(request.user, today, scope),  # type: ignore[arg-type]
    )
    if request.method == "POST" and form.is_valid():
        owner = milestone.owner if milestone else scope.own_units(MANAGING)[0]
        try:
            saved = actions.save_milestone(
                milestone=milestone, owner=owner, draft=form.draft(), by=request.user, at=clock.now(), today=today
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã lưu số liệu."))
            response = redirect("newsroom:desk_milestones")
            response["Location"] += f"?year={saved.year}"
            return response
    context = {"form": form, "milestone": milestone, "is_wrong": is_wrong(form)}
    return render(request, "newsroom/desk/milestone.html", context, status=422 if context["is_wrong"] else 200)
