"""A document of the library as an article takes it up: its parts, and the draft made of those that were marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from caunoi.library.models import Clause, Document, DocumentVersion
from caunoi.library.queries import cited_of
from caunoi.pure import taking_up
from caunoi.pure.citing import citation

# More parts than one article rests on; then the document as a whole is its source.
SOURCES_MOST = 12
TITLE_MOST = 200


@dataclass(frozen=True)
class DocumentParts:
    """The newest text of a document in parts that can be marked; none where nothing is numbered."""

    document: Document

    @cached_property
    def version(self) -> DocumentVersion | None:
        """The newest text, or None for a document that is known by its symbol only."""
        return self.document.versions.order_by("-number").first()

    @cached_property
    def passages(self) -> list[taking_up.Passage]:
        """What can be marked, in order."""
        rows: list[Clause] = list(self.version.clauses.order_by("position")) if self.version else []
        return taking_up.passages_of(rows)

    @property
    def title(self) -> str:
        """The document's title as far as an article's may reach."""
        title = self.document.title
        return title if len(title) <= TITLE_MOST else f"{title[: TITLE_MOST - 2].rsplit(' ', 1)[0]} …"

    def body(self, anchors: Collection[str]) -> str:
        """The marked parts as HTML; all of the text where nothing is numbered."""
        address = reverse("library:document_text", args=[self.document.public_id])
        cited = citation(cited_of(self.document), is_full=True)
        if self.passages:
            return taking_up.body_of(self.passages, anchors, address, cited)
        return taking_up.plain_body(self.version.text if self.version else self.document.abstract, address, cited)

    def sources(self, anchors: Collection[str]) -> list[tuple[Document, str]]:
        """What the article rests on: the parts, or the document when all of it is marked, or too many parts."""
        chosen = [one.anchor for one in self.passages if one.anchor in anchors]
        if taking_up.is_whole(self.passages, chosen) or len(chosen) > SOURCES_MOST:
            return [(self.document, "")]
        return [(self.document, anchor) for anchor in chosen]
