"""Tables of words: whole words without accents, the last one also as a beginning, found newest first.

FTS5 on SQLite, `tsvector` with GIN on PostgreSQL; both hold exactly the words that `words` gives, so that a search finds
the same on either. A row bears the key of its owner, and tags (ids of units, say) by which a search keeps to a part
without reading the rest. Who may see what was found is decided elsewhere. See docs/mechanisms/words.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from caunoi.pure.vietnamese import fold

WORD = re.compile(r"[^\W_]+")
# Of a text, and of a question; a longer word is no word.
TEXT_MOST, WORDS_MOST, WORD_MOST = 60_000, 12, 48
# A beginning of two letters is in nearly everything, and is most often a whole word ("sổ đỏ").
BEGINNING_LEAST = 3
# Only so many of the newest are looked at: a word that half of a million rows hold shall not hold a page up.
MOST = 10_000

SQLITE = "CREATE VIRTUAL TABLE {table} USING fts5(words, detail=none, columnsize=0, prefix='2 3 4 5', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
POSTGRES = (
    "CREATE TABLE {table} (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    # Without the list of pending rows: what is written is found at once at the same price.
    "CREATE INDEX {table}_words ON {table} USING gin (words) WITH (fastupdate = off)",
    # The planner must know the common words to choose between the index of words and that of keys.
    "ALTER TABLE {table} ALTER COLUMN words SET STATISTICS 1000",
)


def word_table(*tables: str) -> RunPython:
    """A migration step that makes tables of words."""

    def forwards(_: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        statements = [SQLITE] if schema_editor.connection.vendor == "sqlite" else list(POSTGRES)
        for table in tables:
            for statement in statements:
                schema_editor.execute(statement.format(table=table), params=None)

    def backwards(_: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            schema_editor.execute(f"DROP TABLE {table}", params=None)

    return RunPython(forwards, backwards)


def words(text: str, most: int | None = None) -> list[str]:
    """The different words of a text as they are stored and looked for: letters and digits, folded."""
    found = (word[:WORD_MOST] for word in WORD.findall(fold(text[:TEXT_MOST])))
    return list(dict.fromkeys(found))[:most]


def tag(kind: str, key: int) -> str:
    """A mark that no word can be taken for: `tag("d", 12)` is "_d12"."""
    return f"_{kind}{key}"


def put(table: str, rows: Iterable[tuple[int, str, Collection[str]]]) -> None:
    """Let these owners' rows hold the words of (key, text, tags), in place of what they held."""
    given = [(key, [*words(text), *tags]) for key, text, tags in rows]
    drop(table, [key for key, _ in given])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = f"INSERT INTO {table} (rowid, words) VALUES (%s, %s)"  # noqa: S608 - the name is our own
            cursor.executemany(sql, [(key, " ".join(held)) for key, held in given])
        else:
            sql = f"INSERT INTO {table} (id, words) VALUES (%s, array_to_tsvector(%s::text[]))"  # noqa: S608
            cursor.executemany(sql, [(key, held) for key, held in given])


def drop(table: str, keys: Collection[int]) -> None:
    """Take owners' rows out."""
    column = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE {column} = %s", [(key,) for key in keys])  # noqa: S608


def erase(table: str, keys: Collection[int]) -> None:
    """Take owners' rows out so that nothing of them stays in the index: dearer, for what the law says must go.

    FTS5 only marks words as gone until its pieces are merged; they are merged here. PostgreSQL's vacuum does the same.
    """
    drop(table, keys)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608


def _asked(text: str) -> tuple[list[str], str]:
    """Whole words, and the last one as a beginning ("" where the text does not end in a word)."""
    found = words(text, WORDS_MOST)
    is_open = bool(found) and text[-1:].isalnum() and len(found[-1]) >= BEGINNING_LEAST
    return (found[:-1], found[-1]) if is_open else (found, "")


def _match(text: str, tags: Collection[str]) -> tuple[str, str]:
    whole, beginning = _asked(text)
    if connection.vendor == "sqlite":
        parts = [f'"{word}"' for word in whole] + ([f'"{beginning}" *'] if beginning else [])
        if tags:
            parts.append("(" + " OR ".join(f'"{mark}"' for mark in tags) + ")")
        return "MATCH %s", " AND ".join(parts)
    parts = [f"'{word}'" for word in whole] + ([f"'{beginning}':*"] if beginning else [])
    if tags:
        parts.append("(" + " | ".join(f"'{mark}'" for mark in tags) + ")")
    return "@@ %s::tsquery", " & ".join(parts)


def matching(table: str, text: str, *, tags: Collection[str] = (), most: int = MOST) -> RawSQL | None:
    """Keys of the newest rows that hold every word and one of the tags: for `filter(pk__in=…)`. None: no word is asked for."""
    if not words(text, 1):
        return None
    operator, asked = _match(text, tags)
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {table} WHERE {table} {operator} ORDER BY rowid DESC LIMIT %s"  # noqa: S608
    else:
        # With tags few are found: the sum keeps the planner from walking through all keys in search of them.
        order = "id + 0" if tags else "id"
        sql = f"SELECT id FROM {table} WHERE words {operator} ORDER BY {order} DESC LIMIT %s"  # noqa: S608
    params: tuple[Any, ...] = (asked, most)
    return RawSQL(sql, params, output_field=BigIntegerField())  # noqa: S611 - the words are parameters


def keys(table: str, text: str, *, tags: Collection[str] = (), most: int = 50) -> list[int]:
    """The same as a list, newest first."""
    query = matching(table, text, tags=tags, most=most)
    if query is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.params)
        return [row[0] for row in cursor.fetchall()]
