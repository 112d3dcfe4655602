"""What this room hears."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from caunoi.accounts.choices import ConsentPurpose
from caunoi.kit import clock, outbox
from caunoi.notifications import actions
from caunoi.notifications.rules import MACHINE_COOKIE


@outbox.consumer("notifications.messages_delivered")
def note_digests(*, subjects: list[str], channel: str, delivered_at: str, at: datetime) -> None:
    """Say of each thing in a digest that it was delivered."""
    actions.note_delivered(subjects=subjects, channel=channel, delivered_at=delivered_at)


@outbox.consumer("notifications.messages_returned")
def note_returned_digests(*, subjects: list[str], channel: str, delivered_at: str, code: str, at: datetime) -> None:
    """Say of each thing in a digest that it came back."""
    actions.note_returned(subjects=subjects, channel=channel, delivered_at=delivered_at, code=code)


@outbox.consumer("accounts.consent_recorded")
def heed_consent(*, subject: str, purpose: str, is_given: bool, at: datetime) -> None:
    """Leave alone at once whoever withdrew."""
    if purpose == ConsentPurpose.NOTICES:
        actions.heed_notices(subject=subject, at=at)
    elif not is_given:
        actions.heed_consent(subject=subject, purpose=purpose, at=at)


@outbox.consumer("accounts.email_asked")
def ask_new_address(*, user_id: int, email: str, at: datetime) -> None:
    """Send the letter that asks for a yes."""
    actions.ask_new_address(user_id=user_id, email=email, key=at.isoformat(), at=clock.now())


@outbox.consumer("accounts.email_changed")
def tell_old_address(*, user_id: int, old: str, at: datetime) -> None:
    """Say so to the old address."""
    actions.tell_old_address(user_id=user_id, old=old, key=at.isoformat(), at=clock.now())


def _machine(request: Any) -> UUID | None:
    """Which machine the browser says it is; None for one that shows no notices, or makes something up."""
    try:
        return UUID(request.COOKIES.get(MACHINE_COOKIE, "")) if request is not None else None
    except ValueError:
        return None


@receiver(user_logged_out)
def leave_machine(*, request: Any, user: Any, **_facts: Any) -> None:
    """Who signs out leaves the machine to whoever comes next."""
    machine_id = _machine(request)
    if user is not None and machine_id is not None:
        actions.leave_machine(user=user, machine_id=machine_id, by=user, at=clock.now())


@receiver(user_logged_in)
def take_machine(*, request: Any, user: Any, **_facts: Any) -> None:
    """Who signs in sees no notices of the one before, who may have left without signing out."""
    machine_id = _machine(request)
    if machine_id is not None:
        actions.take_machine(user=user, machine_id=machine_id, by=user, at=clock.now())
