"""What triage proposes. A person decides; nothing here closes or publishes anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]


class Kind(StrEnum):
    """What a text is, and so who may deal with it (DOMAIN glossary; NĐ 20/2008/NĐ-CP art. 3; Luật Khiếu nại, Luật Tố cáo art. 2)."""

    REFLECTION = "REFLECTION"
    RECOMMENDATION = "RECOMMENDATION"
    INFORMATION = "INFORMATION"
    COMPLAINT = "COMPLAINT"
    DENUNCIATION = "DENUNCIATION"
    LABOUR_DISPUTE = "LABOUR_DISPUTE"
    EMERGENCY = "EMERGENCY"


class Urgency(StrEnum):
    """Levels of QĐ 1207/QĐ-UBND (iHanoi, 28/2/2025): khẩn, phức tạp, bình thường."""

    URGENT = "URGENT"
    COMPLEX = "COMPLEX"
    NORMAL = "NORMAL"


@dataclass(frozen=True)
class Proposal:
    """A value with a score within 0..1 (no measured probability unless `why` is MODEL), where it was read, and the rule."""

    value: str
    confidence: float
    spans: tuple[Span, ...]
    why: str


@dataclass(frozen=True)
class TopicHint:
    """A topic or procedure of the catalogue, with phrases that speak of it."""

    code: str
    words: tuple[str, ...]
    area: str = ""
    kind: str = ""


@dataclass(frozen=True)
class BodyHint:
    """A body that may be named in a text."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    area: str = ""


@dataclass(frozen=True)
class Proposals:
    """All that was proposed for one text, the best first in each list; `suspicion` is the chance of a denunciation."""

    kinds: list[Proposal] = field(default_factory=list)
    areas: list[Proposal] = field(default_factory=list)
    urgency: list[Proposal] = field(default_factory=list)
    topics: list[Proposal] = field(default_factory=list)
    bodies: list[Proposal] = field(default_factory=list)
    suspicion: Proposal | None = None


def together(scores: Iterable[float]) -> float:
    """Several independent signs as one score: never above 0.98, as rules are not certain."""
    doubt = 1.0
    for score in scores:
        doubt *= 1 - score
    return round(min(0.98, 1 - doubt), 3)


def ranked(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The surest first; equal ones by value, so that a page never flickers."""
    return sorted(proposals, key=lambda one: (-one.confidence, one.value))
