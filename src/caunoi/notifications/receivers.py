"""What this room hears."""

from __future__ import annotations

from datetime import datetime

from caunoi.accounts.choices import ConsentPurpose
from caunoi.kit import outbox
from caunoi.notifications import actions


@outbox.consumer("notifications.messages_delivered")
def note_digests(*, subjects: list[str], channel: str, delivered_at: str, at: datetime) -> None:
    """Say of each thing in a digest that it was delivered."""
    actions.note_delivered(subjects=subjects, channel=channel, delivered_at=delivered_at)


@outbox.consumer("notifications.messages_returned")
def note_returned_digests(*, subjects: list[str], channel: str, code: str, at: datetime) -> None:
    """Say of each thing in a digest that it came back."""
    actions.note_returned(subjects=subjects, channel=channel, code=code)


@outbox.consumer("accounts.consent_recorded")
def heed_consent(*, subject: str, purpose: str, is_given: bool, at: datetime) -> None:
    """Leave alone at once whoever withdrew."""
    if purpose == ConsentPurpose.NOTICES:
        actions.heed_notices(subject=subject, at=at)
    elif not is_given:
        actions.heed_consent(subject=subject, purpose=purpose, at=at)
