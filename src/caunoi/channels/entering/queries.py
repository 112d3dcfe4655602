"""What helps a clerk while they listen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caunoi.feedback.models import Publication, Topic
from caunoi.feedback.queries.likeness import alike_public
from caunoi.feedback.queries.triage import body_index, topic_hints
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import find_units
from caunoi.pure import triage

TEXT_LEAST = 10


@dataclass(frozen=True)
class Hints:
    """Bodies and subjects that the words point to, and what is public about the same. Nothing private is among it."""

    bodies: list[Unit]
    topics: list[Topic]
    alike: list[Publication]


def hints_for(*, text: str, body: str, on: date) -> Hints:
    """From what is written so far, and what was begun in the field of the body."""
    bodies = find_units(body, on, limit=5) if len(body.strip()) > 1 else []
    if len(text.strip()) < TEXT_LEAST:
        return Hints(bodies, [], [])
    found = triage.propose(text, topics=topic_hints(), bodies=body_index())
    codes = [one.value for one in found.bodies[:3]]
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    bodies += [known[code] for code in codes if code in known and known[code] not in bodies]
    subjects = [one.value for one in found.topics[:3]]
    topics = {topic.code: topic for topic in Topic.objects.filter(code__in=subjects)}
    alike = [publication for publication, _score in alike_public(text)]
    return Hints(bodies, [topics[code] for code in subjects if code in topics], alike)
