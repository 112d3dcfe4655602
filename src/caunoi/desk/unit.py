"""One's own unit at a glance, for a chair on a phone and for an officer at a desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.desk import standing
from caunoi.desk.due import due_of
from caunoi.feedback.queries.inbox import tab_counts, todays_cases
from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.kit.ui.paging import pages_of, start_of, whole
from caunoi.organisations.queries import scope_asked
from caunoi.plans.queries.silence import silent_below
from caunoi.pure.periods import Period
from caunoi.pure.siblings import LEAST_ASKED, LEAST_MEMBERS, LEAST_OTHERS

DAYS = (30, 90, 365)
DUE_SHOWN, SILENT_SHOWN, SILENT_PAGE = 8, 6, 30


def _place(request: HttpRequest) -> tuple[standing.Place, list[standing.Place]]:
    """The unit that the address names, or the person's first. Raises Http404 for who acts for none, or not for it."""
    places = standing.places_of(scope_asked(request, clock.today()), clock.today())
    wanted = asked(request, "unit", 40)
    found = [place for place in places if not wanted or str(place.unit.public_id) == wanted]
    if not found:
        raise Http404
    return found[0], places


def _silent(request: HttpRequest, place: standing.Place) -> dict[str, Any]:
    """Who of the branch has said nothing; the first few, or with `silent=all` a page of all."""
    days = whole(asked(request, "days", 4), DAYS[-1])
    days = days if days in DAYS else DAYS[0]
    period = Period(place.on - timedelta(days=days - 1), place.on)
    is_all = asked(request, "silent", 3) == "all"
    start, limit = (start_of(request), SILENT_PAGE) if is_all else (0, SILENT_SHOWN)
    counts, rows = silent_below(place.post.path, period, start=start, limit=limit)
    return {
        "counts": counts, "rows": rows, "period": period, "days": days, "choices": DAYS, "is_all": is_all,
        "pages": pages_of(start, limit, counts.silent_count) if is_all else None,
    }  # fmt: skip


@require_GET
@login_required
def unit(request: HttpRequest) -> HttpResponse:
    """What is due, coverage, the plan, open cases, who is silent, and the unit among its siblings."""
    place, places = _place(request)
    user: Any = request.user
    now = clock.now()
    progress = standing.progress_of(place) if place.is_union else None
    due = due_of(user, place.scope, todays_cases(user, place.scope, now).cases, place.on)
    is_all = asked(request, "due", 3) == "all"
    context = {
        "place": place, "places": places, "today": place.on, "now": now, "is_officer": place.is_branch,
        "due": due if is_all else due[:DUE_SHOWN], "due_count": len(due), "is_all_due": is_all,
        "late_count": sum(item.has_deadline and item.on < place.on for item in due),
        "cases": tab_counts(user, place.scope, now),
        "least": {"others": LEAST_OTHERS, "members": LEAST_MEMBERS, "asked": LEAST_ASKED},
    }  # fmt: skip
    if place.is_union:
        context |= {
            "coverage": standing.coverage_of(place, user), "progress": progress,
            "standing": standing.standing_of(place), "silent": _silent(request, place) if place.is_branch else None,
        }  # fmt: skip
    return render(request, "desk/unit.html", context)
