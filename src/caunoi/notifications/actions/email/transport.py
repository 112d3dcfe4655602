"""E-mail: each lane is one SMTP connection that serves the whole batch."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.utils import parseaddr
from functools import cached_property

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _

from caunoi.notifications.actions.email import pipelined
from caunoi.notifications.actions.email.letters import compose
from caunoi.notifications.actions.health import address_of
from caunoi.notifications.actions.transport import Closed, Later, Refused, Taken
from caunoi.notifications.choices import Channel, FailureCode
from caunoi.notifications.models import Message
from caunoi.notifications.queries.addresses import Address
from caunoi.notifications.queries.bounces import bounce_address

# What may stand between < and > of an SMTP command.
PLAIN_ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+", re.ASCII)
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


def _written(message: Message) -> str:
    """The address as it is written, with the name of its domain as servers know it."""
    text = (message.address or (message.recipient.email if message.recipient else "") or "").strip()
    local, _at, domain = text.rpartition("@")
    return text if text.isascii() else f"{local}@{domain.encode('idna').decode()}"


def _said(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def is_dead_mailbox(code: int, text: str) -> bool:
    """Whether a refusal of the address means that there is no such mailbox (RFC 3463: x.1.x the address, x.2.1 closed)."""
    found = ENHANCED.search(text)
    if found is None:
        return code in {550, 551, 553}
    return found[1] == "5" and (found[2] == "1" or (found[2], found[3]) == ("2", "1"))


def _problem(code: int, text: str, *, is_dead: bool = False) -> Exception:
    """A server's reply as what it means for the message."""
    name = f"SMTP {code}"
    found = ENHANCED.search(text)
    said = f"{name} {found[0]}" if found else name
    return Refused(name, said, is_dead=is_dead) if 500 <= code < 600 else Later(name, said)


class _Connection:
    """Opens at the first message; a lost connection is opened again for the next."""

    def __init__(self) -> None:
        self.backend = get_connection()

    @cached_property
    def sender(self) -> str:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

    def send(self, message: Message) -> Taken:
        """Send one message. Raises Refused (for good), Later, Closed (nobody answers) or OSError (try again)."""
        address = address_of(message)
        if address is None:
            raise Refused(FailureCode.NO_ADDRESS, _("không có địa chỉ thư"))
        try:
            letter = compose(message, written := _written(message))
            self._open()
            self._hand_over(letter, message, written)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _problem(code, _said(text), is_dead=is_dead_mailbox(code, _said(text))) from error
        except smtplib.SMTPDataError as error:
            raise _problem(error.smtp_code, _said(error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            self.backend.close()
            raise Later(f"SMTP {error.smtp_code}", f"SMTP {error.smtp_code}") from error
        except OSError:  # smtplib's own exceptions are among them
            self.backend.close()
            raise
        except ValueError as error:  # an address or a text that no mail can carry
            raise Refused(FailureCode.BAD_ADDRESS, type(error).__name__) from error
        return Taken()

    def _open(self) -> None:
        """Opened here the connection serves the whole batch; a server that does not answer serves nobody."""
        try:
            self.backend.open()
        except OSError as error:
            self.backend.close()
            raise Closed(FailureCode.UNREACHABLE, f"{type(error).__name__}: {error}"[:200]) from error

    def _hand_over(self, letter: EmailMessage, message: Message, address: str) -> None:
        if not isinstance(self.backend, EmailBackend) or self.backend.connection is None:
            letter.connection = self.backend
            self.backend.send_messages([letter])
            return
        sender = bounce_address(message.public_id) or self.sender
        data = letter.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        if not PLAIN_ADDRESS.fullmatch(address):
            raise ValueError(address)
        pipelined.send(self.backend.connection, sender, address, data)


class EmailTransport:
    """Letters over SMTP, or whatever else Django was told to do with mail."""

    channel = str(Channel.EMAIL)
    lane_least = 50

    def __init__(self) -> None:
        self.lanes = settings.CAUNOI.email_connections

    def address_of(self, message: Message) -> Address | None:
        """The message's own address, or its person's."""
        return address_of(message)

    def prepare(self, messages: Sequence[Message], at: datetime) -> None:
        """Nothing is needed beforehand."""

    @contextmanager
    def lane(self) -> Iterator[_Connection]:
        """A connection, closed in the end."""
        connection = _Connection()
        try:
            yield connection
        finally:
            connection.backend.close()

    def finish(self, at: datetime) -> None:
        """Nothing was learned."""
