"""The migrated tables of SQLite, kept between runs: what makes them is seventy migrations, the same each time."""

import hashlib
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection

import caunoi

SOURCES = Path(caunoi.__file__).parent
# Whatever a migration runs: their own files, the tools of `kit` that they call, the libraries that bring some.
MAKERS = ("*/migrations/*.py", "kit/audit/triggers.py", "kit/fulltext.py", "kit/collation.py", "*/choices.py")
LOCK = SOURCES.parents[1] / "requirements-dev.lock"


def place() -> Path:
    """Where the tables of just these migrations lie, if they do."""
    made_of = hashlib.sha256(LOCK.read_bytes())
    for path in sorted(path for pattern in MAKERS for path in SOURCES.glob(pattern)):
        made_of.update(str(path.relative_to(SOURCES)).encode() + b"\0" + path.read_bytes() + b"\0")
    return Path(tempfile.gettempdir()) / f"caunoi-migrated-{os.getuid()}" / f"{made_of.hexdigest()[:24]}.sqlite3"


def bring(connection: Any, **_rest: Any) -> None:
    """Fill the empty database of a run, as soon as it is opened; Django then finds nothing left to migrate."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        return
    database, kept = connection.connection, place()
    if kept.is_file() and not database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        with sqlite3.connect(kept) as template:
            template.backup(database)
        template.close()


def keep() -> None:
    """Lay the tables by for the next run, unless they are there."""
    kept = place()
    if connection.vendor != "sqlite" or not connection.is_in_memory_db() or kept.is_file():
        return
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with sqlite3.connect(draft) as template:
        connection.connection.backup(template)
    template.close()
    draft.replace(kept)
