"""Notices by ZNS: one lane, since the key may have to be changed in between."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.kit.http.partner import NotReached, Partner
from caunoi.notifications.actions.health import address_of
from caunoi.notifications.actions.resting import rest
from caunoi.notifications.actions.transport import Closed, Refused, Taken
from caunoi.notifications.actions.zalo import account, contract
from caunoi.notifications.choices import Channel, FailureCode
from caunoi.notifications.models import Message
from caunoi.notifications.queries.addresses import Address

log = logging.getLogger(__name__)
REST = timedelta(minutes=15)


class _Connection:
    def __init__(self, transport: ZaloTransport, partner: Partner) -> None:
        self.transport, self.partner = transport, partner

    def send(self, message: Message) -> Taken:
        """Send one notice. Raises Refused, Later, Closed or OSError."""
        address = address_of(message)
        if address is None:
            raise Refused(FailureCode.NO_ADDRESS, _("không có số điện thoại"))
        contract.await_morning(self.transport.at)
        body = contract.request_of(message, contract.phone_of(address.text), self.transport.at)
        headers = {"Content-Type": "application/json", "access_token": self.transport.token}
        try:
            reply = self.partner.post(body, headers)
        except NotReached as error:
            raise Closed(FailureCode.UNREACHABLE, str(error)) from error
        try:
            return contract.judge(account.content_of(reply))
        except Closed as closed:
            self.transport.is_spent = closed.code == FailureCode.KEY
            raise


class ZaloTransport:
    """Through the Official Account's templates."""

    channel = str(Channel.ZALO)
    lanes = 1
    lane_least = 50

    def __init__(self) -> None:
        self.token, self.is_spent = "", False
        self.at: datetime

    def address_of(self, message: Message) -> Address | None:
        """The message's own number, or its person's."""
        return address_of(message)

    def prepare(self, messages: Sequence[Message], at: datetime) -> None:
        """A key that is good now. Raises Closed."""
        self.at = at
        try:
            self.token = account.access_token(at)
        except account.KeyBusy as busy:
            raise Closed(FailureCode.KEY, str(busy)) from busy
        except OSError as error:
            raise Closed(FailureCode.KEY, str(error), rest=REST) from error

    @contextmanager
    def lane(self) -> Iterator[_Connection]:
        """A connection, closed in the end."""
        partner = Partner(f"{settings.CAUNOI.zalo_business_url.rstrip('/')}/message/template")
        try:
            yield _Connection(self, partner)
        finally:
            partner.close()

    def finish(self, at: datetime) -> None:
        """A key that was refused is changed for a new one; where that fails, the channel rests until somebody looks."""
        if not self.is_spent:
            return
        try:
            account.access_token(at, is_spent=True)
        except account.KeyBusy:  # the next look finds the new one
            return
        except OSError as error:
            log.warning("zalo: %s", error)
            rest(self.channel, FailureCode.KEY, at + REST)
