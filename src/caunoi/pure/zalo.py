"""Events of a Zalo Official Account as its webhook sends them (developers.zalo.me, "Webhook"; not tried against the service)."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import Any

TEXT_MOST, URL_MOST, PICTURES_MOST = 20_000, 1000, 5
ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
# Names of events: what a person did, as we take it.
DEEDS = {"user_send_text": "TEXT", "user_send_image": "PICTURE", "follow": "JOIN", "unfollow": "LEAVE"}


@dataclass(frozen=True)
class Event:
    """What a person did: TEXT, PICTURE, JOIN, LEAVE, or OTHER."""

    deed: str
    peer: str
    message_id: str
    text: str
    pictures: tuple[str, ...]


def signature(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """`X-ZEvent-Signature` without its `mac=`: SHA-256 of app id, body, timestamp and the account's secret, one after
    the other."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and ID.fullmatch(str(value)) else ""


def is_signed(given: str, *, app_id: str, body: bytes, secret: str) -> bool:
    """Whether Zalo sent it; the timestamp stands in the body."""
    try:
        timestamp = _word(_object(json.loads(body)).get("timestamp"))
    except (ValueError, RecursionError):
        return False
    expected = signature(app_id, body, timestamp, secret)
    return bool(secret) and hmac.compare_digest(given.removeprefix("mac=").encode(), expected.encode())


def _pictures(message: dict[str, Any]) -> tuple[str, ...]:
    found = message.get("attachments")
    urls = [_object(_object(line).get("payload")).get("url") for line in found] if isinstance(found, list) else []
    return tuple(url for url in urls if isinstance(url, str) and len(url) <= URL_MOST)[:PICTURES_MOST]


def read_event(body: bytes) -> Event | None:
    """The event; None for what is none, or names no person."""
    try:
        given = _object(json.loads(body))
    except (ValueError, RecursionError):
        return None
    peer = _word(_object(given.get("sender")).get("id")) or _word(_object(given.get("follower")).get("id"))
    if not peer:
        return None
    name, stamp, message = given.get("event_name"), _word(given.get("timestamp")), _object(given.get("message"))
    text = message.get("text")
    words = text.encode("utf-8", "replace").decode()[:TEXT_MOST] if isinstance(text, str) else ""
    deed = DEEDS.get(name, "OTHER") if isinstance(name, str) else "OTHER"
    # Joining and leaving have no id of their own.
    message_id = _word(message.get("msg_id")) or f"{deed}:{peer}:{stamp}"
    return Event(deed, peer, message_id, words, _pictures(message))


def read_arrival(body: bytes) -> str:
    """The `tracking_id` of a ZNS message that its person's Zalo received (event `user_received_message`); else empty."""
    try:
        given = _object(json.loads(body))
    except (ValueError, RecursionError):
        return ""
    message = _object(given.get("message"))
    return _word(message.get("tracking_id")) if given.get("event_name") == "user_received_message" else ""
