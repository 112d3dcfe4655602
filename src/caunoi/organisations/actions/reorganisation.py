"""Reorganisations: one or many steps on one day, all or nothing.

The tree of every earlier day stays as it was: placements and names are closed and new ones opened, never changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.accounts.models import User
from caunoi.kit import audit, ids, outbox
from caunoi.organisations.actions.roles import refresh_officers
from caunoi.organisations.choices import Extent, HandoverScope, UnitEventKind
from caunoi.organisations.events import UnitsReorganised
from caunoi.organisations.models import Member, Placement, RoleGrant, Succession, Unit, UnitEvent, UnitKind, UnitName
from caunoi.pure import timetree
from caunoi.pure.vietnamese import fold, short_date


@dataclass(frozen=True)
class Step:
    """One step. FOUND: name, kind, parent (code optional). RENAME: unit, name. TRANSFER: unit, parent.
    MERGE: units into successor. SPLIT: unit into successors, with the children each takes. DISSOLVE: unit.
    """

    kind: UnitEventKind
    unit: Unit | None = None
    name: str = ""
    unit_kind: UnitKind | None = None
    parent: Unit | None = None
    code: str = ""
    successors: Sequence[Unit] = ()
    # SPLIT: child unit id to the successor that takes it.
    children_to: dict[int, int] | None = None
    scopes: Sequence[str] = tuple(HandoverScope.values)
    # SPLIT: whether the unit lives on beside its successors.
    is_kept: bool = False
    area_code: str = ""
    email: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class _Work:
    reorganisation: uuid.UUID
    on: date
    decision: str
    by: User | None
    at: datetime


def _refuse(problem: timetree.Problem, unit: Unit, on: date) -> ValidationError:
    texts = {
        timetree.Problem.UNDER_ITSELF: _("%(unit)s không thể nằm dưới chính nó."),
        timetree.Problem.CYCLE: _("%(unit)s không thể chuyển vào một đơn vị đang thuộc nó."),
        timetree.Problem.BEFORE_FOUNDING: _("Ngày %(on)s là trước ngày %(unit)s được thành lập. Chọn ngày muộn hơn."),
        timetree.Problem.BEFORE_LAST_CHANGE: _(
            "%(unit)s đã có thay đổi sau ngày %(on)s. Chọn ngày muộn hơn thay đổi gần nhất."
        ),
        timetree.Problem.SAME_DAY: _(
            "%(unit)s đã có một lần sắp xếp trong ngày %(on)s. Mỗi đơn vị một lần trong ngày."
        ),
        timetree.Problem.UNIT_ENDED: _("%(unit)s đã kết thúc hoạt động trước ngày %(on)s."),
        timetree.Problem.PARENT_ENDED: _("Đơn vị nhận %(unit)s không hoạt động vào ngày %(on)s."),
        timetree.Problem.NOT_IN_TREE: _("%(unit)s không có chỗ trong sơ đồ vào ngày %(on)s."),
    }
    return ValidationError(texts[problem] % {"unit": unit.name, "on": short_date(on)}, code=problem.value)


def _node(unit: Unit) -> timetree.Node:
    place = Placement.objects.filter(unit=unit, to_on=None).first()
    if place is None:
        return timetree.Node(unit.pk, unit.founded_on, unit.ended_on, None, None)
    named_on = UnitName.objects.filter(unit=unit, to_on=None).values_list("from_on", flat=True)
    return timetree.Node(unit.pk, unit.founded_on, unit.ended_on, place.path, max(place.from_on, *named_on))


def _check(unit: Unit, work: _Work, parent: Unit | None = None) -> None:
    unit.refresh_from_db()
    if parent:
        parent.refresh_from_db()
    node = _node(unit)
    problems = timetree.check_move(node, _node(parent), work.on) if parent else timetree.check_change(node, work.on)
    other = UnitEvent.objects.filter(unit=unit, happened_on=work.on).exclude(reorganisation=work.reorganisation)
    if other.exclude(kind=UnitEventKind.FOUND).exists():
        problems.append(timetree.Problem.SAME_DAY)
    if problems:
        raise _refuse(problems[0], unit, work.on)


def _check_living(successors: Sequence[Unit], unit: Unit, work: _Work) -> None:
    """Whoever takes over must live on the day."""
    for successor in successors:
        node = _node(successor)
        if node.path is None or node.founded_on > work.on:
            raise _refuse(timetree.Problem.PARENT_ENDED, unit, work.on)


def _check_nothing_later(place: Placement, on: date) -> None:
    """Below the place nothing may come or go after the day: its path on the days between would lead nowhere."""
    rows = Placement.objects.filter(Q(from_on__gt=on) | Q(to_on__gt=on)).below(place.path)
    later = rows.select_related("unit").order_by("path").first()
    if later:
        raise _refuse(timetree.Problem.BEFORE_LAST_CHANGE, later.unit, on)


def _event(unit: Unit, kind: UnitEventKind, work: _Work, **facts: Any) -> UnitEvent:
    return UnitEvent.objects.create(
        kind=kind,
        unit=unit,
        happened_on=work.on,
        reorganisation=work.reorganisation,
        decision_symbol=work.decision,
        facts=facts,
        recorded_at=work.at,
        recorded_by=work.by,
    )


def _move_branch(unit: Unit, parent: Unit, on: date) -> int:
    """Close the branch's placements and open them under the new parent; returns how many units moved."""
    top = Placement.objects.get(unit=unit, to_on=None)
    above = Placement.objects.get(unit=parent, to_on=None)
    _check_nothing_later(top, on)
    if above.from_on > on:
        raise _refuse(timetree.Problem.BEFORE_LAST_CHANGE, parent, on)
    new_prefix = f"{above.path}{unit.pk}/"
    branch = list(Placement.objects.filter(to_on=None).below(top.path).order_by("path"))
    shift = above.depth + 1 - top.depth
    fresh = [
        Placement(
            unit_id=row.unit_id,
            parent_id=parent.pk if row.unit_id == unit.pk else row.parent_id,
            path=timetree.moved_path(row.path, top.path, new_prefix),
            depth=row.depth + shift,
            from_on=on,
        )
        for row in branch
    ]
    # What began today never held on any day: it is replaced, not closed.
    same_day = [row.pk for row in branch if row.from_on == on]
    Placement.objects.filter(pk__in=same_day).delete()
    Placement.objects.filter(pk__in=[row.pk for row in branch if row.from_on < on]).update(to_on=on)
    Placement.objects.bulk_create(fresh, batch_size=2000)
    return len(fresh)


def _found(step: Step, work: _Work) -> Unit:
    if not (step.name and step.unit_kind):
        raise ValidationError(_("Đơn vị mới cần có tên và loại."))
    unit = Unit.objects.create(
        kind=step.unit_kind,
        code=step.code or f"U-{ids.new_id().hex[-12:]}",
        name=step.name,
        folded_name=fold(step.name),
        area_code=step.area_code,
        email=step.email,
        founded_on=work.on,
        is_sample=step.is_sample,
    )
    UnitName.objects.create(unit=unit, name=step.name, from_on=work.on)
    above = None
    if step.parent:
        above = Placement.objects.on(work.on).filter(unit=step.parent, to_on=None).first()
        if above is None:
            raise _refuse(timetree.Problem.PARENT_ENDED, unit, work.on)
    Placement.objects.create(
        unit=unit,
        parent=step.parent,
        path=f"{above.path if above else '/'}{unit.pk}/",
        depth=above.depth + 1 if above else 0,
        from_on=work.on,
    )
    _event(unit, UnitEventKind.FOUND, work, name=step.name, parent=step.parent.pk if step.parent else None)
    return unit


def _rename(step: Step, work: _Work) -> Unit:
    unit = _require(step.unit)
    _check(unit, work)
    old = unit.name
    if not step.name.strip() or step.name.strip() == old:
        raise ValidationError(_("Nhập tên mới khác tên hiện nay."))
    UnitName.objects.filter(unit=unit, to_on=None, from_on=work.on).delete()
    UnitName.objects.filter(unit=unit, to_on=None).update(to_on=work.on)
    UnitName.objects.create(unit=unit, name=step.name.strip(), from_on=work.on)
    unit.name, unit.folded_name = step.name.strip(), fold(step.name.strip())
    unit.save(update_fields=["name", "folded_name"])
    _event(unit, UnitEventKind.RENAME, work, old=old, new=unit.name)
    return unit


def _transfer(step: Step, work: _Work) -> Unit:
    unit, parent = _require(step.unit), _require(step.parent)
    _check(unit, work, parent)
    old = Placement.objects.get(unit=unit, to_on=None).parent_id
    count = _move_branch(unit, parent, work.on)
    _event(unit, UnitEventKind.TRANSFER, work, old_parent=old, new_parent=parent.pk, moved_count=count)
    return unit


def _require(unit: Unit | None) -> Unit:
    if unit is None:
        raise ValidationError(_("Chọn đơn vị."))
    return unit


def _children(unit: Unit, on: date) -> list[Unit]:
    rows = Placement.objects.filter(parent=unit, to_on=None).select_related("unit__kind")
    return [row.unit for row in rows]


def _end(unit: Unit, work: _Work) -> None:
    """Close a unit that has no children left: its place, its name, its roles."""
    place = Placement.objects.get(unit=unit, to_on=None)
    _check_nothing_later(place, work.on)
    place.to_on = work.on
    place.save(update_fields=["to_on"])
    UnitName.objects.filter(unit=unit, to_on=None).update(to_on=work.on)
    unit.ended_on = work.on
    unit.save(update_fields=["ended_on"])
    grants = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=work.on), unit=unit)
    users = list(grants.values_list("user_id", flat=True))
    grants.update(to_on=work.on)
    refresh_officers(users, on=work.on)


def _succeed(
    event: UnitEvent, unit: Unit, successors: Sequence[Unit], scopes: Sequence[str], *, is_kept: bool = False
) -> None:
    extent = Extent.WHOLE if len(successors) == 1 and not is_kept else Extent.PART
    rows = [
        Succession(event=event, predecessor=unit, successor=successor, extent=extent, scope=scope)
        for successor in successors
        for scope in scopes
    ]
    Succession.objects.bulk_create(rows)
    if extent == Extent.WHOLE and HandoverScope.MEMBERS in scopes:
        _hand_over_members(unit, successors[0])


def _hand_over_members(unit: Unit, successor: Unit) -> None:
    """Move the roster; a code that the successor already uses gets the old unit's code in front."""
    taken = set(Member.objects.filter(unit=successor, left_on=None).values_list("code", flat=True))
    for member in Member.objects.filter(unit=unit, left_on=None, code__in=taken):
        member.code = f"{unit.code}-{member.code}"[:40]
        member.save(update_fields=["code"])
    Member.objects.filter(unit=unit).update(unit=successor)


def _merge(step: Step, work: _Work) -> Unit:
    """`unit` goes into its one successor, with everything below it."""
    unit = _require(step.unit)
    if len(step.successors) != 1 or step.successors[0].pk == unit.pk:
        raise ValidationError(_("Sáp nhập cần đúng một đơn vị nhận, khác đơn vị được sáp nhập."))
    successor = step.successors[0]
    _check(unit, work)
    _check_living([successor], unit, work)
    for child in _children(unit, work.on):
        _check(child, work, successor)
        _move_branch(child, successor, work.on)
    event = _event(unit, UnitEventKind.MERGE, work, into=successor.pk)
    _succeed(event, unit, [successor], step.scopes)
    _end(unit, work)
    return unit


def _split(step: Step, work: _Work) -> Unit:
    unit = _require(step.unit)
    targets = {successor.pk: successor for successor in step.successors if successor.pk != unit.pk}
    if not targets:
        raise ValidationError(_("Chia, tách cần ít nhất một đơn vị nhận."))
    _check(unit, work)
    _check_living(list(targets.values()), unit, work)
    children_to = step.children_to or {}
    for child in _children(unit, work.on):
        target = targets.get(children_to.get(child.pk, 0))
        if target is None and not step.is_kept:
            text = _("Chưa chọn đơn vị nhận cho %(unit)s.")
            raise ValidationError(text % {"unit": child.name}, code="CHILD_LEFT")
        if target:
            _check(child, work, target)
            _move_branch(child, target, work.on)
    event = _event(unit, UnitEventKind.SPLIT, work, into=list(targets), is_kept=step.is_kept)
    _succeed(event, unit, list(targets.values()), step.scopes, is_kept=step.is_kept)
    if not step.is_kept:
        _end(unit, work)
    return unit


def _dissolve(step: Step, work: _Work) -> Unit:
    unit = _require(step.unit)
    _check(unit, work)
    _check_living(step.successors, unit, work)
    left = _children(unit, work.on)
    if left:
        text = ngettext(
            "%(unit)s còn %(count)d đơn vị trực thuộc. Chuyển hoặc sáp nhập các đơn vị đó trước.",
            "%(unit)s còn %(count)d đơn vị trực thuộc. Chuyển hoặc sáp nhập các đơn vị đó trước.",
            len(left),
        )
        raise ValidationError(text % {"unit": unit.name, "count": len(left)}, code="HAS_CHILDREN")
    event = _event(unit, UnitEventKind.DISSOLVE, work)
    if step.successors:
        _succeed(event, unit, step.successors, step.scopes)
    _end(unit, work)
    return unit


_STEPS = {
    UnitEventKind.FOUND: _found,
    UnitEventKind.RENAME: _rename,
    UnitEventKind.TRANSFER: _transfer,
    UnitEventKind.MERGE: _merge,
    UnitEventKind.SPLIT: _split,
    UnitEventKind.DISSOLVE: _dissolve,
}


@transaction.atomic
def reorganise(steps: Sequence[Step], *, on: date, decision: str = "", by: User | None, at: datetime) -> list[Unit]:
    """Carry out the steps on one day, all or none; returns the unit of each step.

    Raises ValidationError with a reason that a person can act on: cycles, a unit under itself, dates out of order, two
    reorganisations of a unit on one day, units that have ended, children that nobody takes.
    """
    if not steps:
        raise ValidationError(_("Chưa có bước nào."))
    work = _Work(ids.new_id(), on, decision.strip(), by, at)
    units = [_STEPS[UnitEventKind(step.kind)](step, work) for step in steps]
    for step, unit in zip(steps, units, strict=True):
        audit.record(unit, f"organisations.{step.kind.lower()}_unit", by=by, at=at, on=str(on), decision=decision)
    outbox.post(UnitsReorganised(str(work.reorganisation), [unit.pk for unit in units], str(on)))
    return units
