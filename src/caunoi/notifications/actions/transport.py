"""What every transport has in common: how it is opened for a batch, how it says that it took a message or not."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from caunoi.notifications.models import Message
from caunoi.notifications.queries.addresses import Address


class Refused(Exception):  # noqa: N818 - the receiving side's word for it
    """The receiving side will never take this message. `is_dead`: nor any other to this address."""

    def __init__(self, code: str, text: str = "", *, is_dead: bool = False) -> None:
        super().__init__(text or code)
        self.code, self.is_dead = code, is_dead


class Later(Exception):  # noqa: N818 - a state, not an error
    """Not now. `pause` where the other side says how long."""

    def __init__(self, code: str, text: str = "", *, pause: timedelta | None = None) -> None:
        super().__init__(text or code)
        self.code, self.pause = code, pause


class Closed(Exception):  # noqa: N818 - a state, not an error
    """Nobody gets anything through this transport now: the rest of the batch goes back unharmed.

    `rest` is for how long the channel is left alone; None: until the next look.
    """

    def __init__(self, code: str, text: str = "", *, rest: timedelta | None = None) -> None:
        super().__init__(text or code)
        self.code, self.rest = code, rest


@dataclass(frozen=True)
class Taken:
    """The transport took it. `quota_left` where it says how many more it takes today."""

    quota_left: int | None = None


class Lane(Protocol):
    """One connection. It is used by one thread and never touches the database."""

    def send(self, message: Message) -> Taken:
        """Hand one message over. Raises Refused, Later, Closed or OSError (try again)."""


class Transport(Protocol):
    """A way out, made for one batch."""

    channel: str
    # Connections that a batch may be spread over, and for how many messages another one is worth opening.
    lanes: int
    lane_least: int

    def address_of(self, message: Message) -> Address | None:
        """Where the message goes; None: nowhere. Touches no database."""

    def prepare(self, messages: Sequence[Message], at: datetime) -> None:
        """Read what the lanes need, in the worker's own thread. Raises Closed."""

    def lane(self) -> AbstractContextManager[Lane]:
        """Open a connection, at the latest with the first message."""

    def finish(self, at: datetime) -> None:
        """Write down what was learned, in the worker's own thread."""
