"""Which activities a person sees, reports and decides on. Load is authorise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Sum, When

from caunoi.accounts.models import User
from caunoi.directives.models import DirectiveObligation, Evidence, Recipient
from caunoi.directives.queries import within
from caunoi.organisations.choices import Role, UnitCategory
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope
from caunoi.plans.choices import ActivityState, Adoption, PlanState
from caunoi.plans.models import Activity, ActivityDuty, ActivityFile, PlanTask
from caunoi.pure.vietnamese import fold

REPORTING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR})
# As many tasks as a plan may have: each has a link to its report.
CHIPS_MOST = 300
ALIKE = 0.5


def reporting_units(scope: Scope) -> list[Unit]:
    """Unions in whose name the person reports activities; asks no database."""
    posts = [post for post in scope.posts if post.role in REPORTING and post.category == UnitCategory.UNION]
    return list({post.unit.pk: post.unit for post in posts}.values())


def _own(scope: Scope) -> Q:
    return Q(unit__in=[unit.pk for unit in reporting_units(scope)])


def activities_of(scope: Scope) -> QuerySet[Activity]:
    """The activities of the person's own unions, drafts too."""
    return Activity.objects.filter(_own(scope))


def activities_visible_to(scope: Scope) -> QuerySet[Activity]:
    """Those of the own unions, and what units of the branch have sent."""
    sent = within(scope) & ~Q(state=ActivityState.DRAFT)
    return Activity.objects.filter(_own(scope) | sent)


def activity_for(user: Any, public_id: UUID, scope: Scope) -> Activity:
    """An activity that the person may see. Raises Activity.DoesNotExist otherwise."""
    if not isinstance(user, User):
        raise Activity.DoesNotExist
    return (
        activities_visible_to(scope)
        .select_related("unit", "created_by", "decided_by", "withdrawn_by")
        .get(public_id=public_id)
    )


def own_activity_for(user: Any, public_id: UUID, scope: Scope) -> Activity:
    """An activity of the person's own union. Raises Activity.DoesNotExist otherwise."""
    if not isinstance(user, User):
        raise Activity.DoesNotExist
    return activities_of(scope).select_related("unit").get(public_id=public_id)


def _above_own(scope: Scope) -> Q:
    """Not one's own unit's reports: the unit above decides. The root has none above, so another person there decides."""
    roots = [post.unit.pk for post in scope.posts if post.path == f"/{post.unit.pk}/"]
    own = [unit.pk for unit in reporting_units(scope) if unit.pk not in roots]
    return ~Q(unit__in=own)


def decidable(user: User, scope: Scope) -> QuerySet[Activity]:
    """Activities of the branch that the person may decide on, whatever their state; never those one reported oneself."""
    sent = Activity.objects.filter(within(scope), _above_own(scope)).exclude(state=ActivityState.DRAFT)
    return sent.exclude(created_by=user)


def waiting_for(user: User, scope: Scope) -> QuerySet[Activity]:
    """What waits for the person's decision, the oldest first."""
    return decidable(user, scope).filter(state=ActivityState.SUBMITTED).order_by("submitted_at", "id")


def returned_to(scope: Scope) -> list[Activity]:
    """Reports of the own unions that came back to be mended, the oldest first; asks nothing for who reports none."""
    if not reporting_units(scope):
        return []
    rows = activities_of(scope).filter(state=ActivityState.RETURNED).select_related("unit")
    return list(rows.order_by("decided_at", "id")[:5])


def answered_by_activities(evidence: Collection[Evidence]) -> set[int]:
    """Keys of evidence that is decided with the activity it came with."""
    if not evidence:
        return set()
    rows = ActivityDuty.objects.filter(evidence__in=evidence)
    return {pk for pk in rows.values_list("evidence", flat=True) if pk is not None}


def recipients_served(reports: Collection[Activity]) -> set[int]:
    """Keys of recipients whose duties these reports answer; asks nothing without a report."""
    if not reports:
        return set()
    return set(ActivityDuty.objects.filter(activity__in=reports).values_list("recipient", flat=True))


def decidable_for(user: User, public_ids: Collection[UUID], scope: Scope) -> list[Activity]:
    """Those of the keys that the person may decide on; others are left out silently."""
    return list(decidable(user, scope).filter(public_id__in=public_ids).select_related("unit").order_by("id"))


def with_what_it_serves(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """With unit, files, tasks and duties; the number of statements does not depend on the rows."""
    files = ActivityFile.objects.select_related("file__preview").order_by("position", "id")
    duties = ActivityDuty.objects.select_related("recipient__directive", "obligation").order_by("id")
    tasks = PlanTask.objects.select_related("plan").order_by("to_on", "id")
    return rows.select_related("unit").prefetch_related(
        Prefetch("files", files), Prefetch("duties", duties), Prefetch("tasks", tasks)
    )


def for_a_sheet(rows: QuerySet[Activity], most: int) -> Iterator[Activity]:
    """The newest of the rows, some at a time, with no more than a line of a spreadsheet says."""
    duties = ActivityDuty.objects.select_related("recipient__directive").only(
        "activity_id", "recipient__directive__title"
    )
    tasks = PlanTask.objects.only("title").order_by("to_on", "id")
    files = ActivityFile.objects.only("activity_id")
    found = rows.select_related("unit").defer("description", "confirmed", "decision_note")
    found = found.prefetch_related(
        Prefetch("files", files), Prefetch("duties", duties.order_by("id")), Prefetch("tasks", tasks)
    )
    return found.order_by("-happened_on", "-id")[:most].iterator(chunk_size=1000)


@dataclass(frozen=True)
class Totals:
    """Each activity once, however many tasks and duties it serves. What is not accepted is listed, and counts no visits."""

    activities: int
    accepted: int
    visits: int


def totals_of(rows: QuerySet[Activity]) -> Totals:
    """Sums over activities themselves, never over what they serve. One statement."""
    accepted = Q(state=ActivityState.ACCEPTED)
    found = rows.order_by().aggregate(
        n=Count("id"), accepted=Count("id", filter=accepted), visits=Sum("attendance_count", filter=accepted)
    )
    return Totals(found["n"], found["accepted"], found["visits"] or 0)


def open_tasks(units: Iterable[Unit], on: date) -> QuerySet[PlanTask]:
    """Tasks of the units' plans in force: of this year, of last, then of years to come; the one that ends first before others.

    An approved plan stays in force while its change is being written.
    """
    amended = Q(plan__state__in=(PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED), plan__revision__gt=0)
    rows = PlanTask.objects.filter(
        Q(plan__state=PlanState.APPROVED) | amended, owner__in=list(units), cancelled_at=None
    ).exclude(adoption=Adoption.DECLINED)
    # Next year's plan goes down while this year's is still carried out and reported.
    far = Case(
        When(plan__year=on.year, then=0),
        When(plan__year=on.year - 1, then=1),
        default=F("plan__year"),
        output_field=IntegerField(),
    )
    return rows.filter(plan__year__gte=on.year - 1).select_related("plan", "owner").order_by(far, "to_on", "id")


@dataclass(frozen=True)
class DutyChoice:
    """A duty of a directive that an activity may answer; `key` names it in a form."""

    recipient: Recipient
    obligation: DirectiveObligation | None

    @property
    def key(self) -> str:
        """`recipient` or `recipient.obligation`, by their public ids."""
        tail = f".{self.obligation.public_id}" if self.obligation else ""
        return f"{self.recipient.public_id}{tail}"

    @property
    def text(self) -> str:
        """What is to be done."""
        return self.obligation.text if self.obligation else self.recipient.directive.title


def duties_open(units: Iterable[Unit]) -> list[DutyChoice]:
    """Duties of directives that the units acknowledged and have not carried out yet; two statements."""
    rows = Recipient.objects.filter(unit__in=list(units), implemented_at=None, acknowledged_at__isnull=False)
    rows = rows.select_related("directive", "unit").prefetch_related(
        Prefetch("directive__obligations", DirectiveObligation.objects.filter(until_version=None).order_by("position"))
    )
    found = []
    for recipient in rows.order_by("due_on", "id")[:CHIPS_MOST]:
        duties: list[DirectiveObligation | None] = list(recipient.directive.obligations.all())
        found += [DutyChoice(recipient, duty) for duty in duties or [None]]
    return found[:CHIPS_MOST]


def to_acknowledge(units: Iterable[Unit]) -> list[Recipient]:
    """Directives that must be acknowledged before an activity can answer them."""
    rows = Recipient.objects.filter(unit__in=list(units), acknowledged_at=None).select_related("directive")
    return list(rows.order_by("due_on", "id")[:5])


def _words(title: str) -> set[str]:
    return set(fold(title).split())


def likely_doubles(unit: Unit, facts: Mapping[str, Any]) -> list[Activity]:
    """What the unit reported of the same form on the same day under a title with most words in common."""
    rows = Activity.objects.filter(unit=unit, form=facts["form"], happened_on=facts["happened_on"])
    rows = rows.exclude(state__in=[ActivityState.DRAFT, ActivityState.WITHDRAWN]).exclude(key=facts["key"])
    mine, found = _words(facts["title"]), []
    for row in rows.order_by("id")[:20]:
        theirs = _words(row.title)
        if mine and len(mine & theirs) >= ALIKE * len(mine | theirs):
            found.append(row)
    return found
