"""What people may ask about their own data, with the clocks of the law (Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.actions.erasing import erase_follower
from caunoi.feedback.actions.intake import TEXT_MOST
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import DataRequestState, DataRight
from caunoi.feedback.models import DataRequest, Follower
from caunoi.feedback.queries.clocks import limit_of
from caunoi.feedback.queries.competence import desk_for
from caunoi.feedback.queries.data_requests import OPEN
from caunoi.feedback.queries.limits import rule_for
from caunoi.feedback.queries.receipts import receipt_for_key, receipt_hash
from caunoi.kit import audit
from caunoi.organisations.models import Unit
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure import workdays


@dataclass(frozen=True)
class DataAsking:
    """What a person asks. With a case's receipt (`follower`) nobody need prove who they are; else by account or contact."""

    right: DataRight
    text: str
    key: str
    follower: Follower | None = None
    user: User | None = None
    unit: Unit | None = None
    name: str = ""
    contact: str = ""
    has_third_party: bool = False


def _due(code: str, desk: Unit, at: datetime) -> datetime:
    rule = rule_for(code, topic=None, on=timezone.localtime(at).date())
    return workdays.due_at(at, limit_of(rule), calendar_for(desk))


@transaction.atomic
def ask_data_right(*, asking: DataAsking, by: User | None, at: datetime) -> tuple[DataRequest, str]:
    """Take a request in, with its own receipt: acknowledged in 2 working days, done in 15 days, in 20 where a third party
    holds the data too. The same key is one request."""
    receipt = receipt_for_key(f"data request {asking.key}")
    known = DataRequest.objects.filter(receipt_hash=receipt_hash(receipt)).first()
    if known is not None:
        return known, receipt
    if not (asking.follower or asking.user or asking.contact.strip()):
        raise ValidationError({"contact": _("Nhập mã biên nhận của việc, hoặc cách liên hệ với bạn.")})
    if len(asking.text) > TEXT_MOST:
        raise ValidationError({"text": _("Nội dung dài quá %d ký tự. Rút gọn rồi gửi lại.") % TEXT_MOST})
    on = timezone.localtime(at).date()
    desk = asking.follower.case.desk if asking.follower else desk_for(body=None, sender_unit=asking.unit, on=on)
    row = DataRequest.objects.create(
        right=asking.right, desk=desk, follower=asking.follower, user=asking.user, receipt_hash=receipt_hash(receipt),
        name=asking.name, contact=asking.contact, text=asking.text.strip(), has_third_party=asking.has_third_party,
        asked_at=at, acknowledge_due_at=_due("DATA_ACKNOWLEDGE", desk, at),
        due_at=_due("DATA_DO_COMPLEX" if asking.has_third_party else "DATA_DO", desk, at),
    )  # fmt: skip
    audit.record(row, "feedback.ask_data_right", by=by, at=at, right=asking.right)
    return row, receipt


def _locked(request: DataRequest) -> DataRequest:
    row = DataRequest.objects.select_for_update(of=("self",)).select_related("follower", "desk").get(pk=request.pk)
    if row.state not in OPEN:
        raise ValidationError(_("Yêu cầu này đã được giải quyết xong."))
    return row


@transaction.atomic
def acknowledge_data_request(*, request: DataRequest, by: User, at: datetime) -> DataRequest:
    """Say that the request was read; once."""
    row = _locked(request)
    if row.acknowledged_at is None:
        row.state, row.acknowledged_at = DataRequestState.ACKNOWLEDGED, at
        row.save(update_fields=["state", "acknowledged_at"])
        audit.record(row, "feedback.acknowledge_data_request", by=by, at=at)
    return row


@transaction.atomic
def extend_data_request(*, request: DataRequest, reason: str, by: User, at: datetime) -> DataRequest:
    """Once, by at most the first limit again, with a reason that the person reads (NĐ 356/2025)."""
    row = _locked(request)
    if row.is_extended:
        raise ValidationError(_("Yêu cầu này đã được gia hạn một lần."))
    rule = rule_for("DATA_DO", topic=None, on=timezone.localtime(at).date())
    row.answer, row.is_extended = required_reason(reason), True
    row.due_at = workdays.due_at(row.due_at, limit_of(rule), calendar_for(row.desk))
    row.save(update_fields=["answer", "is_extended", "due_at"])
    audit.record(row, "feedback.extend_data_request", by=by, at=at)
    return row


@transaction.atomic
def finish_data_request(
    *, request: DataRequest, answer: str, is_refused: bool = False, by: User, at: datetime
) -> DataRequest:
    """Done, or refused with a reason. Deleting erases at once what hangs on the receipt; and of the request itself only
    what it was and when remains. What was done is read with the request's own receipt."""
    row = _locked(request)
    row.answer = required_reason(answer)
    row.state = DataRequestState.REFUSED if is_refused else DataRequestState.DONE
    row.finished_at, row.acknowledged_at = at, row.acknowledged_at or at
    if row.right == DataRight.DELETE and not is_refused:
        if row.follower is not None:
            erase_follower(follower=row.follower, by=by, at=at)
        row.name = row.contact = row.text = ""
        row.user = None
    row.save()
    audit.record(row, "feedback.finish_data_request", by=by, at=at, state=row.state)
    return row
