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


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Rows:
    """A table by its name and columns."""

    model: type[Model] | None = None

    def __init__(self, name: str, *columns: str) -> None:
        self.name, self.columns = name, list(columns)
        self._waiting: list[Row] = []

    def add(self, *values: Any) -> None:
        """Keep a row for the next writing."""
        self._waiting.append(values)

    def write(self) -> None:
        """Write what waits, within a transaction."""
        names = ", ".join(connection.ops.quote_name(name) for name in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} ({names}) FROM STDIN") as copy:
                    for row in self._waiting:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(self.columns))
                statement = f"INSERT INTO {self.name} ({names}) VALUES ({places})"  # noqa: S608 - names of our own
                cursor.executemany(statement, self._waiting)
        self._waiting.clear()


class Table(Rows):
    """One model's table: rows give the named columns, every other column holds its default."""

    def __init__(self, model: type[Model], *names: str) -> None:
        meta = model._meta
        given = [str(meta.get_field(name).column) for name in names]
        rest = [field for field in meta.concrete_fields if field.column not in given and not field.primary_key]
        super().__init__(meta.db_table, *given, *(str(field.column) for field in rest))
        self.model = model
        self._rest: Row = tuple(_default(field) for field in rest)

    def add(self, *values: Any) -> None:
        self._waiting.append(values + self._rest)


class Sorted(Rows):
    """A table that lies in the order of its key, such as of bands: rows wait beside it, and come in sorted."""

    def __init__(self, name: str, *columns: str) -> None:
        super().__init__(f"{name}_waiting", *columns)
        self.target = name

    def open(self) -> None:
        """Make the place where they wait."""
        run(f"CREATE TEMPORARY TABLE {self.name} ({', '.join(f'{column} bigint' for column in self.columns)})")

    def close(self) -> None:
        """Bring them in."""
        names, key = ", ".join(self.columns), f"{self.target}_pkey"
        is_postgres = connection.vendor == "postgresql"
        if is_postgres:
            run(f"ALTER TABLE {self.target} DROP CONSTRAINT {key}")
        run(
            f"INSERT INTO {self.target} ({names}) SELECT DISTINCT {names} FROM {self.name} ORDER BY {names}",  # noqa: S608
            f"DROP TABLE {self.name}",
        )
        if is_postgres:
            run(f"ALTER TABLE {self.target} ADD CONSTRAINT {key} PRIMARY KEY ({names})")


def _indexes(tables: Sequence[Rows]) -> list[tuple[str, str]]:
    """Names and definitions of the indexes that are no constraint."""
    names = [table.name for table in tables]
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN (%s)"
        else:
            sql = (
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN (%s) AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint)"
            )
        cursor.execute(sql % places, names)
        return [(str(name), str(definition)) for name, definition in cursor.fetchall()]


@contextmanager
def bulk(tables: Sequence[Rows]) -> Iterator[None]:
    """Within the block rows are written without indexes, checks and waits for the disk; then everything is built."""
    is_sqlite, indexes = connection.vendor == "sqlite", _indexes(tables)
    if is_sqlite:
        run(
            "PRAGMA foreign_keys=OFF",
            "PRAGMA synchronous=OFF",
            "PRAGMA cache_size=-2000000",
            "PRAGMA temp_store=MEMORY",
        )
    else:
        run(
            "SET session_replication_role = replica", "SET synchronous_commit = off", "SET maintenance_work_mem = '2GB'"
        )
    run(*(f'DROP INDEX "{name}"' for name, _definition in indexes))
    aside = [table for table in tables if isinstance(table, Sorted)]
    for table in aside:
        table.open()
    yield
    for table in aside:
        table.close()
    run(*(definition for _name, definition in indexes))
    run(*connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables if table.model]))
    if is_sqlite:
        run("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()  # its settings go with it
