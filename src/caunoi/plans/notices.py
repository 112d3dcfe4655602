"""What the room says to people about activities."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from caunoi.notifications.actions import MessageDraft, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.plans.models import Activity


def _tell(row: Activity, title: str, body: str, at: datetime) -> None:
    if row.created_by is None:
        return
    draft = MessageDraft(
        channel=Channel.IN_APP, title=title, body=body.strip(), subject=f"plans.activity:{row.pk}",
        key=f"activity:{row.pk}:{row.state}:{at.isoformat()}", recipient=row.created_by,
        path=reverse("plans:activity", args=[row.public_id]),
    )  # fmt: skip
    queue_messages(drafts=[draft], by=None, at=at)


def tell_decided(row: Activity, at: datetime, *, is_accepted: bool) -> None:
    """Tell whoever reported: accepted, or what is missing."""
    title = _("Báo cáo đã được duyệt") if is_accepted else _("Báo cáo cần bổ sung")
    _tell(row, title, f"{row.title}\n\n{row.decision_note}", at)


def tell_withdrawn(row: Activity, at: datetime) -> None:
    """Tell whoever reported that the unit above took it back."""
    _tell(row, _("Báo cáo đã rút"), f"{row.title}\n\n{row.withdraw_reason}", at)
