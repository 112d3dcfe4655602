"""The scope gate: which door is right for a text, with the law and the time limit of that door. It never refuses."""

from __future__ import annotations

from dataclasses import dataclass

from caunoi.pure.triage.proposals import Kind, Span
from caunoi.pure.triage.rules import GRAVE, SUSPICION, kinds, suspicion
from caunoi.pure.triage.words import Words

ENOUGH = 0.45


@dataclass(frozen=True)
class Limit:
    """A time limit: a number of working days (`wd`), calendar days (`cd`) or working hours (`wh`)."""

    count: int
    unit: str


@dataclass(frozen=True)
class Door:
    """A way that seems right: the kind of matter, a score, the words that speak for it, the law, and the first time limit."""

    kind: Kind
    confidence: float
    spans: tuple[Span, ...]
    law: str
    limit: Limit | None


# First answer that the law promises at each door (DOMAIN §3.3).
LAWS: dict[Kind, tuple[str, Limit | None]] = {
    Kind.EMERGENCY: ("", None),
    Kind.DENUNCIATION: ("Luật Tố cáo 25/2018/QH14, Điều 24", Limit(7, "wd")),
    Kind.COMPLAINT: ("Luật Khiếu nại 02/2011/QH13, Điều 27; NĐ 155/2026/NĐ-CP", Limit(7, "wd")),
    Kind.LABOUR_DISPUTE: ("Bộ luật Lao động 45/2019/QH14, Điều 179 và 188", Limit(5, "wd")),
    Kind.REFLECTION: ("Luật Tiếp công dân 42/2013/QH13, Điều 28", Limit(10, "wd")),
}


def _door(kind: Kind, confidence: float, spans: tuple[Span, ...]) -> Door:
    law, limit = LAWS[kind]
    return Door(kind, confidence, spans, law, limit)


def gate(text: str) -> list[Door]:
    """Doors to show, the most pressing first; the feedback door is always among them, and alone when nothing else is seen."""
    words = Words(text)
    found = {one.value: one for one in kinds(words)}
    suspect = suspicion(words)
    least = {Kind.DENUNCIATION: SUSPICION}
    if suspect.spans:
        found[Kind.DENUNCIATION] = suspect
    doors = [
        _door(kind, found[kind].confidence, found[kind].spans)
        for kind in GRAVE
        if kind in found and found[kind].confidence >= least.get(kind, ENOUGH)
    ]
    # An emergency comes first, whatever else a text says.
    doors.sort(key=lambda door: (door.kind != Kind.EMERGENCY, -door.confidence))
    strongest = max((door.confidence for door in doors), default=0.0)
    return [*doors, _door(Kind.REFLECTION, round(1 - strongest, 3), ())]


def possible_denunciation(text: str) -> tuple[float, tuple[Span, ...]]:
    """A score within 0..1 and the places that made it."""
    found = suspicion(Words(text))
    return found.confidence, found.spans


def is_possible_denunciation(text: str) -> bool:
    """Whether a text is to be kept apart until someone with that duty has looked: rather one too many."""
    return possible_denunciation(text)[0] >= SUSPICION
