"""The chase list: who still owes something, who is in charge at each level, what was tried, who chases whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from caunoi.accounts.models import User
from caunoi.directives.models import ContactNote, Directive, Recipient, Reminder
from caunoi.directives.queries.deliveries import lost_messages, with_live_mailbox
from caunoi.directives.queries.ladder import owing, waiting_for_review
from caunoi.notifications.queries import Fate
from caunoi.organisations.models import RoleGrant, Unit
from caunoi.organisations.queries import ACTING, officers_of
from caunoi.pure import timetree


@dataclass(frozen=True)
class ChaseLine:
    """A recipient that still owes something, with what was tried; `contact` is the last one, `lost` a message that did
    not arrive where nothing else did."""

    recipient: Recipient
    people: list[User]
    reminder_count: int
    reminded_at: datetime | None
    contact: ContactNote | None
    is_waiting: bool
    lost: Fate | None = None


@dataclass(frozen=True)
class ChaseGroup:
    """The recipients below one unit: that unit chases them. `above` are the units over it up to the viewer's own."""

    path: str
    unit: Unit | None
    people: list[User]
    above: list[tuple[Unit, list[User]]]
    missing_count: int
    lines: list[ChaseLine]


def _below(rows: QuerySet[Recipient], path: str) -> QuerySet[Recipient]:
    return rows.filter(path__gte=path, path__lt=path[:-1] + "0")


def owing_below(directive: Directive, path: str) -> QuerySet[Recipient]:
    """Recipients of a branch that are not done, by their places."""
    return _below(owing(directive), path).select_related("unit").order_by("path", "pk")


def parents_of(directive: Directive, path: str) -> Counter[str]:
    """How many are not done below each unit that stands directly over some, by its frozen path."""
    places = _below(owing(directive), path).values_list("path", flat=True)
    return Counter(timetree.parent_of(place) for place in places.iterator(chunk_size=5000))


def chase_lines(directive: Directive, rows: Sequence[Recipient], people: dict[int, list[User]]) -> list[ChaseLine]:
    """What was tried with each recipient; so many statements for any number of them."""
    since = directive.versions.get(number=directive.version_number).issued_at
    counted = Reminder.objects.filter(recipient__in=rows, at__gte=since).values_list("recipient")
    known = {pk: (n, last) for pk, n, last in counted.annotate(n=Count("id"), last=Max("at"))}
    contacts = {note.recipient_id: note for note in ContactNote.objects.filter(recipient__in=rows).order_by("at", "pk")}
    waiting, lost = waiting_for_review(rows), lost_messages(rows)
    found = []
    for row in rows:
        count, reminded_at = known.get(row.pk, (0, None))
        found.append(
            ChaseLine(
                recipient=row, people=people.get(row.unit_id, []), reminder_count=count, reminded_at=reminded_at,
                contact=contacts.get(row.pk), is_waiting=row.pk in waiting,
                lost=lost.get(row.pk),
            )
        )  # fmt: skip
    return found


def chase_groups(
    directive: Directive, path: str, root: str, on: date, *, start: int = 0, limit: int | None = None
) -> list[ChaseGroup]:  # fmt: skip
    """Those of a branch who are not done, by the unit directly over them, with the people of each level from there up
    to the viewer's own place `root`. The number of statements does not depend on how many they are."""
    counts = parents_of(directive, path)
    rows = list(owing_below(directive, path)[start : start + limit if limit else None])
    depth = root.count("/") - 2
    chains = {
        place: timetree.ids_of(place)[max(depth, 0) :] for place in {timetree.parent_of(row.path) for row in rows}
    }
    ids = {pk for chain in chains.values() for pk in chain}
    people = officers_of(ids | {row.unit_id for row in rows}, on)
    units = Unit.objects.in_bulk(ids)
    grouped: dict[str, list[ChaseLine]] = {}
    for line in chase_lines(directive, rows, people):
        grouped.setdefault(timetree.parent_of(line.recipient.path), []).append(line)
    found = []
    for place, lines in grouped.items():
        own, *above = chains[place][::-1] or [0]
        over = [(units[pk], people.get(pk, [])) for pk in above if pk in units]
        found.append(ChaseGroup(place, units.get(own), people.get(own, []), over, counts[place], lines))
    return found


def contacts_of(recipient: Recipient) -> list[ContactNote]:
    """What officers noted about a recipient, newest first."""
    return list(recipient.contacts.select_related("by").order_by("-at", "-pk")[:50])


def silent_units(directive: Directive, on: date) -> set[int]:
    """Keys of units that are not done and where nobody would receive a reminder."""
    holds = Q(to_on=None) | Q(to_on__gt=on)
    acting = RoleGrant.objects.filter(holds, unit=OuterRef("unit"), from_on__lte=on, role__in=ACTING)
    rows = owing(directive).exclude(Exists(acting.filter(user__is_active=True)))
    units = [row.unit for row in rows.select_related("unit").only("unit__email")]
    return {unit.pk for unit in units} - with_live_mailbox(units)
