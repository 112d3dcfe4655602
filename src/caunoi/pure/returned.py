"""Letters that come back: reports of delivery (RFC 3464) and their codes (RFC 3463).

5.1.x (no such mailbox or domain) and 5.2.1 (closed) are about the address for good. A full mailbox, a letter too large, a
refused content or a policy (5.2.2, 5.2.3, 5.3.4, 5.6.x, 5.7.x) say that this letter did not arrive, and nothing for good of
the address. 4.x.x passes.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.utils import getaddresses

DEAD, REFUSED, PASSING = "DEAD", "REFUSED", "PASSING"
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
BASIC = re.compile(r"\b([45]\d\d)[ -]")
# Basic codes that are about the address, as the others say it.
OF_ADDRESS = {"550": "5.1.1", "551": "5.1.6", "553": "5.1.3"}
# Servers repeat whom the letter was for; what is kept of their words lies in the open.
ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
# Where servers write whom a letter is for.
COMING = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
MACHINES = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)
BODY_MOST = 20_000


@dataclass(frozen=True)
class Returned:
    """What a returned letter says. `came_to`: the addresses that it came back to. `is_final`: nobody tries any more."""

    status: str
    verdict: str
    is_final: bool
    said: str
    came_to: tuple[str, ...]


def judge(status: str, said: str = "") -> str:
    """DEAD, REFUSED or PASSING. 5.0.0 is what relays write for servers without such codes: the basic one decides."""
    kind, subject, detail = status.split(".")
    if kind != "5":
        return PASSING
    if (subject, detail) == ("0", "0"):
        basic = BASIC.search(said)
        return DEAD if basic and basic[1] in OF_ADDRESS else REFUSED
    return DEAD if subject == "1" or (subject, detail) == ("2", "1") else REFUSED


def _field(block: Message[str, str], name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _reported(letter: EmailMessage) -> tuple[str, str, str] | None:
    """Action, status and diagnostic of the first recipient that failed or waits, from the machine-readable part."""
    for part in letter.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            action = _field(block, "Action").lower()
            found = STATUS.search(_field(block, "Status"))
            if found and action in {"failed", "delayed"}:
                return action, found[0], _field(block, "Diagnostic-Code")
    return None


def _plain(letter: EmailMessage) -> str:
    body = letter.get_body(("plain", "html"))
    try:
        return str(body.get_content())[:BODY_MOST] if body is not None else ""
    except (LookupError, ValueError, KeyError):
        return ""


def _guessed(letter: EmailMessage) -> tuple[str, str, str] | None:
    """The same from the words of a server that sends no report, when it is a machine that writes."""
    if not MACHINES.search(f"{letter.get('From', '')}"):
        return None
    text = _plain(letter)
    found = STATUS.search(text)
    if found and found[1] != "2":
        line = next((line for line in text.splitlines() if found[0] in line), "")
        return "failed", found[0], " ".join(line.split())
    basic = BASIC.search(text)
    if basic is None:
        return None
    return (
        "failed",
        OF_ADDRESS.get(basic[1], f"{basic[1][0]}.7.0"),
        " ".join(text[basic.start() : basic.start() + 200].split()),
    )


def read_returned(data: bytes) -> Returned | None:
    """What a letter says, if it is one that came back; None for any other letter."""
    try:
        letter = email.message_from_bytes(data, policy=email.policy.default)
        facts = _reported(letter) or _guessed(letter)
        headers = [str(value) for name in COMING for value in letter.get_all(name, [])]
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):  # letters are written by anybody
        return None
    if facts is None:
        return None
    action, status, said = facts
    came_to = tuple(dict.fromkeys(address.lower() for _name, address in getaddresses(headers) if address))
    return Returned(status, judge(status, said), action == "failed", ADDRESS.sub("…", said[:1000])[:300], came_to)
