"""Procedures as an officer writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.library.events import ProcedureSaved
from caunoi.library.models import Document, Procedure, ProcedureBasis, ProcedurePaper, ProcedureStep
from caunoi.organisations.models import Unit
from caunoi.pure import symbols
from caunoi.pure.vietnamese import fold


@dataclass(frozen=True)
class ProcedureDraft:
    """A procedure as it was written. `steps` are (name, text), `papers` (name, copies), `bases` (symbol, words)."""

    code: str
    name: str
    body: str
    field_name: str = ""
    applicants: str = ""
    places: str = ""
    online_url: str = ""
    conditions: str = ""
    time_limit: str = ""
    limit_amount: int | None = None
    limit_unit: str = ""
    fee: str = ""
    result: str = ""
    source: str = ""
    is_verified: bool = False
    is_active: bool = True
    steps: Sequence[tuple[str, str]] = ()
    papers: Sequence[tuple[str, str]] = ()
    bases: Sequence[tuple[str, str]] = ()


PLAIN = (
    "name", "body", "field_name", "applicants", "places", "online_url", "conditions", "time_limit", "limit_amount",
    "limit_unit", "fee", "result", "source", "is_verified", "is_active",
)  # fmt: skip


def _checked(procedure: Procedure | None, draft: ProcedureDraft) -> None:
    problems: dict[str, str] = {}
    if procedure is None and Procedure.objects.filter(code=draft.code).exists():
        problems["code"] = _("Thủ tục với mã này đã có. Mở thủ tục đó để sửa.")
    if (draft.limit_amount is None) != (not draft.limit_unit):
        problems["limit_amount"] = _("Ghi cả số và cách tính, hoặc để trống cả hai.")
    if draft.is_verified and not draft.source.strip():
        problems["source"] = _("Đã đối chiếu thì ghi văn bản nguồn.")
    if problems:
        raise ValidationError(problems)


def _write_rows(procedure: Procedure, draft: ProcedureDraft) -> None:
    """Steps, papers and bases, written anew."""
    procedure.steps.all().delete()
    procedure.papers.all().delete()
    procedure.bases.all().delete()
    ProcedureStep.objects.bulk_create(
        [
            ProcedureStep(procedure=procedure, position=number, name=name, text=text)
            for number, (name, text) in enumerate(draft.steps, 1)
        ]
    )
    ProcedurePaper.objects.bulk_create(
        [
            ProcedurePaper(procedure=procedure, position=number, name=name, copies=copies)
            for number, (name, copies) in enumerate(draft.papers, 1)
        ]
    )
    words = {symbols.key(symbol)[:80]: (symbol[:80], text[:300]) for symbol, text in draft.bases if symbol.strip()}
    known = {row.symbol_key: row for row in Document.objects.filter(symbol_key__in=words).order_by("issued_on", "id")}
    ProcedureBasis.objects.bulk_create(
        [
            ProcedureBasis(
                procedure=procedure, position=n, document=known.get(key), symbol=symbol, symbol_key=key, words=text
            )
            for n, (key, (symbol, text)) in enumerate(words.items(), 1)
        ]
    )


@transaction.atomic
def save_procedure(
    *, procedure: Procedure | None, draft: ProcedureDraft, owner: Unit, by: User | None, at: datetime,
    is_sample: bool = False,
) -> Procedure:  # fmt: skip
    """Add a procedure (`procedure` None, kept by `owner`) or change one; its code stays.

    Raises ValidationError for a code that is there already, half a limit, or a check without its source.
    """
    _checked(procedure, draft)
    row = procedure or Procedure(code=draft.code, owner=owner, is_sample=is_sample)
    changed = [name for name in PLAIN if getattr(row, name) != getattr(draft, name)]
    for name in PLAIN:
        setattr(row, name, getattr(draft, name))
    row.folded_name = fold(f"{row.code} {row.name} {row.field_name}")[:600]
    row.changed_at, row.changed_by = at, by
    row.save()
    _write_rows(row, draft)
    audit.record(row, "library.save_procedure", by=by, at=at, code=row.code, changed=changed)
    outbox.post(ProcedureSaved(row.pk))
    return row
