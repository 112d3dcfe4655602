"""The migrated tables: of SQLite kept between runs (what makes them is a hundred migrations, the same each time), and of
both databases brought back after a test that commits.
"""

import hashlib
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection, transaction

import caunoi

SOURCES = Path(caunoi.__file__).parent
# Whatever a migration runs: their own files, the tools of `kit` that they call, the libraries that bring some.
MAKERS = ("*/migrations/*.py", "kit/audit/triggers.py", "kit/fulltext.py", "kit/collation.py", "*/choices.py")
LOCK = SOURCES.parents[1] / "requirements-dev.lock"
# What migrations write and no test changes.
OF_DJANGO = ("django_migrations", "django_content_type", "auth_permission")
AS_MIGRATED = sqlite3.connect(":memory:", check_same_thread=False)


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


def remember() -> None:
    """Keep what the tables hold before the first test, on either database."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.backup(AS_MIGRATED)
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA as_migrated")
        for table in filled(cursor):
            cursor.execute(f"CREATE TABLE as_migrated.{table} AS TABLE public.{table}")


def bring_back() -> None:
    """Make the tables hold again what they held before the first test: a test has committed.

    Django would empty all of them one by one, lose what migrations wrote, and be refused by the append-only triggers.
    """
    if connection.vendor == "sqlite":
        AS_MIGRATED.backup(connection.connection)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # neither foreign keys nor triggers
        for table in filled(cursor):
            cursor.execute(f"DELETE FROM public.{table}")  # noqa: S608 - a name from the catalogue, as below
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'as_migrated'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"INSERT INTO public.{table} SELECT * FROM as_migrated.{table}")  # noqa: S608


def filled(cursor: Any) -> list[str]:
    """The tables of PostgreSQL that hold a row."""
    tables = [table for table in connection.introspection.table_names(cursor) if table not in OF_DJANGO]
    each = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables]  # noqa: S608
    cursor.execute(" UNION ALL ".join(each))
    return [table for (table,) in cursor.fetchall()]
