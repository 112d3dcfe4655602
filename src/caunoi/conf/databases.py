"""Database addresses: SQLite by default, PostgreSQL for federations."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # FULL: a commit that was answered is on the disk, also when the power fails.
    "PRAGMA synchronous=FULL",
    # Without it, INSERT OR REPLACE deletes rows past the append-only triggers.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
    "PRAGMA mmap_size=134217728",
)


def sqlite(path: Path) -> dict[str, Any]:
    """The embedded database; transactions take the write lock at their start, so that they never fail half-way."""
    return {
        "ENGINE": "caunoi.kit.sqlite",
        "NAME": str(path),
        "OPTIONS": {"init_command": ";".join(SQLITE_PRAGMAS), "transaction_mode": "IMMEDIATE", "timeout": 30},
        "CONN_MAX_AGE": None,
    }


def from_url(url: str) -> dict[str, Any]:
    """A PostgreSQL database from `postgres://user:password@host:port/name?host=/socket/folder`. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("CAUNOI_DATABASE_URL: expected postgres://user:password@host:port/name")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        # Compiling costs a page more than it gives: the planner takes ten thousand cheap rows for a long statement.
        "OPTIONS": {"options": "-c jit=off"},
        # A new connection costs 5 ms: keep them.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
