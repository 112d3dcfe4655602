"""Append-only, said by the database itself: no UPDATE, no DELETE on the named tables."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION caunoi_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = (
    "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION caunoi_append_only()"
)


def append_only(*tables: str) -> RunPython:
    """A migration step that makes the tables append-only."""

    def forwards(_: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        if not is_sqlite:
            # An argument list makes the driver read "%" as its own; without one it is the text's.
            schema_editor.execute(POSTGRES_FUNCTION, params=None)
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute((SQLITE if is_sqlite else POSTGRES).format(table=table, verb=verb), params=None)

    def backwards(_: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}", params=None)

    return RunPython(forwards, backwards)
