"""Who has no account stops what comes to a number or a mailbox, or takes that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from caunoi.accounts.actions import record_consent
from caunoi.accounts.choices import CONSENT_TEXTS, CONSENT_VERSION
from caunoi.accounts.models import User
from caunoi.notifications.queries.opting_out import WayOut, has_stopped_address


def _say(way: WayOut, *, is_given: bool, by: User | None, at: datetime) -> bool:
    if has_stopped_address(way) is not is_given:
        return False
    text = f"{CONSENT_TEXTS[way.purpose]} ({CONSENT_VERSION})"
    record_consent(
        subject=way.subject, purpose=way.purpose, is_given=is_given, text=text, channel="WAY_OUT", by=by, at=at
    )
    return True


@transaction.atomic
def stop_address(*, way: WayOut, by: User | None, at: datetime) -> bool:
    """Send nothing more there for that purpose; said twice, it is written once. Returns whether it is new.

    Luật 91/2025/QH15, art. 9: consent is withdrawn as easily as it was given. What waits is called off when a worker takes it
    in hand: the address lies encrypted, so no statement finds its messages before.
    """
    return _say(way, is_given=False, by=by, at=at)


@transaction.atomic
def resume_address(*, way: WayOut, by: User | None, at: datetime) -> bool:
    """Take that back, by whoever holds the message. Returns whether it was stopped."""
    return _say(way, is_given=True, by=by, at=at)
