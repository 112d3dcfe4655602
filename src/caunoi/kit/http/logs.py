"""Logs as JSON lines, without personal data and without keys."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
FIELDS = ("method", "route", "status", "ms")
# What follows these words in an address opens a door to whoever reads it.
DOORS = (
    "d", "m",  # personal links of units and of members
    "o",  # ways out of messages
    "k",  # meetings to sign in to
    "feedback/p",  # petitions' printed links
    "contests/entries", "contests/papers",
    "proofs",  # minutes, also of what is not public
    "notices/stop", "plans/feeds",
    "accounts/welcome", "accounts/email", "password/reset/key",
)  # fmt: skip
KEYS = re.compile(
    rf"((?:(?<![\w-])|(?<=%2F))(?:{'|'.join(DOORS).replace('/', '(?:/|%2F)')})(?:/|%2F))[^/\s\"'?&#%<>]+", re.IGNORECASE
)


def without_keys(text: str) -> str:
    """The text with the keys in its addresses taken out, whoever wrote them there (Django names the path it refused)."""
    return KEYS.sub(r"\1…", text)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request id, and the few known extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_keys(record.getMessage()),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = without_keys(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
