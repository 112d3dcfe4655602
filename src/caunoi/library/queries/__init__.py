"""Reading the library; load is authorise."""

from caunoi.library.queries.bases import EndedBasis, ended_bases, resting_on_ended
from caunoi.library.queries.clauses import clauses_of
from caunoi.library.queries.collections import (
    ItemLine,
    Shelf,
    collection_for,
    collections_for,
    items_beyond,
    items_named,
    items_of,
    shelves_for,
)
from caunoi.library.queries.comparison import Comparison, comparison_of
from caunoi.library.queries.documents import (
    document_for,
    documents_visible_to,
    find_documents,
    may_see_document,
    newest_first,
    register_opener,
    same_document,
)
from caunoi.library.queries.imports import counts_of, import_for, imports_of, items_in
from caunoi.library.queries.parts import Part, parts_of, register_part
from caunoi.library.queries.procedures import (
    basis_lines,
    fields_of_procedures,
    find_procedures,
    known_codes,
    procedure_for_code,
    procedure_of_code,
)
from caunoi.library.queries.readings import UNREAD, lost_before, lost_readings, reading_for, readings_of
from caunoi.library.queries.relations import (
    RelationLine,
    Relations,
    Surroundings,
    document_with_relations,
    document_with_surroundings,
)
from caunoi.library.queries.validity import ended_on, in_force_on, validity_of, verdicts_of

__all__ = [
    "UNREAD",
    "Comparison",
    "EndedBasis",
    "ItemLine",
    "Part",
    "RelationLine",
    "Relations",
    "Shelf",
    "Surroundings",
    "basis_lines",
    "clauses_of",
    "collection_for",
    "collections_for",
    "comparison_of",
    "counts_of",
    "document_for",
    "document_with_relations",
    "document_with_surroundings",
    "documents_visible_to",
    "ended_bases",
    "ended_on",
    "fields_of_procedures",
    "find_documents",
    "find_procedures",
    "import_for",
    "imports_of",
    "in_force_on",
    "items_beyond",
    "items_in",
    "items_named",
    "items_of",
    "known_codes",
    "lost_before",
    "lost_readings",
    "may_see_document",
    "newest_first",
    "parts_of",
    "procedure_for_code",
    "procedure_of_code",
    "reading_for",
    "readings_of",
    "register_opener",
    "register_part",
    "resting_on_ended",
    "same_document",
    "shelves_for",
    "validity_of",
    "verdicts_of",
]
