"""Whether what public pages show has changed: one token a topic, which the database itself renews with the rows.

Triggers on the watched tables (`settings.PAGES_WATCHED`) write the token in the transaction of the change, whoever makes
it; so nobody can forget to tell, and the token and the rows become visible at the same moment.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

log = logging.getLogger(__name__)
Tokens = Mapping[str, str]
MODEL = "kit.PageChange"
ASK = "SELECT topic, token FROM kit_pagechange"

SQLITE = """CREATE TRIGGER {name} AFTER {event} ON {table}
BEGIN UPDATE kit_pagechange SET token = lower(hex(randomblob(16))) WHERE topic = '{topic}'; END"""
# Once a transaction is enough: a thousand new versions of one row would be walked through one by one.
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION caunoi_page_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE kit_pagechange SET token = replace(gen_random_uuid()::text, '-', '')
  WHERE topic = TG_ARGV[0] AND xmin::text <> pg_current_xact_id()::xid::text;
  RETURN NULL;
END $$"""
POSTGRES = """CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION caunoi_page_change('{topic}')"""


@dataclass(frozen=True)
class Watched:
    """One event on one table that renews the token of a topic."""

    topic: str
    table: str
    event: str

    @property
    def name(self) -> str:
        """The trigger's name, at most 63 characters long, as PostgreSQL wants."""
        return f"pages_{self.table}_{self.event.split(maxsplit=1)[0].lower()}"


def watched() -> Iterator[Watched]:
    """`settings.PAGES_WATCHED` as events: "room.Model", or "room.Model:field,field" where only these matter."""
    for topic, lines in settings.PAGES_WATCHED.items():
        for line in lines:
            model, _, fields = line.partition(":")
            meta = apps.get_model(model)._meta
            columns = ", ".join(str(meta.get_field(name).column) for name in fields.split(",") if name)
            for event in ("INSERT", "DELETE", f"UPDATE OF {columns}" if columns else "UPDATE"):
                yield Watched(topic, meta.db_table, event)


def install(using: str = "default", **_: Any) -> None:
    """Put a row for each topic and the triggers where they belong; called after each migration.

    SQLite loses a table's triggers when a migration makes the table anew, so they are made again each time.
    """
    connection = connections[using]
    changes: Any = apps.get_model(MODEL)
    tables = set(connection.introspection.table_names())
    if changes._meta.db_table not in tables:
        return
    rows = [changes(topic=topic, token=secrets.token_hex(16)) for topic in settings.PAGES_WATCHED]
    changes.objects.using(using).bulk_create(rows, ignore_conflicts=True)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for each in (line for line in watched() if line.table in tables):
            facts = {"name": each.name, "event": each.event, "table": each.table, "topic": each.topic}
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {each.name}")
            cursor.execute((SQLITE if connection.vendor == "sqlite" else POSTGRES).format(**facts))


class Reader:
    """Asks the database on a connection of its own, which many threads share one after the other."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __call__(self) -> Tokens:
        """The tokens now. Raises what the driver raises; the next question opens a new connection."""
        try:
            return dict(self._rows())
        except Exception:
            self.close()
            raise

    def _rows(self) -> list[tuple[str, str]]:
        if self._connection is None:
            made = connections.create_connection("default")
            made.inc_thread_sharing()
            made.ensure_connection()
            self._connection = made
        # The driver's own cursor: Django's would cost more than the question.
        cursor = self._connection.connection.cursor()
        try:
            cursor.execute(ASK)
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the connection."""
        gone, self._connection = self._connection, None
        if gone is not None:
            gone.close()


class Gathered:
    """Many questions at once are one: whoever waits takes an answer that was asked for after they came, never before."""

    def __init__(self, read: Callable[[], Tokens]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._began = 0
        self._tokens: Tokens = {}

    def __call__(self) -> Tokens:
        came = time.monotonic_ns()
        with self._lock:
            if self._began <= came:
                began = time.monotonic_ns()
                self._tokens = self._read()
                self._began = began
            return self._tokens
