"""Where a case goes: sorted, assigned, transferred, accepted, given back, set apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback import rules, workflow
from caunoi.feedback.actions.indexing import forget_case
from caunoi.feedback.actions.intake import start_clock
from caunoi.feedback.actions.moving import locked, move
from caunoi.feedback.actions.recusing import recuse_met
from caunoi.feedback.choices import HANDLED_KINDS, Kind, State, Urgency
from caunoi.feedback.models import Case, Entry, Recusal, Topic, TriageDecision, TriageProposal
from caunoi.feedback.queries.clocks import ANSWER_RULE, due_of
from caunoi.feedback.queries.competence import level_above
from caunoi.feedback.queries.limits import rule_for
from caunoi.organisations.models import Unit
from caunoi.pure import workdays

REASON_LEAST = 10


@dataclass(frozen=True)
class Classification:
    """What a person decided about a case; None leaves a field as it is."""

    kind: Kind | None = None
    area: str | None = None
    topic: Topic | None = None
    body: Unit | None = None
    urgency: Urgency | None = None


def required_reason(reason: str) -> str:
    """The reason, trimmed. Raises ValidationError when it says nothing."""
    if len(reason.strip()) < REASON_LEAST:
        raise ValidationError({"reason": _("Ghi lý do, ít nhất %d ký tự.") % REASON_LEAST})
    return reason.strip()


def _note_decisions(case: Case, decided: dict[str, str], by: User | None, at: datetime) -> None:
    proposal = TriageProposal.objects.filter(case=case).first()
    proposed = {line["field"]: line["value"] for line in reversed(proposal.lines)} if proposal else {}
    TriageDecision.objects.bulk_create(
        [
            TriageDecision(
                case=case, field=name, proposed=str(proposed.get(name, ""))[:40], decided=value[:40], at=at, by=by
            )
            for name, value in decided.items()
        ]
    )


def _reclock(case: Case, at: datetime) -> None:
    """The urgency or topic changed: the rule changes with it, from the same start; an open promise never shrinks, but
    for a case that turns out to be urgent."""
    on = timezone.localtime(at).date()
    case.limit_rule = rule_for(ANSWER_RULE[Urgency(case.urgency)], topic=case.topic, on=on)
    due = due_of(case)
    if due and case.due_at and case.urgency != Urgency.URGENT:
        due = workdays.promise(case.due_at, due)
    case.due_at = due


@transaction.atomic
def classify_case(*, case: Case, decided: Classification, by: User, at: datetime) -> Case:
    """Say what a case is. What was proposed and what was decided are kept side by side: the machine learns from it.

    Raises ValidationError when it is set to a kind that is not handled here: such a case is refused with guidance, or
    set apart (`quarantine_case`).
    """
    case = locked(case)
    if decided.kind is not None and decided.kind not in HANDLED_KINDS:
        raise ValidationError({"kind": _("Loại việc này không giải quyết ở đây: chọn “Hướng dẫn sang đúng cửa”.")})
    given = {name: getattr(decided, name) for name in ("kind", "area", "topic", "body", "urgency")}
    changes = {name: value for name, value in given.items() if value is not None}
    for name, value in changes.items():
        setattr(case, name, value)
    if case.clock_from_at and {"urgency", "topic"} & set(changes):
        _reclock(case, at)
    texts = {name: value.code if isinstance(value, (Topic, Unit)) else str(value) for name, value in changes.items()}
    _note_decisions(case, texts, by, at)
    move(case, "classify_case", by=by, at=at, facts=texts)
    return case


def _check_receiver(case: Case, unit: Unit) -> None:
    if unit.ended_on is not None:
        raise ValidationError({"unit": _("Đơn vị này đã kết thúc hoạt động. Chọn đơn vị kế thừa.")})
    if Recusal.objects.filter(case=case, unit=unit, lifted_at=None).exists():
        raise ValidationError({"unit": _("Đơn vị này được nêu trong việc nên không thể trả lời việc này.")})


@transaction.atomic
def assign_case(
    *, case: Case, unit: Unit, handler: User | None = None, reason: str = "", by: User | None, at: datetime
) -> Case:
    """Hand the case to the unit that answers; the clock that runs since the receipt goes on."""
    case = locked(case)
    _check_receiver(case, unit)
    case.unit = unit
    due = due_of(case)
    kept = workdays.promise(case.due_at, due) if due and case.due_at else due
    move(case, "assign_case", by=by, at=at, reason=reason, unit=unit, handler=handler, due_at=kept)
    recuse_met(case=case, by=by, at=at)
    return case


@transaction.atomic
def transfer_case(*, case: Case, unit: Unit, reason: str, by: User, at: datetime) -> Case:
    """Pass the case on, clock and history with it. Raises ValidationError: no reason, the same unit, too many transfers."""
    case = locked(case)
    reason = required_reason(reason)
    most = settings.CAUNOI.transfers_most
    if case.transfer_count >= most:
        raise ValidationError(
            _("Việc đã chuyển %d lần, là mức tối đa. Trả về nơi tiếp nhận để phân công lại.") % most, code="TRANSFERS"
        )
    if case.unit_id == unit.pk:
        raise ValidationError({"unit": _("Việc đang ở chính đơn vị này.")})
    _check_receiver(case, unit)
    move(
        case, "transfer_case", by=by, at=at, reason=reason, is_reason_public=True, unit=unit, handler=None,
        accepted_at=None, transfer_count=case.transfer_count + 1,
    )  # fmt: skip
    recuse_met(case=case, by=by, at=at)
    return case


@transaction.atomic
def return_case(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Give the case back to the desk: not ours."""
    case = locked(case)
    move(case, "return_case", by=by, at=at, reason=required_reason(reason), unit=None, handler=None)
    return case


@transaction.atomic
def accept_case(*, case: Case, has_no_conflict: bool, by: User, at: datetime) -> Case:
    """Take the case on, after saying that it does not concern oneself (SAFETY T4)."""
    if not has_no_conflict:
        raise ValidationError({"has_no_conflict": _("Xác nhận không có xung đột lợi ích, hoặc chọn tránh mặt.")})
    case = locked(case)
    move(case, "accept_case", by=by, at=at, handler=case.handler or by, accepted_at=at)
    return case


@transaction.atomic
def take_case(*, case: Case, handler: User, by: User, at: datetime) -> Case:
    """Name the person who handles it."""
    case = locked(case)
    if not rules.may_handle(handler, case, timezone.localtime(at).date()):
        raise ValidationError({"handler": _("Người này không xử lý được việc này.")})
    move(case, "classify_case", by=by, at=at, handler=handler, facts={"handler": str(handler.public_id)})
    return case


@transaction.atomic
def admit_case(*, case: Case, by: User, at: datetime) -> Case:
    """Let a case in that waited for a person to look; its clock starts now, since only now was it received."""
    case = locked(case)
    workflow.after(case.state, "admit_case")
    start_clock(case, at)
    move(case, "admit_case", by=by, at=at)
    return case


@transaction.atomic
def discard_case(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Put aside what a machine sent. It stays readable to who holds its receipt, with the reason."""
    case = locked(case)
    move(case, "discard_case", by=by, at=at, reason=required_reason(reason), is_reason_public=True, closed_at=at)
    return case


@transaction.atomic
def quarantine_case(*, case: Case, by: User | None, at: datetime) -> Case:
    """Set a possible denunciation apart: encrypted, out of every list, figure and index, kept by the highest desk.

    Luật Tố cáo art. 8.3, 56: nothing of the denouncer is revealed. The union does not process it; whoever holds the
    receipt reads how to bring it to the competent body on paper or in person.
    """
    case = locked(case)
    workflow.after(case.state, "quarantine_case")
    on = timezone.localtime(at).date()
    top, above = case.desk, level_above(case.desk, on)
    while above is not None:
        top, above = above, level_above(above, on)
    stories = Entry.objects.filter(case=case).exclude(text="")
    sealed = "\n\n".join(stories.order_by("id").values_list("text", flat=True)) or case.text
    stories.update(text="")
    TriageProposal.objects.filter(case=case).delete()
    forget_case(case)
    move(
        case, "quarantine_case", by=by, at=at, sealed_text=sealed, text="", title="", desk=top, unit=None, handler=None,
        due_at=None, accept_due_at=None,
    )  # fmt: skip
    return case


@transaction.atomic
def release_case(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """It was no denunciation: back to the desk, with its words, and a clock from now."""
    case = locked(case)
    workflow.after(case.state, "release_case")
    text = case.sealed_text
    case.text, case.sealed_text = text, ""
    first = case.entries.order_by("id").first()
    if first:
        first.text = text
        first.save(update_fields=["text"])
    start_clock(case, at)
    move(case, "release_case", by=by, at=at, reason=required_reason(reason), state=State.RECEIVED)
    return case
