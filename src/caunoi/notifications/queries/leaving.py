"""Where a person stops messages with one tap; the room that keeps wishes says the address."""

from __future__ import annotations

from collections.abc import Callable

from caunoi.notifications.models import Message

_leaving: list[Callable[[Message], str]] = []


def register_leaving(path_of: Callable[[Message], str]) -> None:
    """Name the function that gives a message's opt-out address: it takes a POST without sign-in (RFC 8058)."""
    _leaving[:] = [path_of]


def leaving_path(message: Message) -> str:
    """The path of one-tap opt-out; empty where there is none for this message. Touches no database."""
    return _leaving[0](message) if _leaving else ""
