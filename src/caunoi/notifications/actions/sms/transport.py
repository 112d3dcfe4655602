"""Text messages: each lane is one connection to the gateway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.kit.http.partner import NotReached, Partner
from caunoi.notifications.actions.health import address_of
from caunoi.notifications.actions.sms import contract
from caunoi.notifications.actions.transport import Closed, Refused, Taken
from caunoi.notifications.choices import Channel, FailureCode
from caunoi.notifications.models import Message
from caunoi.notifications.queries.addresses import Address
from caunoi.notifications.queries.cost import sms_text
from caunoi.notifications.queries.opting_out import opt_out_path


class _Connection:
    def __init__(self, partner: Partner) -> None:
        self.partner = partner

    def send(self, message: Message) -> Taken:
        """Send one text message. Raises Refused, Later, Closed or OSError."""
        address = address_of(message)
        if address is None:
            raise Refused(FailureCode.NO_ADDRESS, _("không có số điện thoại"))
        number = contract.number_of(address.text)
        text = sms_text(message.body or message.title, message.path, opt_out_path(message))
        body = contract.request_of(number, text, message.public_id)
        try:
            reply = self.partner.post(body, contract.headers_of(message.public_id))
        except NotReached as error:
            raise Closed(FailureCode.UNREACHABLE, str(error)) from error
        contract.judge(reply)
        return Taken()


class SmsTransport:
    """Through the gateway of the options."""

    channel = str(Channel.SMS)
    lanes = 4
    lane_least = 5

    def address_of(self, message: Message) -> Address | None:
        """The message's own number, or its person's."""
        return address_of(message)

    def prepare(self, messages: Sequence[Message], at: datetime) -> None:
        """Nothing is needed beforehand."""

    @contextmanager
    def lane(self) -> Iterator[_Connection]:
        """A connection, closed in the end."""
        partner = Partner(settings.CAUNOI.sms_url)
        try:
            yield _Connection(partner)
        finally:
            partner.close()

    def finish(self, at: datetime) -> None:
        """Nothing was learned."""
