"""Choosing a document in a field: by its symbol, or by words as the library's search finds them, with accents or without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import searching
from caunoi.kit.searching import Query
from caunoi.library.models import Document
from caunoi.library.queries.documents import documents_visible_to
from caunoi.library.queries.tokens import search_tokens
from caunoi.organisations.queries import Scope
from caunoi.pure import symbols
from caunoi.pure.vietnamese import fold

OFFERED = 12


def document_label(document: Document) -> str:
    """How a document is written in a field: the symbol tells it apart, the title says what it is."""
    return f"{document.symbol or document.type_name} · {document.title}"[:200]


@dataclass(frozen=True)
class Chooser:
    """What a person may choose from: the documents that they may read on a day."""

    user: User | AnonymousUser
    on: date
    scope: Scope | None = None

    @cached_property
    def visible(self) -> QuerySet[Document]:
        """The rule; the index only proposes."""
        return documents_visible_to(self.user, self.on, self.scope)

    def _found(self, text: str) -> list[Document]:
        """As the search finds them, best first; by words of the title while there is no index."""
        asked = Query(
            text=text, tokens=search_tokens(self.user, self.on, self.scope), kinds=("document",), limit=OFFERED, parts=1
        )
        found = searching.search(asked)
        if not found.is_ready:
            by_words = Q()
            for word in fold(text).split():
                by_words &= Q(folded_title__contains=word)
            return list(self.visible.filter(by_words).order_by("-issued_on", "-id")[:OFFERED])
        keys = [int(hit.group) for hit in found.hits]
        rows = self.visible.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    def like(self, text: str) -> list[Document]:
        """Documents that may be meant: those whose symbol begins so first, then what the search finds."""
        typed = text.partition(" · ")[0].strip()
        if not typed:
            return []
        key = symbols.key(typed)
        begun = self.visible.filter(symbol_key__startswith=key) if key[:1].isdigit() else self.visible.none()
        first = begun.order_by("-issued_on", "-id")[:OFFERED]
        return list({row.pk: row for row in [*first, *self._found(typed)]}.values())[:OFFERED]

    def meant(self, text: str) -> Document:
        """The one document meant: by its label, its symbol or words that all stand in its title; nobody cites by half a match.

        Raises ValidationError naming what is near.
        """
        typed = text.partition(" · ")[0]
        near, key, words = self.like(text), symbols.key(typed), fold(typed).split()
        found = [row for row in near if document_label(row) == text.strip()]
        found = found or [row for row in near if key and row.symbol_key == key]
        found = found or [row for row in near if key[:1].isdigit() and row.symbol_key.startswith(key)]
        found = found or [row for row in near if all(word in row.folded_title for word in words)]
        if len(found) == 1:
            return found[0]
        if not near:
            raise ValidationError(_("Thư viện không có văn bản “%(text)s”. Nhập số, ký hiệu."), params={"text": text})
        names = "; ".join(document_label(row)[:80] for row in (found or near)[:4])
        raise ValidationError(
            _("“%(text)s” chưa rõ văn bản nào. Nhập số, ký hiệu: %(names)s."), params={"text": text, "names": names}
        )
