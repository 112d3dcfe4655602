"""The clock of a case: it stands still on grounds of law only, and runs longer only by another person's decision."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback import workflow
from caunoi.feedback.actions.moving import locked, move
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import ExtensionState, PauseGround
from caunoi.feedback.models import Case, Extension, Pause
from caunoi.feedback.queries.clocks import due_of
from caunoi.pure import workdays

DAYS_MOST = 20


def _later(case: Case) -> datetime | None:
    due = due_of(case)
    return workdays.promise(case.due_at, due) if due and case.due_at else due


@transaction.atomic
def pause_case(*, case: Case, ground: PauseGround, note: str, by: User, at: datetime) -> Pause:
    """Let the clock stand still from now on (NĐ 155/2026/NĐ-CP art. 28a). A question to the sender is no such ground."""
    case = locked(case)
    workflow.after(case.state, "pause_case")
    if case.pauses.filter(to_at=None).exists():
        raise ValidationError(_("Thời hạn đang tạm dừng rồi."))
    pause = Pause.objects.create(case=case, ground=ground, note=required_reason(note), from_at=at, by=by)
    move(case, "pause_case", by=by, at=at, reason=note, is_reason_public=True, facts={"ground": ground})
    return pause


@transaction.atomic
def resume_case(*, case: Case, by: User, at: datetime) -> Case:
    """Let the clock run again; the due date moves by the time that did not count."""
    case = locked(case)
    pause = case.pauses.filter(to_at=None).first()
    if pause is None:
        raise ValidationError(_("Thời hạn không tạm dừng."))
    pause.to_at = at
    pause.save(update_fields=["to_at"])
    move(case, "resume_case", by=by, at=at, due_at=_later(case))
    return case


@transaction.atomic
def ask_extension(*, case: Case, days: int, reason: str, by: User, at: datetime) -> Extension:
    """Ask the desk for more working days."""
    case = locked(case)
    workflow.after(case.state, "ask_extension")
    if not 1 <= days <= DAYS_MOST:
        raise ValidationError({"days": _("Xin thêm từ 1 đến %d ngày làm việc.") % DAYS_MOST})
    if case.extensions.filter(state=ExtensionState.ASKED).exists():
        raise ValidationError(_("Đã có một đề nghị gia hạn đang chờ duyệt."))
    row = Extension.objects.create(case=case, days=days, reason=required_reason(reason), asked_at=at, asked_by=by)
    move(case, "ask_extension", by=by, at=at, reason=reason, facts={"days": days})
    return row


@transaction.atomic
def decide_extension(*, extension: Extension, is_approved: bool, note: str, by: User, at: datetime) -> Extension:
    """Grant or refuse it; not by who asked. The sender is told of the new date and why."""
    case = locked(extension.case)
    if extension.asked_by_id == by.pk:
        raise ValidationError(_("Người xin gia hạn không tự duyệt được."))
    if extension.state != ExtensionState.ASKED:
        raise ValidationError(_("Đề nghị này đã được quyết định."))
    extension.state = ExtensionState.APPROVED if is_approved else ExtensionState.REJECTED
    extension.decided_at, extension.decided_by, extension.decision_note = at, by, note.strip()
    extension.save()
    facts = {"days": extension.days, "is_approved": is_approved}
    move(
        case, "extend_case", by=by, at=at, reason=extension.reason if is_approved else note,
        is_reason_public=is_approved, facts=facts, due_at=_later(case) if is_approved else case.due_at,
    )  # fmt: skip
    return extension
