"""The tree of competences as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from caunoi.feedback.models import Topic


@dataclass(frozen=True)
class TopicLine:
    """A subject, how deep it lies, and how many phrases it is known by."""

    topic: Topic
    depth: int
    words_count: int


def topic_lines() -> list[TopicLine]:
    """The whole tree, parents before children, by name; constant query count."""
    rows = Topic.objects.select_related("competent_unit", "competent_kind").order_by("folded_name", "pk")
    below: dict[int | None, list[Topic]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    lines: list[TopicLine] = []

    def show(parent: int | None, depth: int) -> None:
        for topic in below.get(parent, []):
            lines.append(TopicLine(topic, depth, len(topic.words.splitlines())))
            show(topic.pk, depth + 1)

    show(None, 0)
    return lines
