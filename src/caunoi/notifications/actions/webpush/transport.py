"""Notices on machines: each browser of a person gets a short title, encrypted for it alone.

The same message twice is one notice: the push service replaces one that waits by its `Topic`, the machine one that it shows
by its tag.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.kit.http.egress import Egress, EgressProblem, Visits
from caunoi.kit.http.logs import without_keys
from caunoi.notifications.actions.transport import Closed, Later, Refused, Taken
from caunoi.notifications.actions.webpush import keys
from caunoi.notifications.choices import Channel, FailureCode
from caunoi.notifications.models import Message, PushSubscription
from caunoi.notifications.queries.addresses import Address

TITLE_MOST, ANSWER_MOST = 120, 16 * 1024
# How long a push service keeps a notice for a machine that is off.
KEPT_SECONDS = 24 * 3600
GONE = frozenset({404, 410})
REST = timedelta(minutes=5)
UNSIGNED_MOST = 3


def way_out() -> Egress:
    """To the push services that the options name: the address of a subscription was written by a browser."""
    return Egress(tuple(settings.CAUNOI.push_hosts), ANSWER_MOST)


def payload_of(message: Message) -> bytes:
    """A short title and where it leads; nothing else of what the message says, and no key of a personal link."""
    is_open = message.path and without_keys(message.path) == message.path
    path = message.path if is_open else "/notices/"
    said = {"title": " ".join(message.title.split())[:TITLE_MOST], "path": path, "tag": message.public_id.hex}
    return json.dumps(said, ensure_ascii=False).encode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sealed(subscription: PushSubscription, payload: bytes) -> bytes:
    """The payload for one browser. Raises ValueError for keys that are none."""
    own = ec.generate_private_key(ec.SECP256R1())
    try:
        return bytes(
            http_ece.encrypt(
                payload, private_key=own, dh=_bytes(subscription.p256dh), auth_secret=_bytes(subscription.auth),
                version="aes128gcm",
            )
        )  # fmt: skip
    except http_ece.ECEException as error:
        raise ValueError(str(error)) from error


class _Connection:
    def __init__(self, transport: WebPushTransport, visits: Visits) -> None:
        self.transport, self.visits = transport, visits

    def send(self, message: Message) -> Taken:
        """Send to every browser of the person; one that takes it is enough. Raises Refused, Later, Closed."""
        subscriptions = self.transport.of.get(message.recipient_id or 0, [])
        problem: Exception = Refused(FailureCode.NO_SUBSCRIPTION, _("chưa bật thông báo trên máy nào"))
        is_taken = False
        for subscription in subscriptions:
            try:
                self._to(subscription, message)
            except (Refused, Later) as error:
                problem = error if not isinstance(problem, Later) else problem
            else:
                is_taken = True
        if not is_taken:
            raise problem
        return Taken()

    def _to(self, subscription: PushSubscription, message: Message) -> None:
        headers = {
            "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "TTL": str(KEPT_SECONDS),
            "Topic": message.public_id.hex, "Urgency": "normal",
            "Authorization": self.transport.authorization(subscription.endpoint),
        }  # fmt: skip
        try:
            answer = self.visits.post(subscription.endpoint, sealed(subscription, payload_of(message)), headers)
        except ValueError as error:
            self.transport.gone.add(subscription.pk)
            raise Refused(FailureCode.BAD_ADDRESS, str(error)) from error
        except EgressProblem as error:
            if error.code == "REFUSED":
                self.transport.gone.add(subscription.pk)
                raise Refused(FailureCode.BAD_ADDRESS, error.code) from error
            raise Later(FailureCode.NO_ANSWER, error.code) from error
        self._judge(answer.status, answer.headers.get("retry-after", ""), subscription)

    def _judge(self, status: int, retry_after: str, subscription: PushSubscription) -> None:
        service = urlsplit(subscription.endpoint).netloc
        if status in {200, 201, 202, 204}:
            self.transport.reached.add(subscription.pk)
            self.transport.unsigned[service] = 0
        elif status in GONE:
            self.transport.gone.add(subscription.pk)
            raise Refused(FailureCode.NO_SUBSCRIPTION, f"HTTP {status}")
        elif status in {401, 403}:
            # One browser that was let in under an older key of ours must not stand in everybody's way.
            self.transport.unsigned[service] += 1
            if self.transport.unsigned[service] >= UNSIGNED_MOST:
                raise Closed(FailureCode.KEY, f"HTTP {status}", rest=REST)
            raise Refused(FailureCode.KEY, f"HTTP {status}")
        elif status == 429 or status >= 500:
            seconds = int(retry_after) if retry_after.isascii() and retry_after.isdigit() else 60
            raise Later(f"PUSH {status}", f"HTTP {status}", pause=timedelta(seconds=min(seconds, 3600)))
        else:
            raise Refused(f"PUSH {status}", f"HTTP {status}")


class WebPushTransport:
    """Through the push services of people's browsers."""

    channel = str(Channel.WEBPUSH)
    lanes = 4
    lane_least = 10

    def __init__(self) -> None:
        self.of: dict[int, list[PushSubscription]] = {}
        self.gone: set[int] = set()
        self.reached: set[int] = set()
        # How often in a row each push service refused our signature.
        self.unsigned: Counter[str] = Counter()
        self.now_seconds = 0
        self._signed: dict[str, str] = {}

    def authorization(self, endpoint: str) -> str:
        """One signature for each push service and batch."""
        service = urlsplit(endpoint).netloc
        if service not in self._signed:
            self._signed[service] = keys.authorization(endpoint, self.now_seconds)
        return self._signed[service]

    def address_of(self, message: Message) -> Address | None:
        """Browsers are no addresses that others could know to be dead."""
        return None

    def prepare(self, messages: Sequence[Message], at: datetime) -> None:
        """The browsers of everybody in the batch, in one statement."""
        self.now_seconds = int(at.timestamp())
        people = {message.recipient_id for message in messages}
        for row in PushSubscription.objects.filter(user__in=people - {None}).order_by("pk"):
            self.of.setdefault(row.user_id, []).append(row)

    @contextmanager
    def lane(self) -> Iterator[_Connection]:
        """Kept connections, closed in the end."""
        visits = way_out().visits()
        try:
            yield _Connection(self, visits)
        finally:
            visits.close()

    def finish(self, at: datetime) -> None:
        """Browsers that are gone are forgotten."""
        PushSubscription.objects.filter(pk__in=self.gone).delete()
        PushSubscription.objects.filter(pk__in=self.reached).update(last_sent_at=at)
