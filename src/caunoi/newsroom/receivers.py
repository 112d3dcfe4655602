"""What this room does when others, or it, have done something; and who may see its files."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from caunoi.kit import outbox
from caunoi.kit.files import store
from caunoi.newsroom import actions, queries

store.register_guard("newsroom.leaflet_run", queries.may_see_run)


@outbox.consumer("newsroom.email_asked")
def queue_email(*, use_id: int, subject: str, text: str, at: datetime) -> None:
    """Queue the mails of an article for its audience."""
    actions.queue_email(use_id=use_id, subject=subject, text=text)


@outbox.consumer("notifications.messages_delivered")
def count_delivered(*, subjects: list[str], channel: str, delivered_at: str, at: datetime) -> None:
    """Count the mails of articles that were taken by the mail server."""
    day = timezone.localtime(datetime.fromisoformat(delivered_at)).date()
    actions.count_delivered(subjects=subjects, channel=channel, day=day)
