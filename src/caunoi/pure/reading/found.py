"""What a reading finds; every value keeps how sure it is and where it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Span = tuple[int, int]


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value with a confidence within 0..1 and its span in the normalised text."""

    value: T
    confidence: float
    span: Span

    def moved(self, offset: int) -> Found[T]:
        """The same, found in a piece that begins at `offset`."""
        return Found(self.value, self.confidence, (self.span[0] + offset, self.span[1] + offset))


@dataclass(frozen=True)
class Period:
    """Years that the document is for, both included."""

    from_year: int
    to_year: int

    def __str__(self) -> str:
        return f"{self.from_year}-{self.to_year}" if self.to_year != self.from_year else str(self.from_year)


@dataclass(frozen=True)
class Citation:
    """Another document named in the text, and the verb that joins them (a RelationKind)."""

    symbol: str
    type: str | None
    issuer: str | None
    issued_on: date | None
    relation: str
    span: Span
    confidence: float


@dataclass(frozen=True)
class Obligation:
    """Who must do what by when, in the document's own words."""

    actor: str
    action: str
    deadline: str | None
    deadline_on: date | None
    span: Span
    confidence: float


@dataclass(frozen=True)
class Remark:
    """Something that the person who confirms must look at: a code of pure.reading.remarks, and the words it is about."""

    code: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """All that was found in one text."""

    text: str
    symbol: Found[str] | None = None
    type: Found[str] | None = None
    issuer: Found[str] | None = None
    issued_on: Found[date] | None = None
    signer: Found[str] | None = None
    title: Found[str] | None = None
    abstract: Found[str] | None = None
    areas: list[Found[str]] = field(default_factory=list)
    period: Found[Period] | None = None
    citations: list[Citation] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    language: str = "vi"
    pages: int | None = None
    remarks: tuple[Remark, ...] = ()

    FIELDS = ("symbol", "type", "issuer", "issued_on", "signer", "title", "abstract", "period")

    def as_json(self) -> dict[str, Any]:
        """The reading as plain JSON values; dates are ISO 8601, spans are [start, end)."""
        found = {name: getattr(self, name) for name in self.FIELDS}
        values = {name: _plain(value.value) if value else None for name, value in found.items()}
        confidence = {name: round(value.confidence, 2) for name, value in found.items() if value}
        if self.areas:
            confidence["areas"] = round(min(area.confidence for area in self.areas), 2)
        for name, rows in (("citations", self.citations), ("obligations", self.obligations)):
            if rows:
                confidence[name] = round(sum(row.confidence for row in rows) / len(rows), 2)
        spans: dict[str, Any] = {name: list(value.span) for name, value in found.items() if value}
        spans["areas"] = [list(area.span) for area in self.areas]
        return values | {
            "areas": [area.value for area in self.areas],
            "citations": [
                {
                    "symbol": row.symbol,
                    "type": row.type,
                    "issuer": row.issuer,
                    "issued_on": _plain(row.issued_on),
                    "relation": row.relation,
                    "span": list(row.span),
                }
                for row in self.citations
            ],
            "obligations": [
                {
                    "actor": row.actor,
                    "action": row.action,
                    "deadline": _plain(row.deadline_on) or row.deadline,
                    "span": list(row.span),
                }
                for row in self.obligations
            ],
            "language": self.language,
            "pages": self.pages,
            "remarks": [{"code": row.code, "words": list(row.words)} for row in self.remarks],
            "confidence": confidence,
            "spans": spans,
        }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Period) else value
