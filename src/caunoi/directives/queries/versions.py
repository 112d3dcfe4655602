"""The versions of a directive: what each said, what the next one changed, and how far each had come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, QuerySet

from caunoi.directives.choices import EvidenceState
from caunoi.directives.models import Directive, DirectiveObligation, DirectiveVersion, PastReceipt, Recipient
from caunoi.directives.queries.coverage import CoverageRow, totals
from caunoi.library.models import DocumentVersion
from caunoi.library.queries import comparison_of
from caunoi.pure.comparing import Mark, marks_of, shortened


def obligations_of(directive: Directive, number: int | None = None) -> QuerySet[DirectiveObligation]:
    """What recipients must do by a version, the newest when none is given, in order."""
    number = number or directive.version_number
    rows = directive.obligations.filter(since_version__lte=number).exclude(until_version__lte=number)
    return rows.order_by("position")


def required_obligations(directive: Directive) -> list[DirectiveObligation]:
    """Those of the newest version that call for evidence."""
    return list(obligations_of(directive).exclude(evidence_required=""))


def is_implemented(recipient: Recipient) -> bool:
    """Whether what was accepted is enough for the newest version: evidence for each obligation that asks for it; any
    evidence where none does."""
    directive = recipient.directive
    accepted = recipient.evidence.filter(state=EvidenceState.ACCEPTED, version_number__gte=directive.evidence_since)
    required = {row.pk for row in required_obligations(directive)}
    if not required:
        return accepted.exists()
    return required <= set(accepted.values_list("obligation_id", flat=True))


def newest_version(directive: Directive) -> DirectiveVersion | None:
    """The newest version with what it changed; None for a directive that has only its first."""
    if directive.version_number == 1:
        return None
    return directive.versions.get(number=directive.version_number)


@dataclass(frozen=True)
class Changes:
    """What a version says otherwise than the one before it; what did not change is empty."""

    title: list[Mark] = field(default_factory=list)
    message: list[Mark] = field(default_factory=list)
    due_before: date | None = None
    added: list[DirectiveObligation] = field(default_factory=list)
    dropped: list[DirectiveObligation] = field(default_factory=list)
    # Numbers of the two versions of the document, and how many parts of it differ.
    document_before: int = 0
    document_after: int = 0
    document_parts: int = 0


@dataclass(frozen=True)
class VersionLine:
    """A version with how its recipients stood when it ended, or stand now."""

    version: DirectiveVersion
    row: CoverageRow
    # Only ever of a version that was followed by another one.
    ended_at: datetime | None
    changes: Changes | None

    @property
    def is_current(self) -> bool:
        """Whether it is the newest."""
        return self.ended_at is None


def past_totals(directive: Directive, path: str) -> dict[int, CoverageRow]:
    """The four numerators of a branch, by the number of each version that has ended."""
    rows = PastReceipt.objects.filter(
        recipient__directive=directive, recipient__path__gte=path, recipient__path__lt=path[:-1] + "0"
    )
    counted = rows.values("version_number").annotate(
        total=Count("id"),
        delivered=Count("delivered_at"),
        opened=Count("opened_at"),
        acknowledged=Count("acknowledged_at"),
        implemented=Count("implemented_at"),
    )
    four = ("delivered", "opened", "acknowledged", "implemented")
    return {
        number: CoverageRow(0, None, "", path, 0, *counts)
        for number, *counts in counted.values_list("version_number", "total", *four)
    }


def versions_of(directive: Directive, path: str = "/", *, with_changes: bool = False) -> list[VersionLine]:
    """Every version of a directive, newest first, with its figures in a branch; three statements, and those of the
    comparison of documents."""
    rows = list(directive.versions.select_related("document_version").order_by("number"))
    past = past_totals(directive, path) if len(rows) > 1 else {}
    empty = CoverageRow(0, None, "", path, 0, 0, 0, 0, 0, 0)
    duties = list(directive.obligations.order_by("position")) if with_changes else []
    lines = []
    for place, version in enumerate(rows):
        after = rows[place + 1] if place + 1 < len(rows) else None
        row = past.get(version.number, empty) if after else totals(directive, path)
        changes = changes_of(directive, rows[place - 1], version, duties) if with_changes and place else None
        lines.append(VersionLine(version, row, after.issued_at if after else None, changes))
    return lines[::-1]


def _marks(old: str, new: str) -> list[Mark]:
    return shortened(marks_of(old, new)) if old != new else []


def changes_of(
    directive: Directive, old: DirectiveVersion, new: DirectiveVersion, duties: list[DirectiveObligation]
) -> Changes:
    """What `new` says otherwise than `old`, the version before it."""
    before, after = old.document_version, new.document_version
    parts = 0
    has_other_text = before is not None and after is not None and before.pk != after.pk
    if has_other_text and before and after:
        try:
            parts = len(comparison_of(directive.document, before.number, after.number).changes)
        except DocumentVersion.DoesNotExist:
            has_other_text = False
    return Changes(
        title=_marks(old.title, new.title),
        message=_marks(old.message, new.message),
        due_before=old.due_on if old.due_on != new.due_on else None,
        added=[row for row in duties if row.since_version == new.number],
        dropped=[row for row in duties if row.until_version == new.number],
        document_before=before.number if has_other_text and before else 0,
        document_after=after.number if has_other_text and after else 0,
        document_parts=parts,
    )
