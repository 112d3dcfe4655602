"""A unit says that it received: by its account, by its link, at a meeting, or through the officer above."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from caunoi.accounts.actions import use_link
from caunoi.accounts.models import PersonalLink, User
from caunoi.directives import queries
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.events import DirectiveAcknowledged
from caunoi.directives.models import Acknowledgement, Opening, Recipient
from caunoi.directives.rules import EVIDENTIAL_WEIGHT
from caunoi.kit import audit, outbox
from caunoi.kit.models import StoredFile

NEWER = _n("Vừa có bản mới của chỉ đạo này. Xem chỗ thay đổi rồi xác nhận bản mới.")


@transaction.atomic
def note_opening(*, recipient: Recipient, channel: str, by: User | None, at: datetime) -> None:
    """Note that someone of the unit opened the directive; an opening also proves that it was delivered."""
    Opening.objects.create(recipient=recipient, channel=channel, user=by, at=at)
    # Who opened the version before has not seen one that came this moment.
    rows = Recipient.objects.filter(pk=recipient.pk, version_number=recipient.version_number)
    # In one statement: a letter that returns at this moment takes no delivery from under an opening.
    if rows.filter(opened_at=None).update(opened_at=at, delivered_at=Coalesce("delivered_at", Value(at))):
        audit.record(recipient, "directives.open_directive", by=by, at=at, channel=channel)


@transaction.atomic
def open_link(*, link: PersonalLink, recipient: Recipient, by: User | None, at: datetime) -> None:
    """Note the opening through a personal link."""
    use_link(link=link, by=by, at=at)
    note_opening(recipient=recipient, channel=Channel.LINK, by=link.holder, at=at)


def _write(
    recipient: Recipient, channel: Channel, by: User | None, at: datetime, **facts: object
) -> tuple[Acknowledgement, bool]:
    """The one acknowledgement of a recipient and version; a second one changes nothing and says so.

    Raises ValidationError when the version that the person read is not the newest any more.
    """
    values = {"channel": channel, "weight": EVIDENTIAL_WEIGHT[channel], "user": by, "at": at, **facts}
    version = recipient.version_number
    row, is_new = Acknowledgement.objects.get_or_create(recipient=recipient, version_number=version, defaults=values)
    rows = Recipient.objects.filter(pk=recipient.pk, version_number=version)
    if is_new:
        found = rows.update(
            delivered_at=Coalesce("delivered_at", at), opened_at=Coalesce("opened_at", at), acknowledged_at=at
        )
        if not found:  # a new version came in between
            raise ValidationError(_(NEWER), code="NEWER_VERSION")
        _carry_evidence(recipient, at)
        audit.record(recipient, "directives.acknowledge_directive", by=by, at=at, channel=channel)
        outbox.post(DirectiveAcknowledged(recipient.pk))
    return row, is_new


def _carry_evidence(recipient: Recipient, at: datetime) -> None:
    """Where a new version lets earlier evidence count on, the unit has carried it out by acknowledging."""
    directive = recipient.directive
    if directive.evidence_since < recipient.version_number and queries.is_implemented(recipient):
        Recipient.objects.filter(pk=recipient.pk).update(implemented_at=at)


@transaction.atomic
def acknowledge(
    *, recipient: Recipient, channel: Channel, name: str = "", version: int | None = None, by: User | None,
    at: datetime,
) -> tuple[Acknowledgement, bool]:  # fmt: skip
    """The unit acknowledges by itself (ACCOUNT or LINK). Returns the acknowledgement, and whether it is new.

    Raises ValidationError when `version`, the one that the person had before their eyes, is not the newest any more.
    """
    if version is not None and version != recipient.version_number:
        raise ValidationError(_(NEWER), code="NEWER_VERSION")
    return _write(recipient, channel, by, at, name=name[:160])


@transaction.atomic
def acknowledge_on_behalf(
    *, recipient: Recipient, sheet: StoredFile | None, met_on: date | None, attendance_count: int | None, note: str,
    by: User, at: datetime,
) -> tuple[Acknowledgement, bool]:  # fmt: skip
    """Acknowledge for a unit from a meeting's sign-in sheet, or, without one, with a reason.

    Raises ValidationError: a meeting in the future, nobody there, no sheet and no reason.
    """
    if met_on and met_on > timezone.localtime(at).date():
        raise ValidationError({"met_on": _("Buổi họp phải từ hôm nay trở về trước.")})
    if attendance_count is not None and attendance_count < 1:
        raise ValidationError({"attendance_count": _("Số người dự phải từ 1 trở lên.")})
    if sheet is None and len(note.strip()) < 10:
        raise ValidationError({"note": _("Không có ảnh danh sách ký thì ghi lý do nhập hộ, ít nhất 10 ký tự.")})
    channel = Channel.MEETING if sheet else Channel.ON_BEHALF
    row, is_new = _write(
        recipient,
        channel,
        by,
        at,
        sheet=sheet,
        met_on=met_on,
        attendance_count=attendance_count,
        note=note[:500],
        name=by.full_name,
    )
    if sheet and is_new:
        sheet.subject = f"directives.recipient:{recipient.pk}"
        sheet.save(update_fields=["subject"])
    return row, is_new
