"""Triage: what a text may be, what it is about, how pressing it is. Proposals with reasons; a person decides."""

from __future__ import annotations

from collections.abc import Iterable

from caunoi.pure.triage import rules
from caunoi.pure.triage.bodies import BodyIndex
from caunoi.pure.triage.doors import Door, gate, is_possible_denunciation, possible_denunciation
from caunoi.pure.triage.proposals import BodyHint, Kind, Proposal, Proposals, TopicHint, Urgency
from caunoi.pure.triage.words import Words

__all__ = [
    "BodyHint",
    "BodyIndex",
    "Door",
    "Kind",
    "Proposal",
    "Proposals",
    "TopicHint",
    "Urgency",
    "gate",
    "is_possible_denunciation",
    "possible_denunciation",
    "propose",
]


def propose(text: str, *, topics: Iterable[TopicHint] = (), bodies: BodyIndex | None = None) -> Proposals:
    """All proposals that the rules make for a text."""
    words = Words(text)
    suspicion = rules.suspicion(words)
    return Proposals(
        kinds=rules.kinds(words),
        areas=rules.areas(words),
        urgency=rules.urgency(words),
        topics=rules.topics(words, topics),
        bodies=bodies.find(words) if bodies else [],
        suspicion=suspicion if suspicion.spans else None,
    )
