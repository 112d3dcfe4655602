"""A plan while it is written: its words and its tasks.

Two officers may write at once. Whoever saves says which edit they saw last; only what somebody else changed since is
refused, and the door shows both versions. What was not touched is saved side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives.models import DirectiveObligation
from caunoi.kit import audit
from caunoi.organisations.models import Unit
from caunoi.plans import workflow
from caunoi.plans.actions.progress import add_up_plans, refresh_tasks
from caunoi.plans.choices import ActivityForm, Adoption, Audience, Carrier, PlanState
from caunoi.plans.models import Indicator, Plan, PlanTask
from caunoi.plans.queries.plans import ADOPTED_WORDS

WEIGHT_MOST, TASKS_MOST = 100, 300


class StaleEditError(Exception):
    """Somebody else saved the same thing since; `row` is what it says now."""

    def __init__(self, row: Plan | PlanTask) -> None:
        super().__init__()
        self.row = row


@dataclass(frozen=True)
class PlanWords:
    """What an officer writes of the plan itself."""

    title: str
    symbol: str = ""
    purpose: str = ""
    requirements: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class TaskDraft:
    """What an officer writes of a task. `target` is that of each unit that does the work; `reason` says why a task that
    came down is changed."""

    title: str
    from_on: date
    to_on: date
    form: str = ActivityForm.OTHER
    audience: str = Audience.MEMBERS
    area: str = ""
    owner: Unit | None = None
    indicator: Indicator | None = None
    target: Decimal | None = None
    budget: int | None = None
    evidence_required: str = ""
    weight: int = 1
    carrier: str = Carrier.OWN
    reason: str = ""


def require(plan: Plan, deed: str) -> str:
    """The state after a deed. Raises ValidationError when the plan is in none that the deed may start from."""
    before, after = workflow.PLAN_DEEDS[deed]
    if plan.state not in before:
        words = _("Không làm được: kế hoạch đang ở bước “%(state)s”.")
        raise ValidationError(words % {"state": PlanState(plan.state).label})
    return after or plan.state


def locked(plan: Plan) -> Plan:
    """The plan's row, held until the transaction ends."""
    return Plan.objects.select_for_update(of=("self",)).select_related("unit", "above__unit").get(pk=plan.pk)


def touch(plan: Plan, by: User | None, at: datetime) -> int:
    """Count an edit of a locked plan; returns its number. The caller saves the plan."""
    plan.edit_count += 1
    plan.changed_at, plan.changed_by = at, by
    return plan.edit_count


TOUCHED = ["edit_count", "changed_at", "changed_by"]


@transaction.atomic
def edit_plan(*, plan: Plan, words: PlanWords, seen: int, by: User, at: datetime) -> Plan:
    """Change the plan's own words. Raises ValidationError, or StaleEditError when they were changed after `seen`."""
    row = locked(plan)
    require(row, "edit_plan")
    if row.changed_in > seen:
        raise StaleEditError(row)
    title = " ".join(words.title.split())
    if not title:
        raise ValidationError({"title": _("Ghi tên kế hoạch.")})
    row.title, row.symbol = title[:300], words.symbol.strip()
    row.purpose, row.requirements = words.purpose.strip(), words.requirements.strip()
    row.organisation = words.organisation.strip()
    row.changed_in = touch(row, by, at)
    row.save()
    audit.record(row, "plans.edit_plan", by=by, at=at)
    return row


def checked(plan: Plan, draft: TaskDraft) -> dict[str, Any]:
    """The values of a task as they are stored. Raises ValidationError by field."""
    title = " ".join(draft.title.split())
    problems: dict[str, str] = {}
    if not title or len(title) > 500:
        problems["title"] = _("Ghi việc phải làm, nhiều nhất 500 ký tự.")
    if draft.to_on < draft.from_on:
        problems["to_on"] = _("Ngày kết thúc không trước ngày bắt đầu.")
    if not draft.from_on.year == draft.to_on.year == plan.year:
        name = "from_on" if draft.from_on.year != plan.year else "to_on"
        problems.setdefault(name, _("Ngày phải nằm trong năm %d của kế hoạch.") % plan.year)
    if not 1 <= draft.weight <= WEIGHT_MOST:
        problems["weight"] = _("Từ 1 đến %d.") % WEIGHT_MOST
    if draft.target is not None and draft.target <= 0:
        problems["target"] = _("Chỉ tiêu phải lớn hơn 0. Để trống nếu chỉ cần có minh chứng.")
    if problems:
        raise ValidationError(problems)
    return {
        "title": title, "from_on": draft.from_on, "to_on": draft.to_on, "form": draft.form, "audience": draft.audience,
        "area": draft.area, "owner": draft.owner or plan.unit, "indicator": draft.indicator, "target": draft.target,
        "budget": draft.budget, "evidence_required": draft.evidence_required.strip(), "weight": draft.weight,
        "carrier": draft.carrier,
    }  # fmt: skip


def _editable(task: PlanTask, seen: int) -> tuple[Plan, PlanTask]:
    plan = locked(task.plan)
    require(plan, "edit_plan")
    row = PlanTask.objects.select_related("source", "indicator", "owner").get(pk=task.pk)
    if row.changed_in > seen:
        raise StaleEditError(row)
    return plan, row


def _kept(plan: Plan, row: PlanTask, deed: str, by: User, at: datetime, **facts: Any) -> PlanTask:
    row.changed_in = touch(plan, by, at)
    row.save()
    plan.save(update_fields=TOUCHED)
    audit.record(row, f"plans.{deed}", by=by, at=at, plan=plan, **facts)
    refresh_tasks([row.pk], at)
    return row


@transaction.atomic
def add_task(
    *, plan: Plan, draft: TaskDraft, obligation: DirectiveObligation | None = None, by: User, at: datetime
) -> PlanTask:
    """Add a task at the end. Raises ValidationError."""
    row = locked(plan)
    require(row, "edit_plan")
    known = row.tasks.filter(obligation=obligation).first() if obligation else None
    if known:
        return known
    if row.tasks.count() >= TASKS_MOST:
        raise ValidationError(_("Một kế hoạch có nhiều nhất %d việc.") % TASKS_MOST)
    last = row.tasks.aggregate(last=Max("position"))["last"] or 0
    task = PlanTask(plan=row, position=last + 1, obligation=obligation, **checked(row, draft))
    return _kept(row, task, "add_task", by, at)


def _is_other(row: PlanTask, source: PlanTask) -> bool:
    return any((getattr(row, name) or None) != (getattr(source, name) or None) for name in ADOPTED_WORDS)


@transaction.atomic
def edit_task(*, task: PlanTask, draft: TaskDraft, seen: int, by: User, at: datetime) -> PlanTask:
    """Change a task; one that came down from above becomes ADAPTED, with the reason, or ADOPTED again when it says the same.

    Raises ValidationError, or StaleEditError when somebody changed it after `seen`.
    """
    plan, row = _editable(task, seen)
    for name, value in checked(plan, draft).items():
        setattr(row, name, value)
    if row.source is not None:
        is_other = _is_other(row, row.source)
        if is_other and not draft.reason.strip():
            raise ValidationError({"reason": _("Việc này cấp trên giao. Ghi lý do điều chỉnh.")})
        row.adoption = Adoption.ADAPTED if is_other else Adoption.ADOPTED
        row.reason = draft.reason.strip() if is_other else ""
    return _kept(plan, row, "edit_task", by, at)


@transaction.atomic
def decline_task(*, task: PlanTask, reason: str, seen: int, by: User, at: datetime) -> PlanTask:
    """Say no to a task that came down, with the reason. Raises ValidationError, or StaleEditError."""
    plan, row = _editable(task, seen)
    if row.source is None:
        raise ValidationError(_("Chỉ từ chối được việc cấp trên giao. Việc của đơn vị thì hủy."))
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do không nhận việc này.")})
    row.adoption, row.reason = Adoption.DECLINED, reason.strip()
    return _kept(plan, row, "decline_task", by, at)


@transaction.atomic
def adopt_task(*, task: PlanTask, by: User, at: datetime) -> PlanTask:
    """Take a task that came down as it stands above, after it was declined or changed. Raises ValidationError."""
    plan, row = _editable(task, task.changed_in)
    if row.source is None:
        raise ValidationError(_("Việc này không phải của cấp trên giao."))
    for name in ADOPTED_WORDS:
        setattr(row, name, getattr(row.source, name))
    row.adoption, row.reason = Adoption.ADOPTED, ""
    return _kept(plan, row, "adopt_task", by, at)


def is_removable(plan: Plan, task: PlanTask) -> bool:
    """Whether a task may vanish: the unit's own, never approved, nothing done for it, and nobody below who carries it on."""
    is_own = plan.revision == 0 and task.source_id is None and task.taken_from_id is None
    return is_own and not task.activities.exists() and not task.carried_by.exists()


@transaction.atomic
def remove_task(*, task: PlanTask, by: User, at: datetime) -> None:
    """Take a task out of a draft. Raises ValidationError when it must be cancelled instead, with the reason."""
    plan, row = _editable(task, task.changed_in)
    if not is_removable(plan, row):
        raise ValidationError(_("Việc này đã được duyệt hoặc do cấp trên giao: hủy hoặc từ chối, có lý do."))
    touch(plan, by, at)
    plan.save(update_fields=TOUCHED)
    audit.record(row, "plans.remove_task", by=by, at=at, plan=plan, title=row.title)
    row.delete()
    add_up_plans([plan.pk])


@transaction.atomic
def cancel_task(*, task: PlanTask, reason: str, seen: int, by: User, at: datetime) -> PlanTask:
    """Cancel a task, with the reason: it stays to be read and counts no more. Raises ValidationError, or StaleEditError."""
    plan, row = _editable(task, seen)
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do hủy.")})
    row.cancelled_at, row.cancel_reason = at, reason.strip()
    return _kept(plan, row, "cancel_task", by, at)


@transaction.atomic
def restore_task(*, task: PlanTask, by: User, at: datetime) -> PlanTask:
    """Take a cancellation back."""
    plan, row = _editable(task, task.changed_in)
    row.cancelled_at, row.cancel_reason = None, ""
    return _kept(plan, row, "restore_task", by, at)


@transaction.atomic
def move_task(*, task: PlanTask, is_up: bool, by: User, at: datetime) -> None:
    """Let a task change places with its neighbour; at the end of the list nothing happens."""
    plan = locked(task.plan)
    require(plan, "edit_plan")
    rows = list(plan.tasks.order_by("position", "pk"))
    place = next((n for n, row in enumerate(rows) if row.pk == task.pk), None)
    if place is None:  # removed since
        return
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, 1):
        row.position = number
    PlanTask.objects.bulk_update(rows, ["position"])
    touch(plan, by, at)
    plan.save(update_fields=TOUCHED)
    audit.record(task, "plans.move_task", by=by, at=at, plan=plan)
