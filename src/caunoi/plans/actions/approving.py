"""Submitted, approved or returned; every approved change is a version that is never changed again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.organisations.models import Placement
from caunoi.plans.actions.editing import TOUCHED, StaleEditError, locked, require, touch
from caunoi.plans.actions.progress import refresh_tasks
from caunoi.plans.choices import Adoption, PlanAnswer
from caunoi.plans.events import PlanDecided, PlanSubmitted
from caunoi.plans.models import Plan, PlanRevision
from caunoi.plans.queries.plans import changes_of, plan_words, tasks_of


def answer_of(plan: Plan) -> str:
    """What a plan's tasks say to the plan above; empty when there is none above."""
    if plan.above_id is None:
        return ""
    rows = plan.tasks.exclude(source=None).values_list("adoption", "cancelled_at")
    # What is cancelled is not done, whatever was said before.
    adoptions = {adoption if cancelled_at is None else Adoption.DECLINED for adoption, cancelled_at in rows}
    if adoptions == {Adoption.DECLINED}:
        return PlanAnswer.DECLINED
    return PlanAnswer.ADOPTED if adoptions == {Adoption.ADOPTED} else PlanAnswer.ADAPTED


def is_verbatim(plan: Plan) -> bool:
    """Whether a plan says just what came down: nothing changed, declined, cancelled or added."""
    if plan.above_id is None or plan.revision:
        return False
    rows = plan.tasks.exclude(adoption=Adoption.ADOPTED, cancelled_at=None)
    return not rows.exists() and plan.tasks.exists()


def _require_tasks(plan: Plan) -> None:
    if not plan.tasks.filter(cancelled_at=None).exists():
        raise ValidationError(_("Kế hoạch chưa có việc nào. Thêm ít nhất một việc."))


@transaction.atomic
def submit_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Hand the plan to those who approve it. Raises ValidationError without a task, or in another state."""
    row = locked(plan)
    row.state = require(row, "submit_plan")
    _require_tasks(row)
    row.submitted_at, row.submitted_by, row.decision_note = at, by, ""
    row.answer = answer_of(row)
    row.save()
    audit.record(row, "plans.submit_plan", by=by, at=at, unit=row.unit)
    outbox.post(PlanSubmitted(row.pk))
    return row


@transaction.atomic
def withdraw_submission(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Take a submitted plan back to go on writing. Raises ValidationError."""
    row = locked(plan)
    row.state = require(row, "withdraw_submission")
    row.save(update_fields=["state"])
    audit.record(row, "plans.withdraw_submission", by=by, at=at)
    return row


def _enter_into_force(row: Plan, note: str, by: User | None, at: datetime) -> None:
    row.revision += 1
    row.decided_at, row.decided_by, row.decision_note = at, by, note
    row.answer = answer_of(row)
    row.save()
    PlanRevision.objects.create(
        plan=row, number=row.revision, content=plan_words(row, tasks_of(row)), note=note, at=at, by=by
    )
    refresh_tasks(list(row.tasks.values_list("pk", flat=True)), at)
    outbox.post(PlanDecided(row.pk, row.revision, is_approved=True))


def _must_be_read(row: Plan, seen: int | None) -> None:
    """Raises StaleEditError when the plan was changed after the edit that was read."""
    if seen is not None and row.edit_count > seen:
        raise StaleEditError(row)


@transaction.atomic
def approve_plan(*, plan: Plan, note: str = "", seen: int | None = None, by: User, at: datetime) -> Plan:
    """Approve a submitted plan: it is in force, and what it says is kept as a version. `seen` is the edit that was read.

    Raises ValidationError in another state, and for the person who submitted it; StaleEditError for one changed since.
    """
    row = locked(plan)
    row.state = require(row, "approve_plan")
    _must_be_read(row, seen)
    if row.submitted_by_id == by.pk:
        raise ValidationError(_("Người trình không tự duyệt. Cần người thứ hai."))
    _enter_into_force(row, note.strip(), by, at)
    audit.record(row, "plans.approve_plan", by=by, at=at, unit=row.unit, revision=row.revision, edit=row.edit_count)
    return row


@transaction.atomic
def return_plan(*, plan: Plan, note: str, seen: int | None = None, by: User, at: datetime) -> Plan:
    """Return a submitted plan with the reason. Raises ValidationError without one, or in another state; StaleEditError for
    one changed since `seen`."""
    row = locked(plan)
    row.state = require(row, "return_plan")
    _must_be_read(row, seen)
    if not note.strip():
        raise ValidationError({"note": _("Ghi lý do trả lại.")})
    row.decided_at, row.decided_by, row.decision_note = at, by, note.strip()
    row.save()
    audit.record(row, "plans.return_plan", by=by, at=at, unit=row.unit, edit=row.edit_count)
    outbox.post(PlanDecided(row.pk, row.revision, is_approved=False))
    return row


def _hold(plans: Collection[Plan], at: datetime) -> None:
    """Hold all of them before the first is decided, from below upwards, as every other deed does."""
    places = Placement.objects.on(timezone.localtime(at).date()).filter(unit__in=[plan.unit_id for plan in plans])
    depths = {unit_id: path.count("/") for unit_id, path in places.values_list("unit_id", "path")}
    for plan in sorted(plans, key=lambda row: (-depths.get(row.unit_id, 0), row.pk)):
        Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk).values_list("pk").first()


@transaction.atomic
def decide_plans(
    *, plans: Sequence[tuple[Plan, int]], is_approved: bool, note: str, by: User, at: datetime
) -> tuple[list[Plan], list[Plan]]:
    """Approve or return several, each with the edit of it that was read. Returns those decided, and those left as they are:
    changed since they were read, no longer waiting, or submitted by the person.

    Raises ValidationError when they shall be returned without a reason.
    """
    if not is_approved and not note.strip():
        raise ValidationError({"note": _("Ghi lý do trả lại.")})
    decide = approve_plan if is_approved else return_plan
    done: list[Plan] = []
    left: list[Plan] = []
    _hold([plan for plan, _seen in plans], at)
    for plan, seen in plans:
        try:
            done.append(decide(plan=plan, note=note, seen=seen, by=by, at=at))
        except (ValidationError, StaleEditError):
            left.append(plan)
    return done, left


@transaction.atomic
def adopt_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Take a plan that came down word for word. What the unit above has approved needs no second approval.

    Raises ValidationError when something was changed, declined or added: then it is submitted.
    """
    row = locked(plan)
    state = require(row, "adopt_plan")
    if not is_verbatim(row):
        raise ValidationError(_("Kế hoạch có việc đã điều chỉnh, từ chối hoặc thêm mới: trình duyệt."))
    row.state = state
    row.submitted_at, row.submitted_by = at, by
    _enter_into_force(row, "", by, at)
    audit.record(row, "plans.adopt_plan", by=by, at=at, unit=row.unit, above=row.above)
    return row


@transaction.atomic
def amend_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Open an approved plan for a change; the approved version holds until the change is approved. Raises ValidationError."""
    row = locked(plan)
    row.state = require(row, "amend_plan")
    touch(row, by, at)
    row.save(update_fields=["state", *TOUCHED])
    audit.record(row, "plans.amend_plan", by=by, at=at, revision=row.revision)
    return row


@transaction.atomic
def drop_amendment(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Close an opened plan again when it says the same as the version in force: that needs no approval. Raises
    ValidationError when something was changed: then it is submitted, or changed back.
    """
    row = locked(plan)
    state = require(row, "drop_amendment")
    if not row.revision:
        raise ValidationError(_("Kế hoạch chưa được duyệt lần nào."))
    held = row.revisions.get(number=row.revision)
    if changes_of(held.content, plan_words(row, tasks_of(row))):
        raise ValidationError(_("Kế hoạch đã có chỗ sửa: trình duyệt, hoặc sửa lại như bản đang có hiệu lực."))
    row.state = state
    # A change that was returned had put its own decision here.
    row.decided_at, row.decided_by_id, row.decision_note = held.at, held.by_id, held.note
    row.answer = answer_of(row)
    row.save(update_fields=["state", "answer", "decided_at", "decided_by", "decision_note"])
    audit.record(row, "plans.drop_amendment", by=by, at=at)
    return row


@transaction.atomic
def discard_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Throw a draft away that was never approved. Raises ValidationError: for one that was, or that came down from above."""
    row = locked(plan)
    state = require(row, "discard_plan")
    if row.revision:
        raise ValidationError(_("Kế hoạch đã được duyệt nên không bỏ được. Hủy từng việc, có lý do."))
    if row.above_id:
        raise ValidationError(_("Kế hoạch do cấp trên giao. Từ chối từng việc, có lý do."))
    row.state = state
    row.save(update_fields=["state"])
    audit.record(row, "plans.discard_plan", by=by, at=at)
    refresh_tasks(list(row.tasks.values_list("pk", flat=True)), at)
    return row


@transaction.atomic
def close_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Close an approved plan whose year is over: its figures stay, nothing is added. Raises ValidationError."""
    row = locked(plan)
    row.state = require(row, "close_plan")
    if row.year >= timezone.localtime(at).year:
        raise ValidationError(_("Năm %d chưa hết nên chưa khép lại được.") % row.year)
    row.save(update_fields=["state"])
    audit.record(row, "plans.close_plan", by=by, at=at)
    return row
