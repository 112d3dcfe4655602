"""Who receives a case, who is competent for it, and who stands above; the tree of competences as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from caunoi.feedback.models import Topic
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement, Unit


def _living(on: date) -> QuerySet[Unit]:
    return Unit.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), founded_on__lte=on)


def _desks(on: date) -> QuerySet[Unit]:
    return _living(on).filter(kind__category=UnitCategory.UNION, kind__is_grassroots=False)


def is_desk(unit: Unit) -> bool:
    """Whether it is a union that receives cases."""
    return unit.kind.category == UnitCategory.UNION and not unit.kind.is_grassroots


def level_above(unit: Unit, on: date) -> Unit | None:
    """The unit directly above on a day."""
    place = Placement.objects.on(on).filter(unit=unit).select_related("parent").first()
    return place.parent if place else None


def desk_for(*, body: Unit | None, sender_unit: Unit | None, on: date, is_about_body: bool = False) -> Unit:
    """The union that receives a case: the one in the body's area, else the one above the sender's union, else the root.

    A union that a case is about does not receive it: the next level does. Raises Unit.DoesNotExist while there is no
    upper union at all.
    """
    desk = _nearest_desk(body, sender_unit, on)
    if is_about_body and body is not None and desk.pk == body.pk:
        return level_above(desk, on) or desk
    return desk


def _nearest_desk(body: Unit | None, sender_unit: Unit | None, on: date) -> Unit:
    for near in (body, sender_unit):
        if near is not None and near.area_code:
            found = _desks(on).filter(area_code=near.area_code).order_by("pk").first()
            if found:
                return found
    if sender_unit is not None:
        above = level_above(sender_unit, on)
        if above is not None:
            return above
    rows = Placement.objects.on(on).filter(parent=None, unit__in=_desks(on))
    root = rows.select_related("unit").order_by("pk").first()
    if root is None:
        raise Unit.DoesNotExist
    return root.unit


def body_in_charge(topic: Topic | None, area_code: str, on: date) -> Unit | None:
    """The body that a topic makes competent: its own unit, or the unit of its kind in the area; asked up the topics."""
    node = topic
    while node is not None:
        if node.competent_unit_id:
            return node.competent_unit
        if node.competent_kind_id:
            rows = _living(on).filter(kind=node.competent_kind_id)
            found = rows.filter(area_code=area_code).order_by("pk").first() if area_code else None
            return found or (rows.get() if rows.count() == 1 else None)
        node = node.parent
    return None


@dataclass(frozen=True)
class TopicLine:
    """A subject, how deep it lies, and how many phrases it is known by."""

    topic: Topic
    depth: int
    words_count: int


def topic_lines() -> list[TopicLine]:
    """The whole tree, parents before children, by name; constant query count."""
    rows = Topic.objects.select_related("competent_unit", "competent_kind").order_by("folded_name", "pk")
    below: dict[int | None, list[Topic]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    lines: list[TopicLine] = []

    def show(parent: int | None, depth: int) -> None:
        for topic in below.get(parent, []):
            lines.append(TopicLine(topic, depth, len(topic.words.splitlines())))
            show(topic.pk, depth + 1)

    show(None, 0)
    return lines
