"""Cases for tests, by the real actions."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from caunoi.feedback.actions import CaseDraft, Received, ReplyDraft, accept_case, assign_case, receive_case, reply_case
from caunoi.feedback.choices import Channel, Outcome
from caunoi.feedback.models import Case, Entry, Follower
from caunoi.feedback.queries import receipt_hash
from tests.cast import Cast

AREA = "10129"
MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 9:00 in Hà Nội, an ordinary working day
TEXT = "Bộ phận một cửa xã Mỹ Đức hẹn trả giấy khai sinh ngày 5/11 nhưng đến nay chưa có, tôi phải đi lại ba lần."
_keys = count(1)


def draft(**facts: Any) -> CaseDraft:
    return replace(CaseDraft(text=TEXT, channel=Channel.WEB, key=f"form-secret-{next(_keys):06d}"), **facts)


def send(at: datetime = MONDAY, **facts: Any) -> Received:
    return receive_case(draft=draft(**facts), by=facts.get("clerk"), at=at)


def follower_of(received: Received) -> Follower:
    return Follower.objects.select_related("case").get(receipt_hash=receipt_hash(received.receipt))


def at_unit(cast: Cast, at: datetime = MONDAY, **facts: Any) -> Received:
    """A case that the commune's committee has accepted."""
    received = send(at=at, body=cast.units["UB-MD"], **facts)
    case = assign_case(case=received.case, unit=cast.units["UB-MD"], by=cast.hoa, at=at)
    case = accept_case(case=case, has_no_conflict=True, by=cast.tuan, at=at)
    return replace(received, case=case)


def answer(case: Case, cast: Cast, at: datetime, **facts: Any) -> Entry:
    """A reply that says why its checklist is not whole."""
    reply = ReplyDraft(
        text="Giấy khai sinh đã trả ngày 18/11.", outcome=Outcome.DONE, missing_reason="Chưa có ảnh chụp biên nhận"
    )
    return reply_case(case=case, draft=replace(reply, **facts), by=cast.tuan, at=at)
