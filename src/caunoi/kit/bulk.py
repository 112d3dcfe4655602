"""Many new rows at once. Django's bulk_create prepares value by value and spends ten times on its statements what the
database does on the rows; here each column is prepared at once. See docs/adr/0015."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, DateField, DateTimeField, Field, ForeignKey, Model, TextField
from django.db.models import PositiveIntegerField as Count

# What these hold goes to the database as it is; all else is prepared by its field. Subclasses may do more, and are not
# meant.
PLAIN = (BooleanField, CharField, Count, ForeignKey, TextField)


def _column(rows: Sequence[Model], field: Field[Any, Any]) -> list[Any]:
    values = [field.pre_save(row, add=True) for row in rows]
    if type(field) in PLAIN:
        return values
    if type(field) in {DateField, DateTimeField}:  # many rows share their moments and days
        known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
        return [known[value] for value in values]
    return [field.get_db_prep_save(value, connection) for value in values]


def insert(rows: Sequence[Model], *, ignore_conflicts: bool = False) -> None:
    """Write new rows of one model within a transaction. Their keys are not given back."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    start = f"INSERT INTO {quote(meta.db_table)} ({names})"
    rest = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    columns = [_column(rows, field) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            cursor.execute(f"{start} SELECT * FROM UNNEST({arrays}){rest}", columns)  # noqa: S608 - names of our own
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{start} VALUES ({places}){rest}", list(zip(*columns, strict=True)))
