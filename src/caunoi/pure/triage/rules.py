"""Triage by rules: what the lexicons find in a text, as proposals with the places that speak for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from caunoi.pure.triage import lexicon
from caunoi.pure.triage.examples import examples_model
from caunoi.pure.triage.proposals import Kind, Proposal, Span, TopicHint, Urgency, ranked, together
from caunoi.pure.triage.words import Words, phrase
from caunoi.pure.vietnamese import LOWER, UPPER

# From here on a text is kept apart until someone with that duty has looked (DOMAIN §3.5).
SUSPICION = 0.3
# Kinds that another office must decide come before opinions, however many signs of an opinion there are.
GRAVE = (Kind.EMERGENCY, Kind.DENUNCIATION, Kind.LABOUR_DISPUTE, Kind.COMPLAINT)
GRAVE_SCORE = 0.5
DEFAULT_SCORE = 0.3
# Below this share a likeness to the examples says nothing: with seven kinds a guess has 0.14.
LEAST_LIKE = 0.25
# One kept apart in vain costs a look, one missed may cost a person: less is enough.
LEAST_LIKE_ACCUSED = 0.2
TOPIC_SCORE = 0.6
WORD_SCORE = 0.4
TITLE = r"(?i:ông|bà|anh|chị|ong|ba|đồng chí|đ/c|cán bộ|chủ tịch|trưởng phòng|phó phòng|giám đốc|bí thư)"
# A title, perhaps a post, then two capitalised words: someone is named.
NAMED = re.compile(rf"\b{TITLE}\s+(?:[^\W\d]+\s+){{0,3}}?[{UPPER}A-Z][{LOWER}a-z]+(?:\s+[{UPPER}A-Z][{LOWER}a-z]*)+")


@dataclass(frozen=True)
class Found:
    """Signs of one value: their score together and where they stand."""

    score: float
    spans: tuple[Span, ...]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap as one, so that a page can mark them."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def signs(words: Words, entries: lexicon.Lexicon) -> Found:
    """What of a lexicon stands in the text. Signs at the same place count once, by the strongest."""
    hits = [(score, span) for written, score in entries.items() for span in words.find(phrase(written))[:3]]
    hits.sort(key=lambda hit: (-hit[0], hit[1]))
    counted: list[tuple[float, Span]] = []
    for score, span in hits:
        if all(span[1] <= other[0] or other[1] <= span[0] for _, other in counted):
            counted.append((score, span))
    return Found(together(score for score, _ in counted), merged(span for _, span in hits))


def suspicion(words: Words) -> Proposal:
    """How much a text may be a denunciation, and why: by phrases, or else by examples of accusations."""
    found = signs(words, lexicon.DENUNCIATION)
    score, spans, why = found.score, found.spans, "LEXICON"
    if spans and (named := NAMED.search(words.text)):
        score, why = together((score, lexicon.ACCUSING)), "NAMED_PERSON"
        spans = merged([*spans, named.span()])
    if score < SUSPICION:
        for one in by_example(words, LEAST_LIKE_ACCUSED):
            if one.value == Kind.DENUNCIATION:
                return replace(one, confidence=max(one.confidence, SUSPICION))
    return Proposal(Kind.DENUNCIATION, score, spans, why)


def by_example(words: Words, least: float = LEAST_LIKE) -> list[Proposal]:
    """What the text is most like among the examples; nothing when hardly a word of it is known."""
    proposed = examples_model().propose(words.text)
    return [replace(one, why="EXAMPLES") for one in proposed if one.confidence >= least and one.spans]


def by_phrase(words: Words) -> list[Proposal]:
    """Kinds whose phrases stand in the text."""
    found = {kind: signs(words, entries) for kind, entries in lexicon.KINDS.items() if kind != Kind.DENUNCIATION}
    proposals = [Proposal(kind, one.score, one.spans, "LEXICON") for kind, one in found.items()]
    return [one for one in (*proposals, suspicion(words)) if one.spans]


def kinds(words: Words) -> list[Proposal]:
    """What the text may be, the likeliest first: by phrases, or where these say little, by examples too.

    Without any sign it is taken for a reflection, with a low score.
    """
    best = {one.value: one for one in by_phrase(words)}
    if not any(one.confidence >= GRAVE_SCORE for one in best.values()):
        for one in by_example(words):
            if one.value not in best or best[one.value].confidence < one.confidence:
                best[one.value] = one
    if not any(one.confidence >= DEFAULT_SCORE for one in best.values()):
        best.setdefault(Kind.REFLECTION, Proposal(Kind.REFLECTION, DEFAULT_SCORE, (), "DEFAULT"))
    order = {kind: place for place, kind in enumerate(GRAVE)}
    graves = [one for one in best.values() if one.value in GRAVE and one.confidence >= GRAVE_SCORE]
    graves.sort(key=lambda one: (-one.confidence, order[Kind(one.value)]))
    return [*graves, *ranked(one for one in best.values() if one not in graves)]


def areas(words: Words) -> list[Proposal]:
    """Areas of reform that the text speaks of."""
    found = {area: signs(words, entries) for area, entries in lexicon.AREAS.items()}
    return ranked(Proposal(area, one.score, one.spans, "LEXICON") for area, one in found.items() if one.spans)


def urgency(words: Words) -> list[Proposal]:
    """Urgent, complex or normal; normal is what is left, and has no place in the text."""
    urgent, hard = signs(words, lexicon.URGENT), signs(words, lexicon.COMPLEX)
    proposals = [
        Proposal(value, found.score, found.spans, "LEXICON")
        for value, found in ((Urgency.URGENT, urgent), (Urgency.COMPLEX, hard))
        if found.score >= DEFAULT_SCORE
    ]
    rest = Proposal(Urgency.NORMAL, 0.5, (), "DEFAULT")
    return ranked([*proposals, rest]) if not any(one.confidence >= 0.5 for one in proposals) else proposals


def topics(words: Words, hints: Iterable[TopicHint]) -> list[Proposal]:
    """Topics of the catalogue whose phrases stand in the text."""
    proposals = []
    for hint in hints:
        entries = {text: TOPIC_SCORE if " " in text else WORD_SCORE for text in hint.words if text.strip()}
        found = signs(words, entries)
        if found.spans:
            proposals.append(Proposal(hint.code, found.score, found.spans, "CATALOGUE"))
    return ranked(proposals)
