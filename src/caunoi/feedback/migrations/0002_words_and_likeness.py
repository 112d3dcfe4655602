"""Tables of words and of likeness; the bands lie in their key's order, without numbers of rows."""

from django.db import migrations, models

from caunoi.kit import fulltext

BANDS = {"feedback_band": "case_id", "feedback_publicband": "publication_id"}


def make_bands(_: object, schema_editor) -> None:
    rest = " WITHOUT ROWID" if schema_editor.connection.vendor == "sqlite" else ""
    for table, owner in BANDS.items():
        columns = f"band bigint NOT NULL, {owner} bigint NOT NULL, PRIMARY KEY (band, {owner})"
        schema_editor.execute(f"CREATE TABLE {table} ({columns}){rest}", params=None)


def drop_bands(_: object, schema_editor) -> None:
    for table in BANDS:
        schema_editor.execute(f"DROP TABLE {table}", params=None)


def _bands(name: str, owner: str) -> migrations.CreateModel:
    return migrations.CreateModel(
        name=name,
        fields=[
            ("pk", models.CompositePrimaryKey("band", owner, blank=True, editable=False, primary_key=True, serialize=False)),
            ("band", models.BigIntegerField()),
            (owner, models.BigIntegerField()),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[_bands("Band", "case_id"), _bands("PublicBand", "publication_id")],
            database_operations=[migrations.RunPython(make_bands, drop_bands)],
        ),
        fulltext.word_table("feedback_casewords", "feedback_publicationwords"),
    ]
