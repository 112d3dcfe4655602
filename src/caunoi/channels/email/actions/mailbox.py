"""The mailbox, looked into every minute: what is unseen is taken in and marked as seen only then."""

from __future__ import annotations

import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.db import DatabaseError

from caunoi.channels.email.actions.receiving import receive_letter

log = logging.getLogger(__name__)
LETTERS_AT_ONCE, SECONDS, LETTER_MOST = 50, 30, 60 * 1024 * 1024


@contextmanager
def _mailbox(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    server = kind(
        parts.hostname or "localhost", parts.port or (993 if parts.scheme == "imaps" else 143), timeout=SECONDS
    )
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        server.select(f'"{unquote(parts.path.lstrip("/")) or "INBOX"}"')
        yield server
    finally:
        server.shutdown()


def _unseen(server: imaplib.IMAP4) -> list[str]:
    _status, found = server.uid("SEARCH", "UNSEEN", "UNFLAGGED")
    return [uid.decode() for uid in (found[0] or b"").split()][:LETTERS_AT_ONCE]


def _letter(server: imaplib.IMAP4, uid: str) -> bytes:
    _status, parts = server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LETTER_MOST}>)")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _take(server: imaplib.IMAP4, uid: str, at: datetime) -> bool:
    flags = r"(\Seen)"
    try:
        receive_letter(data=_letter(server, uid), by=None, at=at)
    except (DatabaseError, OSError, imaplib.IMAP4.error):
        raise
    except Exception as error:  # noqa: BLE001 - one letter must not stop those behind it; a person finds it by its flag
        log.error("a letter was not taken in: %s", type(error).__name__)  # noqa: TRY400 - its words may be in the error
        flags = r"(\Flagged)"
    server.uid("STORE", uid, "+FLAGS", flags)
    return flags == r"(\Seen)"


def poll_mailbox(*, url: str, at: datetime) -> int:
    """Take in what is unseen; returns how many letters. A server that does not answer is asked again next time."""
    try:
        with _mailbox(url) as server:
            return sum(_take(server, uid, at) for uid in _unseen(server))
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("mailbox: %s", type(error).__name__)
        return 0
