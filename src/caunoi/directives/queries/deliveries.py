"""How messages are tied to a recipient and a version, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from caunoi.directives.models import Recipient
from caunoi.notifications.queries import Fate, failed_of, fates_of, lost_of
from caunoi.notifications.queries.addresses import dead_of, email_address
from caunoi.organisations.models import Unit

SUBJECT = "directives.recipient:"


def subject_of(recipient_id: int, version: int) -> str:
    """What a message about a recipient names: the recipient, and the version that it told of where that is not the first."""
    return f"{SUBJECT}{recipient_id}" + (f":{version}" if version > 1 else "")


def _named(subject: str) -> tuple[int, int] | None:
    recipient_id, _colon, version = subject.removeprefix(SUBJECT).partition(":")
    is_ours = subject.startswith(SUBJECT) and recipient_id.isdecimal() and (version or "1").isdecimal()
    return (int(recipient_id), int(version or 1)) if is_ours else None


def named_in(subjects: Iterable[str]) -> list[tuple[int, int]]:
    """Recipient and version of each subject that is one of ours, each once."""
    return sorted({named for subject in subjects if (named := _named(subject)) is not None})


def own_subject(recipient: Recipient) -> str:
    """That of the version that the recipient owes now."""
    return subject_of(recipient.pk, recipient.version_number)


def fates_for(recipient: Recipient) -> list[Fate]:
    """What became of each message about the newest version, newest first."""
    return fates_of(own_subject(recipient))


def lost_messages(recipients: Collection[Recipient]) -> dict[int, Fate]:
    """Of recipients that nothing reached, the newest message that did not arrive, by the recipient's key. No statement
    where everybody was reached."""
    subjects = {own_subject(row): row.pk for row in recipients if row.delivered_at is None}
    return {subjects[subject]: fate for subject, fate in lost_of(subjects).items()}


def bounced_messages(recipients: Collection[Recipient]) -> dict[int, Fate]:
    """The newest message to each recipient that did not arrive, whatever else did; one statement."""
    subjects = {own_subject(row): row.pk for row in recipients}
    found = failed_of(subjects) if subjects else {}
    return {subjects[subject]: fate for subject, fate in found.items()}


def with_live_mailbox(units: Iterable[Unit]) -> set[int]:
    """Keys of the units with a mailbox of their own that nobody reported as dead; one statement."""
    addresses = {unit.pk: email_address(unit.email) for unit in units if unit.email}
    dead = dead_of(set(addresses.values())) if addresses else {}
    return {pk for pk, address in addresses.items() if address not in dead}
