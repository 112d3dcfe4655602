"""Logs as JSON lines, without personal data."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
# The word after these is a secret that lets its holder in.
PERSONAL_LINK = re.compile(r"(/(?:d|accounts/welcome|accounts/password/reset/key)/)[^/\s]+")
FIELDS = ("method", "route", "status", "ms")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request id, and the few known extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": PERSONAL_LINK.sub(r"\1-", record.getMessage()),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
