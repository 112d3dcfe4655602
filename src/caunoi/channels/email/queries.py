"""Which case a letter belongs to: by the address that it answers to, or by the letter that it answers."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from caunoi.channels.models import InboundMessage
from caunoi.feedback.choices import Channel, FollowerKind
from caunoi.feedback.models import Case, Follower, Sender
from caunoi.feedback.queries.receipts import contact_print
from caunoi.notifications.models import Message
from caunoi.pure.letters import Letter

OURS = re.compile(r"<([0-9a-f-]{36})@caunoi>")
SUBJECT = "feedback.follower:"
SEAL_LENGTH, ID_LENGTH = 12, 26


def _seal(public_id: UUID) -> str:
    digest = salted_hmac("caunoi.channels.email", public_id.hex, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:SEAL_LENGTH]


def reply_address(follower: Follower) -> str:
    """The mailbox with a token of the follower: a letter to it is part of the case. It opens nothing to read."""
    name, _at, domain = str(settings.CAUNOI.email_in).partition("@")
    token = base64.b32encode(follower.public_id.bytes).decode().lower().rstrip("=") + _seal(follower.public_id)
    return f"{name}+{token}@{domain}" if domain else ""


def _by_address(address: str) -> UUID | None:
    name, _at, domain = str(settings.CAUNOI.email_in).lower().partition("@")
    local, _at, host = address.partition("@")
    token = local.removeprefix(f"{name}+")
    if not domain or host != domain or token == local or len(token) != ID_LENGTH + SEAL_LENGTH:
        return None
    try:
        found = UUID(bytes=base64.b32decode(token[:ID_LENGTH].upper() + "======"))
    except (binascii.Error, ValueError):
        return None
    return found if constant_time_compare(token[ID_LENGTH:], _seal(found)) else None


def _by_reference(references: tuple[str, ...]) -> int | None:
    ids = [UUID(match[1]) for text in references if (match := OURS.fullmatch(text)) and _is_uuid(match[1])]
    subjects = Message.objects.filter(public_id__in=ids, subject__startswith=SUBJECT).order_by("-id")
    found = subjects.values_list("subject", flat=True).first()
    return int(found.removeprefix(SUBJECT)) if found else None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def follower_of_letter(letter: Letter, at: datetime) -> Follower | None:
    """Who answers: by the token of the address, else by the letter that is answered and the address of who answers."""
    rows = Follower.objects.select_related("case").filter(expires_at__gt=at)
    for address in letter.recipients:
        public_id = _by_address(address)
        if public_id is not None:
            return rows.filter(public_id=public_id).first()
    pk = _by_reference(letter.references)
    if pk is None:
        return None
    return rows.filter(pk=pk, case__sender__contact_print=contact_print(letter.sender)).first()


def is_own(address: str) -> bool:
    """Whether a letter comes from ourselves: answering it would never end."""
    ours = {str(settings.CAUNOI.email_in).lower(), settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ").lower()}
    name, _at, domain = address.partition("@")
    return address in ours or f"{name.partition('+')[0]}@{domain}" in ours


def cases_lately(sender: str, at: datetime) -> int:
    """How many cases came from an address within a day."""
    since = at - timedelta(days=1)
    rows = Sender.objects.filter(contact_print=contact_print(sender), case__channel=Channel.EMAIL)
    return rows.filter(case__received_at__gt=since).count()


def is_known(channel: str, external_id: str) -> bool:
    """Whether this very thing came in before."""
    return InboundMessage.objects.filter(channel=channel, external_id=external_id).exists()


def writers_of(case: Case, *, with_merged: bool) -> list[tuple[Follower, str]]:
    """Who wrote the case by e-mail, and where wanted what was merged into it: their receipt and address."""
    which = Q(case=case) | Q(case__merged_into=case) if with_merged else Q(case=case)
    rows = Follower.objects.filter(which, kind=FollowerKind.ORIGIN, case__channel=Channel.EMAIL)
    rows = rows.exclude(case__sender=None).select_related("case__sender", "case__desk").order_by("pk")
    return [(row, row.case.sender.contact) for row in rows if row.case.sender.contact]
