"""Who looked at the sender of which case, for the level above that reviews it every month (SAFETY T3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.models import Case
from caunoi.feedback.queries.access import cases_visible_to
from caunoi.kit.audit.models import AuditContent, AuditRow
from caunoi.organisations.models import RoleGrant
from caunoi.organisations.queries import ACTING, Scope, placed_today

VERB = "feedback.reveal_sender"
MONTHS = 24
# So many cases are looked up in one statement.
AT_ONCE = 1000


@dataclass(frozen=True)
class Look:
    """One look: the audit row behind it, who, and at which case."""

    row: int
    at: datetime
    person: UUID
    case: Case


@dataclass(frozen=True)
class LookLine:
    """A look in words; the reason is None once it has been erased."""

    look: Look
    person: User | None
    units: tuple[str, ...]
    reason: str | None


def months_until(today: date) -> list[date]:
    """First days of the months that can be reviewed, newest first."""
    number = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number, number - MONTHS, -1)]


def _bounds(first: date) -> tuple[datetime, datetime]:
    after = (first + timedelta(days=32)).replace(day=1)
    start, stop = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, after))
    return start, stop


def _id_in(name: str) -> UUID:
    """The public id in a name of the audit, such as `feedback.case:<id>`."""
    return UUID(name.rpartition(":")[2])


def _watched(user: User, scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Case]:
    rows = cases_visible_to(user, scope).filter(desk__in=placed_today(scope).values("unit_id"))
    found: dict[UUID, Case] = {}
    for start in range(0, len(ids), AT_ONCE):
        lean = rows.filter(public_id__in=ids[start : start + AT_ONCE]).only("public_id", "code")
        found |= {case.public_id: case for case in lean}
    return found


def looks_in(user: User, scope: Scope, month: date) -> list[Look]:
    """Looks of a month at the cases whose desk lies in the person's branches, newest first; their own among them.

    Raises Case.DoesNotExist for whoever manages no branch. A case that the person may not see (set apart elsewhere, or
    naming them) is not there with its looks either.
    """
    if not scope.branches():
        raise Case.DoesNotExist
    start, stop = _bounds(month)
    rows = AuditRow.objects.filter(verb=VERB, at__gte=start, at__lt=stop).order_by("-at", "-id")
    noted = list(rows.values_list("pk", "at", "actor", "subject"))
    ids = list(dict.fromkeys(_id_in(subject) for _pk, _at, _actor, subject in noted))
    cases = _watched(user, scope, ids)
    return [
        Look(pk, at, _id_in(actor), cases[_id_in(subject)])
        for pk, at, actor, subject in noted
        if _id_in(subject) in cases
    ]


def lookers(looks: Sequence[Look]) -> list[tuple[User, int]]:
    """How often each person looked, most often first."""
    counts = Counter(look.person for look in looks)
    people = User.objects.filter(public_id__in=counts).only("public_id", "full_name")
    return sorted(((user, counts[user.public_id]) for user in people), key=lambda pair: (-pair[1], pair[0].full_name))


def _units(people: Sequence[User]) -> dict[int, list[RoleGrant]]:
    grants: dict[int, list[RoleGrant]] = {}
    rows = RoleGrant.objects.filter(user__in=people, role__in=ACTING).select_related("unit").only(
        "user", "from_on", "to_on", "unit__name"
    )  # fmt: skip
    for grant in rows.order_by("id"):
        grants.setdefault(grant.user_id, []).append(grant)
    return grants


def lines_of(looks: Sequence[Look], people: Sequence[User]) -> list[LookLine]:
    """Looks with the person's units on that day and the reason given; two statements for any number of them."""
    known = {user.public_id: user for user in people}
    grants = _units(people)
    contents = AuditContent.objects.filter(row__in=[look.row for look in looks])
    reasons = dict(contents.values_list("row_id", "content__reason"))
    lines = []
    for look in looks:
        person, on = known.get(look.person), timezone.localtime(look.at).date()
        held = grants.get(person.pk, []) if person else []
        units = dict.fromkeys(
            grant.unit.name for grant in held if grant.from_on <= on and (grant.to_on is None or grant.to_on > on)
        )
        lines.append(LookLine(look, person, tuple(units), reasons.get(look.row)))
    return lines
