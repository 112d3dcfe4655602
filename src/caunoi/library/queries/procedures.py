"""Administrative procedures: the list, one by its code, and what it rests on. Everybody may read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, QuerySet, Subquery

from caunoi.accounts.models import User
from caunoi.library.models import Document, Procedure
from caunoi.library.queries.documents import documents_visible_to
from caunoi.library.queries.validity import verdicts_of
from caunoi.organisations.models import Placement
from caunoi.organisations.queries import Scope
from caunoi.pure.validity import Verdict
from caunoi.pure.vietnamese import fold


def find_procedures(filters: Mapping[str, str]) -> QuerySet[Procedure]:
    """Those in use, by name; `q`: code or words, with or without accents; `field`: as the list names it."""
    rows = Procedure.objects.filter(is_active=True)
    for word in fold(filters.get("q", "").strip()[:200]).split():
        rows = rows.filter(folded_name__contains=word)
    if filters.get("field"):
        rows = rows.filter(field_name=filters["field"])
    return rows.order_by("folded_name", "id").only(
        "code", "name", "field_name", "body", "time_limit", "is_verified", "is_sample"
    )


def fields_of_procedures() -> list[tuple[str, int]]:
    """Fields with how many procedures in use each has."""
    rows = Procedure.objects.filter(is_active=True).exclude(field_name="").values_list("field_name")
    return list(rows.annotate(count=Count("id")).order_by("field_name"))


def procedure_for_code(code: str, on: date) -> Procedure:
    """A procedure with `owner_path`, in use or not. Raises Procedure.DoesNotExist."""
    placed = Placement.objects.on(on).filter(unit=OuterRef("owner")).values("path")[:1]
    rows = Procedure.objects.annotate(owner_path=Subquery(placed))  # type: ignore[no-redef]
    found: Procedure = rows.get(code=code)
    return found


def procedure_of_code(code: str) -> Procedure | None:
    """The procedure that a topic names, if it is in the library and in use."""
    return Procedure.objects.filter(code=code, is_active=True).first() if code else None


def known_codes(codes: Collection[str]) -> set[str]:
    """Those of the codes whose procedures are in the library."""
    return set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True)) if codes else set()


@dataclass(frozen=True)
class BasisLine:
    """A document that a procedure rests on: with its status when the reader may see it, else words."""

    words: str
    document: Document | None
    verdict: Verdict | None


def basis_lines(procedure: Procedure, user: User | AnonymousUser, on: date, scope: Scope) -> list[BasisLine]:
    """What the procedure rests on, with the status on a day."""
    rows = list(procedure.bases.order_by("position"))
    visible = documents_visible_to(user, on, scope).filter(pk__in=[row.document_id for row in rows])
    known = {document.pk: document for document in visible}
    verdicts = verdicts_of(known.values(), on)
    return [
        BasisLine(row.words or row.symbol, known.get(row.document_id or 0), verdicts.get(row.document_id or 0))
        for row in rows
    ]
