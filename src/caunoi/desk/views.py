"""What a chair on a phone and an officer at a desk see first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.desk.due import due_of
from caunoi.directives.queries import current_directives, evidence_to_review, totals_of
from caunoi.directives.queries import resting_on_ended as directives_on_ended
from caunoi.feedback.queries.inbox import todays_cases
from caunoi.kit import clock
from caunoi.library.choices import ReadingState
from caunoi.library.queries import readings_of
from caunoi.newsroom.choices import NominationState
from caunoi.newsroom.queries import articles_waiting_for, nominations_on_desk
from caunoi.newsroom.queries.bases import resting_on_ended as articles_on_ended
from caunoi.notifications.queries import unread_count
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, scope_asked
from caunoi.organisations.queries.contacts import dead_phones_count
from caunoi.organisations.rules import leads_federation
from caunoi.plans.queries.activities import answered_by_activities, waiting_for
from caunoi.plans.rules import plans_to_decide_by

# Of what is due, as many as fit before what waits for an officer's decision.
DUE_SHOWN = 8


def _unreached(scope: Scope) -> tuple[Unit, int] | None:
    """The unit that a chair answers for, with how many of its members' numbers are dead."""
    unit = next((post.unit for post in scope.posts if post.role == Role.CHAIR), None)
    count = dead_phones_count([unit.pk]) if unit else 0
    return (unit, count) if unit and count else None


def _ended_count(scope: Scope, today: date) -> int:
    """Directives and articles of the branch that rest on what no longer holds."""
    if not scope.branches():
        return 0
    return len(directives_on_ended(scope, today)) + len(articles_on_ended(scope, today))


def _news(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """Texts that wait for this person's word, and how many nominations nobody has decided."""
    if not scope.branches():
        return {"articles": [], "nominations_count": 0}
    articles = list(articles_waiting_for(request.user, scope)[:5])  # type: ignore[arg-type]
    return {"articles": articles, "nominations_count": nominations_on_desk(scope, NominationState.SENT).count()}


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Today's list, oldest deadline first; then the branch."""
    today = clock.today()
    scope = scope_asked(request, today)
    evidence = evidence_to_review(scope) if scope.branches() else []
    # What came with the report of an activity is decided with it.
    reported = answered_by_activities(evidence)
    evidence = [row for row in evidence if row.pk not in reported]
    waiting = waiting_for(request.user, scope).count() if scope.branches() else 0  # type: ignore[arg-type]
    plans = plans_to_decide_by(request.user, scope, today)
    readings = list(readings_of(request.user, scope).filter(state=ReadingState.READY)[:5]) if scope.posts else []
    directives = current_directives(request.user, today, scope=scope)
    totals = totals_of(directives, scope)
    voices = todays_cases(request.user, scope, clock.now())  # type: ignore[arg-type]
    due = due_of(request.user, scope, voices.cases, today)  # type: ignore[arg-type]
    news = _news(request, scope)
    context = {
        **news,
        "today": today,
        "posts": scope.posts,
        "is_officer": bool(scope.branches()),
        "may_see_unit": bool(scope.own_units()),
        "due": due[:DUE_SHOWN],
        "due_rest": len(due) - DUE_SHOWN,
        "is_sample_unit": any(post.unit.is_sample for post in scope.posts),
        "own_unit": own[0].name if len(own := scope.own_units()) == 1 else "",
        "evidence": evidence,
        "readings": readings,
        "voices": voices,
        "plans_waiting": plans,
        "waiting_reports": waiting,
        "count": sum(map(len, (due, evidence, readings, news["articles"])))
        + sum(map(bool, (news["nominations_count"], voices.waiting_count, waiting, plans))),
        "ended_count": _ended_count(scope, today),
        "unread": unread_count(request.user),
        "keeps_channels": leads_federation(scope),
        "unreached": _unreached(scope),
        "directives": [(row, totals[row.pk].levels()) for row in directives if row.pk in totals],
    }
    return render(request, "desk/home.html", context)


@require_GET
@login_required
def ended_bases(request: HttpRequest) -> HttpResponse:
    """Directives and articles of the person's branch that rest on a document which no longer holds."""
    today = clock.today()
    scope = scope_asked(request, today)
    context = {
        "directives": directives_on_ended(scope, today),
        "articles": articles_on_ended(scope, today),
    }
    return render(request, "desk/ended_bases.html", context)
