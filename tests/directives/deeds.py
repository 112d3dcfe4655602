"""A directive from the city federation to the cast's three grassroots unions, and what units do with it."""

from datetime import date, datetime
from typing import Any

from caunoi.directives import actions, queries
from caunoi.directives.actions import DirectiveDraft
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import Directive, Evidence, Recipient
from caunoi.kit.files import store
from caunoi.kit.models import StoredFile
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.library.models import Document
from caunoi.notifications.models import Message
from tests.cast import AT, Cast

TODAY, DUE = date(2026, 11, 23), date(2026, 12, 7)


def make_document(cast: Cast, **values: Any) -> Document:
    facts = {"title": "Hướng dẫn tuyên truyền cải cách hành chính", "type_name": "Hướng dẫn", "issuer": "LĐLĐ Hà Nội"}
    confirmed = Confirmed(**facts | {"symbol": "12/HD-LĐLĐ", "issued_on": date(2021, 6, 18)} | values)
    return confirm_reading(
        reading=None, values=confirmed, owner=cast.units["HN"], by=cast.dung, at=AT, text="Điều 1. A"
    )


def issue(cast: Cast, issuer: str = "HN", at: datetime = AT, **values: Any) -> Directive:
    draft = DirectiveDraft(**{"title": "Phổ biến Hướng dẫn số 12", "due_on": DUE, **values})
    return actions.issue_directive(
        document=Document.objects.first() or make_document(cast),
        issuer=cast.units[issuer],
        draft=draft,
        by=cast.dung,
        at=at,
    )


def recipient(directive: Directive, code: str) -> Recipient:
    return Recipient.objects.select_related("directive").get(directive=directive, unit__code=code)


def acknowledge(directive: Directive, code: str, channel: Channel = Channel.LINK, at: datetime = AT) -> Any:
    return actions.acknowledge(
        recipient=recipient(directive, code), channel=channel, name="Trần Văn Minh", by=None, at=at
    )


def photo(at: datetime = AT) -> StoredFile:
    return store.keep(b"a sheet of names", filename="ky.jpg", media_type="image/jpeg", subject="", by=None, at=at)


def submit(directive: Directive, code: str, cast: Cast, **values: Any) -> Evidence:
    """Evidence of a unit, which acknowledged before."""
    acknowledge(directive, code)
    facts = {"obligation": None, "note": "Đã họp phổ biến cho 85 người.", "happened_on": None, "attendance_count": 85}
    return actions.submit_evidence(
        recipient=recipient(directive, code), **facts | {"file": None, "by": cast.minh, "at": AT} | values
    )


def tell(directive: Directive, unit_code: str, **values: Any) -> Message:
    """A message about the unit's newest version, as the transports have left it."""
    subject = queries.own_subject(recipient(directive, unit_code))
    facts = {"channel": "EMAIL", "state": "SENT", "address": "don-vi@example.vn", "title": "x", "body": "x"}
    key = f"{subject}:{Message.objects.count()}"
    return Message.objects.create(
        **facts | {"subject": subject, "key": key, "queued_at": AT, "not_before_at": AT} | values
    )


def accept(evidence: Evidence, cast: Cast, at: datetime = AT) -> Evidence:
    return actions.decide_evidence(evidence=evidence, is_accepted=True, note="", by=cast.hoa, at=at)
