"""Paths compared byte by byte on every database (SQLite does so already)."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython


def bytewise(table: str, column: str, length: int) -> RunPython:
    """A migration step: a range over the column must not depend on the cluster's locale."""

    def forwards(_: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"')

    return RunPython(forwards, RunPython.noop)
