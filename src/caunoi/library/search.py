"""The library in the search index: every document, and within it every article (điều), or clause where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caunoi.kit import searching
from caunoi.kit.searching import PUBLIC, Entry, Passage
from caunoi.library.choices import ReformArea
from caunoi.library.models import Clause, Document, DocumentVersion, Procedure, Relation
from caunoi.library.queries.tokens import audience_of
from caunoi.library.queries.validity import ENDING, acts_on

ARTICLE, CLAUSE = 2, 3


def clause_address(document: Document, anchor: str) -> str:
    """Where a clause of the newest version is read."""
    return f"{reverse('library:document_text', args=[document.public_id])}?clause={anchor}#{anchor}"


def name_of(chain: Sequence[Clause]) -> str:
    """Labels from above, small after the first: `Điều 5. Hồ sơ`, or `Phần II. Nhiệm vụ, khoản 3`."""
    names = []
    for row in chain:
        label = row.label if row.depth <= ARTICLE else row.label[:1].lower() + row.label[1:]
        names.append(f"{label}. {row.heading}" if row.heading else label)
    return ", ".join(names)


def parts_of(document: Document, clauses: Iterable[Clause]) -> Iterator[tuple[str, str, str, tuple[Passage, ...]]]:
    """Path, address, own words and passages of each part. Articles are numbered through, so chapters are left out."""
    rows = list(clauses)
    deepest = ARTICLE if any(row.anchor.startswith("dieu-") for row in rows) else CLAUSE
    chain: list[Clause] = []
    part: tuple[str, str, str] | None = None
    passages: list[Passage] = []
    for row in rows:
        chain = [*(above for above in chain if above.depth < row.depth), row]
        if row.depth > deepest and part is not None:
            label = " ".join(above.label.lower() for above in chain if above.depth > deepest)
            passages.append(Passage(label, clause_address(document, row.anchor), row.text))
            continue
        if part:
            yield *part, tuple(passages)
        shown = chain[-1:] if row.anchor.startswith("dieu-") else chain
        part, passages = (name_of(shown), clause_address(document, row.anchor), row.text), []
    if part:
        yield *part, tuple(passages)


def _ends(documents: Mapping[int, Document]) -> dict[int, date]:
    """The day from which a later document replaces, repeals or suspends the whole of one of these."""
    rows = Relation.objects.filter(target__in=documents, kind__in=ENDING, target_part="").select_related("source")
    facts = ("issued_on", "effective_on")
    found: dict[int, date] = {}
    for row in rows.only("target_id", *(f"source__{name}" for name in facts)):
        day = row.source.effective_on or row.source.issued_on
        if row.target_id and day and acts_on(row.source, documents[row.target_id]):
            found[row.target_id] = min(day, found.get(row.target_id, day))
    return found


def _newest_versions(documents: Iterable[int]) -> dict[int, int]:
    """Document by its newest version."""
    rows = DocumentVersion.objects.filter(document__in=list(documents)).order_by("number")
    newest = dict(rows.values_list("document_id", "pk"))
    return {version: document for document, version in newest.items()}


class Documents:
    """Documents with their newest text. What is not public is found by those who may read it, and nobody else."""

    kind = "document"
    label = _("Văn bản")
    version = 2

    def count(self) -> int:
        """All documents."""
        return Document.objects.count()

    def keys(self) -> Iterator[str]:
        """All documents."""
        return (str(pk) for pk in Document.objects.order_by("pk").values_list("pk", flat=True).iterator())

    def entries(self, keys: Sequence[str]) -> Iterator[Entry]:
        """The whole and the parts of each, in five statements."""
        rows = Document.objects.prefetch_related("areas").in_bulk([int(key) for key in keys])
        ends, versions = _ends(rows), _newest_versions(rows)
        facts = {pk: _facts(row, ends.get(pk)) for pk, row in rows.items()}
        bare = set(versions)
        clauses = Clause.objects.filter(version__in=versions).order_by("version_id", "position").iterator(2_000)
        for version, own in groupby(clauses, key=lambda row: row.version_id):
            bare.discard(version)
            document = rows[versions[version]]
            for path, url, text, passages in parts_of(document, own):
                yield Entry(**facts[document.pk] | {"url": url}, path=path, text=text, passages=passages)
        texts = dict(DocumentVersion.objects.filter(pk__in=bare).values_list("document_id", "text"))
        for pk, row in rows.items():
            yield Entry(**facts[pk], text=f"{_about(row)}\n{texts.get(pk, '')}")

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        """A document, and those whose time in force it sets."""
        if name != "library.document_changed":
            return []
        return [str(pk) for pk in (payload["document_id"], *payload.get("beside_ids", ()))]


def _about(document: Document) -> str:
    """What is said of a document beside its title and text."""
    said = (f"{document} {document.issuer}", document.summary, document.abstract, document.signer)
    return "\n".join(words for words in said if words)


def _facts(document: Document, ended_on: date | None) -> dict[str, Any]:
    """What its entries have in common."""
    ends = [day for day in (document.expires_on, ended_on) if day]
    return {
        "kind": Documents.kind,
        "group": str(document.pk),
        "title": document.title,
        "url": reverse("library:document", args=[document.public_id]),
        "audience": audience_of(document),
        "symbols": (document.symbol,) if document.symbol else (),
        "areas": tuple(row.area for row in document.areas.all()),
        "issuer": document.issuer,
        "on": document.issued_on,
        "valid_from": document.effective_on or document.issued_on,
        "valid_until": min(ends) if ends else None,
    }


class Procedures:
    """Administrative procedures in use: what to bring, where, for how much and how long. Everybody may read them."""

    kind = "procedure"
    label = _("Thủ tục hành chính")
    version = 1

    def count(self) -> int:
        """All procedures."""
        return Procedure.objects.count()

    def keys(self) -> Iterator[str]:
        """All procedures, those no longer in use too."""
        return (str(pk) for pk in Procedure.objects.order_by("pk").values_list("pk", flat=True).iterator())

    def entries(self, keys: Sequence[str]) -> Iterator[Entry]:
        """One for each in use, in three statements."""
        rows = Procedure.objects.filter(pk__in=[int(key) for key in keys], is_active=True)
        for row in rows.prefetch_related("steps", "papers"):
            told = [row.body, row.applicants, row.result, row.time_limit, row.fee, row.conditions, row.places]
            told += [f"{step.name} {step.text}" for step in row.steps.all()] + [
                paper.name for paper in row.papers.all()
            ]
            yield Entry(
                kind=self.kind,
                group=str(row.pk),
                title=row.name,
                url=reverse("library:procedure", args=[row.code]),
                audience=frozenset({PUBLIC}),
                text="\n".join(words for words in (*told, row.field_name) if words),
                symbols=(row.code,),
                areas=(ReformArea.PROCEDURES,),
                issuer=row.body,
            )

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        """A procedure that was written down, changed, or went out of use."""
        return [str(payload["procedure_id"])] if name == "library.procedure_saved" else []


searching.register(Documents())
searching.register(Procedures())
