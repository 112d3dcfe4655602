"""Made rows by the million: plain tuples through COPY or executemany, with the indexes set aside meanwhile.

Only for empty tables of a database that nobody else uses: references are not checked, and a crash loses all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Model

Row = tuple[Any, ...]


def moment(at: datetime) -> str:
    """A moment as the database's own loader reads it."""
    text = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
    return text if connection.vendor == "sqlite" else text + "+00"


def _default(field: Field[Any, Any]) -> Any:
    value = field.get_default()
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    return None if value is None else field.get_prep_value(value)


class Table:
    """One model's table: rows give the named columns, every other column holds its default."""

    def __init__(self, model: type[Model], *names: str) -> None:
        meta = model._meta
        self.model, self.name, self.count = model, meta.db_table, 0
        given = [str(meta.get_field(name).column) for name in names]
        rest = [field for field in meta.concrete_fields if field.column not in given and not field.primary_key]
        self._columns = [*given, *(str(field.column) for field in rest)]
        self._rest: Row = tuple(_default(field) for field in rest)
        self._waiting: list[Row] = []

    def add(self, *values: Any) -> None:
        """Keep a row for the next writing."""
        self._waiting.append(values + self._rest)

    def write(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        names = ", ".join(connection.ops.quote_name(name) for name in self._columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} ({names}) FROM STDIN") as copy:
                    for row in self._waiting:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(self._columns))
                statement = f"INSERT INTO {self.name} ({names}) VALUES ({places})"  # noqa: S608 - names of our own
                cursor.executemany(statement, self._waiting)
        self.count += len(self._waiting)
        self._waiting.clear()


def _indexes(tables: Sequence[Table]) -> list[tuple[str, str]]:
    """Names and definitions of the indexes that are no constraint."""
    names = [table.name for table in tables]
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN ({places})"
        else:
            sql = (
                f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({places}) AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint)"
            )
        cursor.execute(sql, names)
        return [(str(name), str(definition)) for name, definition in cursor.fetchall()]


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def bulk(tables: Sequence[Table]) -> Iterator[None]:
    """Within the block rows are written without indexes, checks and waits for the disk; then everything is built."""
    is_sqlite, indexes = connection.vendor == "sqlite", _indexes(tables)
    if is_sqlite:
        _run(
            "PRAGMA foreign_keys=OFF",
            "PRAGMA synchronous=OFF",
            "PRAGMA cache_size=-2000000",
            "PRAGMA temp_store=MEMORY",
        )
    else:
        _run(
            "SET session_replication_role = replica", "SET synchronous_commit = off", "SET maintenance_work_mem = '2GB'"
        )
    _run(*(f'DROP INDEX "{name}"' for name, _definition in indexes))
    yield
    _run(*(definition for _name, definition in indexes))
    _run(*connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]))
    if is_sqlite:
        _run("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()  # its settings go with it
