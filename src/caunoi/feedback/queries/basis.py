"""Legal basis for an answer: documents of the library that hold, and their clauses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from caunoi.kit import clock
from caunoi.library.models import Clause, Document, DocumentVersion
from caunoi.library.queries import cited_of, documents_visible_to, find_documents
from caunoi.organisations.queries import Scope
from caunoi.pure.citing import anchors_of, citation, without_parts

SHOWN_MOST, CLAUSES_MOST = 6, 150
LABEL_MOST, ANCHOR_MOST = 120, 60


@dataclass(frozen=True)
class Found:
    """A document to rest on, with the clauses to choose from."""

    document: Document
    clauses: list[tuple[str, str, bool]]
    is_picked: bool

    @property
    def key(self) -> str:
        """How the form names it."""
        return str(self.document.public_id)


def _ids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _newest_versions(documents: Collection[Document]) -> dict[int, int]:
    """Version to document, of the newest text of each."""
    rows = DocumentVersion.objects.filter(document__in=documents).order_by("number").values_list("document_id", "pk")
    return {version: document for document, version in dict(rows).items()}


def _clauses(documents: Collection[Document]) -> dict[int, list[Clause]]:
    """Articles and paragraphs of the newest texts."""
    versions = _newest_versions(documents)
    rows = Clause.objects.filter(version__in=versions).order_by("version", "position").defer("text")
    by_document: dict[int, list[Clause]] = {}
    for row in rows:
        mine = by_document.setdefault(versions[row.version_id], [])
        if len(mine) < CLAUSES_MOST and "dieu" in row.anchor:
            mine.append(row)
    return by_document


def found_for(user: Any, scope: Scope, text: str, picked: dict[str, str]) -> list[Found]:
    """The picked documents (each with its clause) first, then what the words find; a clause that they name is chosen."""
    visible = documents_visible_to(user, scope.on or clock.today(), scope)
    chosen = list(visible.filter(public_id__in=_ids(picked)))
    rest, said = without_parts(text), next(iter(anchors_of(text)), "")
    rows = find_documents(visible, {"q": rest}).exclude(pk__in=[doc.pk for doc in chosen]) if rest else None
    searched = list(rows.order_by("-issued_on", "-id")[:SHOWN_MOST]) if rows is not None else []
    clauses = _clauses([*chosen, *searched])
    found = []
    for document in [*chosen, *searched]:
        asked = picked.get(str(document.public_id), "" if document in chosen else said)
        options = [(row.anchor, _spoken(row), row.anchor == asked) for row in clauses.get(document.pk, [])]
        found.append(Found(document, options, document in chosen))
    return found


def _spoken(row: Clause) -> str:
    return f"{row.label}. {row.heading}"[:110] if row.heading else row.label


def basis_of(user: Any, scope: Scope, picked: Iterable[tuple[str, str]]) -> list[tuple[Document, str, str]]:
    """(document, anchor, citation) of what was ticked and may be seen."""
    pairs = dict(picked)
    visible = documents_visible_to(user, scope.on or clock.today(), scope)
    rows = list(visible.filter(public_id__in=_ids(pairs)).order_by("pk"))
    clauses = {(pk, row.anchor): row for pk, mine in _clauses(rows).items() for row in mine}
    basis = []
    for document in rows:
        anchor = pairs.get(str(document.public_id), "")
        clause = clauses.get((document.pk, anchor))
        label = citation(cited_of(document), clause.anchor if clause else "")
        basis.append((document, anchor[:ANCHOR_MOST] if clause else "", label[:LABEL_MOST]))
    return basis
