"""Columns compared as people search: without accents, capitals or the stroke of "đ", on every database alike.

`title__folded__contains=fold(words)`. SQLite's own LIKE knows capitals of ASCII only, so "đối" is not in "Đối thoại"; on
PostgreSQL it hangs on the cluster's locale. What is searched often keeps a folded column of its own.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, TextField, Transform

from caunoi.pure.vietnamese import LOWER, UPPER, fold

SQLITE_NAME = "caunoi_fold"
_MARKED = "".join(char for char in LOWER + UPPER if not char.isascii())
_PLAIN = "".join(fold(char) for char in _MARKED)


class Folded(Transform):
    """The column as `pure.vietnamese.fold` gives it."""

    lookup_name = "folded"
    function = SQLITE_NAME

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Letters of the Vietnamese alphabet and of ASCII; no extension is needed."""
        template = f"translate(lower(%(expressions)s), '{_MARKED}', '{_PLAIN}')"
        return self.as_sql(compiler, connection, template=template, **more)


def folded_text(text: str | None) -> str | None:
    """For SQLite, which passes NULL."""
    return None if text is None else fold(text)


def register() -> None:
    """Let `__folded` stand after every text."""
    CharField.register_lookup(Folded)
    TextField.register_lookup(Folded)
