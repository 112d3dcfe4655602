"""The officers' inbox: tabs, filters, one page at a time. Made for a million cases: only what is open is ever counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.choices import DONE_STATES, State
from caunoi.feedback.models import Case, Pause, Topic
from caunoi.feedback.queries.access import cases_visible_to
from caunoi.feedback.queries.clocks import count_working_days
from caunoi.feedback.queries.reach import among
from caunoi.feedback.queries.search import cases_matching
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure import workdays

ROWS = 25
SOON = workdays.Limit(2, workdays.Unit.WD)
LEAN = (
    "public_id", "code", "title", "state", "kind", "area", "urgency", "identity", "channel", "due_at", "received_at",
    "answered_at", "is_on_time", "voice_count", "is_sample", "transfer_count", "reopened_count", "unit__name",
    "desk__name", "body__name", "handler__full_name",
)  # fmt: skip


class Tab(StrEnum):
    """Where a case may be looked for."""

    OPEN = "open"
    SCREENING = "screening"
    WAITING = "waiting"
    HANDLING = "handling"
    SOON = "soon"
    LATE = "late"
    ANSWERED = "answered"
    APART = "apart"
    ALL = "all"


@dataclass(frozen=True)
class Wanted:
    """What a person asks the inbox for; empty texts ask for nothing."""

    tab: Tab = Tab.OPEN
    whose: str = ""  # "mine", "unit", or everything in reach
    text: str = ""
    area: str = ""
    urgency: str = ""
    channel: str = ""
    topic: str = ""
    unit: UUID | None = None
    body: UUID | None = None
    since: date | None = None
    until: date | None = None


def soon_until(scope: Scope, at: datetime) -> datetime:
    """The end of the second working day from now, by the calendar of the reader's first unit."""
    return workdays.due_at(at, SOON, calendar_for(scope.posts[0].unit if scope.posts else None))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _in_tab(rows: QuerySet[Case], tab: Tab, scope: Scope, at: datetime) -> QuerySet[Case]:
    states = {
        Tab.SCREENING: (State.SCREENING,), Tab.WAITING: (State.RECEIVED,), Tab.APART: (State.QUARANTINED,),
        Tab.HANDLING: (State.ASSIGNED, State.HANDLING), Tab.ANSWERED: DONE_STATES,
    }  # fmt: skip
    if tab in states:
        return rows.filter(state__in=states[tab])
    if tab == Tab.LATE:
        return rows.filter(due_at__lt=at)
    return rows.filter(due_at__gte=at, due_at__lte=soon_until(scope, at)) if tab == Tab.SOON else rows


def _whose(rows: QuerySet[Case], whose: str, user: User, scope: Scope) -> QuerySet[Case]:
    if whose == "mine":
        return rows.filter(handler=user)
    if whose == "unit":
        own = [post.unit.pk for post in scope.posts if post.role != Role.MEMBER]
        return rows.filter(among("unit_id", own) | among("desk_id", own))
    return rows


def _about(wanted: Wanted) -> Q:
    """Subject, unit and body asked for. They are looked up first, since it depends on how many cases one has how the
    database had better go about it."""
    sought: dict[str, QuerySet[Any, Any]] = {}
    if wanted.topic:
        sought["topic_id"] = Topic.objects.filter(code=wanted.topic)
    if wanted.unit:
        sought["unit_id"] = Unit.objects.filter(public_id=wanted.unit)
    if wanted.body:
        sought["body_id"] = Unit.objects.filter(public_id=wanted.body)
    found = {column: list(rows.values_list("pk", flat=True)) for column, rows in sought.items()}
    if is_by_deadline(wanted.tab):
        return reduce(and_, (among(column, keys) for column, keys in found.items()), Q())
    return Q(**{f"{column}__in": keys for column, keys in found.items()})  # each lies ready in the order of the list


def wanted_cases(user: User, scope: Scope, wanted: Wanted, at: datetime) -> QuerySet[Case]:
    """The cases asked for, among those that the person may see; in no order."""
    rows = _in_tab(cases_visible_to(user, scope, is_open=is_by_deadline(wanted.tab)), wanted.tab, scope, at)
    rows = _whose(rows, wanted.whose, user, scope)
    exact = {"area": wanted.area, "urgency": wanted.urgency, "channel": wanted.channel}
    rows = rows.filter(_about(wanted), **{name: value for name, value in exact.items() if value})
    if wanted.since:
        rows = rows.filter(received_at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(received_at__lt=_midnight(wanted.until + timedelta(days=1)))
    return cases_matching(rows, wanted.text, scope)


def is_by_deadline(tab: Tab) -> bool:
    """Whether a tab is sorted by deadline; the others show the newest first."""
    return tab not in {Tab.ANSWERED, Tab.ALL, Tab.SCREENING, Tab.APART}


def page_of(rows: QuerySet[Case], tab: Tab, after: UUID | None, at: datetime) -> tuple[Sequence[Case], UUID | None]:
    """One page that follows a case, and the case that the next page follows. No counting, no offset."""
    order = ("due_at", "id") if is_by_deadline(tab) else ("-received_at", "-id")
    last = rows.filter(public_id=after).values_list("due_at", "received_at", "id").first() if after else None
    if last is not None:
        due_at, received_at, pk = last
        if not is_by_deadline(tab):
            rows = rows.filter(Q(received_at__lt=received_at) | Q(received_at=received_at, id__lt=pk))
        elif due_at is not None:
            rows = rows.filter(due_at__gte=due_at).exclude(due_at=due_at, id__lte=pk)
    paused = Exists(Pause.objects.filter(case=OuterRef("pk"), to_at=None))
    found = rows.select_related("unit", "desk", "body", "handler").only(*LEAN).annotate(is_paused=paused)
    page = list(found.order_by(*order)[: ROWS + 1])
    count_working_days(page[:ROWS], at)
    return page[:ROWS], page[ROWS - 1].public_id if len(page) > ROWS else None


def tab_counts(user: User, scope: Scope, at: datetime) -> dict[str, int]:
    """How many open cases stand in each tab; one statement over open rows."""
    soon = Q(due_at__gte=at, due_at__lte=soon_until(scope, at))
    counts: dict[str, int] = (
        cases_visible_to(user, scope, is_open=True)
        .order_by()
        .aggregate(
            open=Count("pk"),
            waiting=Count("pk", filter=Q(state=State.RECEIVED)),
            handling=Count("pk", filter=~Q(state=State.RECEIVED)),
            late=Count("pk", filter=Q(due_at__lt=at)),
            soon=Count("pk", filter=soon),
        )
    )
    aside = cases_visible_to(user, scope).filter(state__in=(State.SCREENING, State.QUARANTINED)).order_by()
    return counts | aside.aggregate(
        screening=Count("pk", filter=Q(state=State.SCREENING)), apart=Count("pk", filter=Q(state=State.QUARANTINED))
    )


@dataclass(frozen=True)
class Today:
    """What the first page of the desk shows: the most pressing cases of one's own, and how many wait to be sorted."""

    cases: list[Case]
    waiting_count: int


def todays_cases(user: User, scope: Scope, at: datetime, most: int = 6) -> Today:
    """Late and soon due cases of the person and their units; what waits to be sorted is counted for those who sort."""
    if not scope.own_units():
        return Today([], 0)
    rows = wanted_cases(user, scope, Wanted(whose="unit"), at).exclude(state=State.RECEIVED)
    rows = rows.filter(due_at__lte=soon_until(scope, at)).select_related("unit", "desk", "body", "handler").only(*LEAN)
    sorts = bool(scope.branches())
    waiting = cases_visible_to(user, scope, is_open=True).filter(state=State.RECEIVED).count() if sorts else 0
    cases = list(rows.order_by("due_at", "id")[:most])
    count_working_days(cases, at)
    return Today(cases, waiting)
