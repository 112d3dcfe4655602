"""A source of entries for tests: a dictionary that stands for a room's table, and the event that tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from caunoi.kit import outbox
from caunoi.kit.searching import PUBLIC, Entry

OPEN = frozenset({PUBLIC})


@dataclass(frozen=True)
class ThingChanged:
    """Something on the table is other than before, or gone."""

    key: str
    name: ClassVar[str] = "tests.thing_changed"


class Table:
    """A room's things of one kind: groups by key."""

    version = 1

    def __init__(self, kind: str = "document") -> None:
        self.kind, self.label = kind, kind
        self.groups: dict[str, list[Entry]] = {}
        self.broken: set[str] = set()

    def put(self, group: str, *entries: Entry) -> None:
        """Write, and tell of it."""
        self.groups[group] = list(entries)
        outbox.post(ThingChanged(f"{self.kind}:{group}"))

    def drop(self, group: str) -> None:
        """Take away, and tell of it."""
        self.groups.pop(group)
        outbox.post(ThingChanged(f"{self.kind}:{group}"))

    def count(self) -> int:
        return len(self.groups)

    def keys(self) -> Iterable[str]:
        return iter(list(self.groups))

    def entries(self, keys: Sequence[str]) -> Iterable[Entry]:
        for key in keys:
            if key in self.broken:
                raise ValueError(key)
            yield from self.groups.get(key, [])

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        kind, _, key = str(payload.get("key", "")).partition(":")
        return [key] if name == ThingChanged.name and kind == self.kind else []


def entry(group: str, title: str, text: str = "", **given: Any) -> Entry:
    """An entry of a document that everyone may read, unless it is said otherwise."""
    facts = {"kind": "document", "url": f"/d/{group}/", "audience": OPEN} | given
    return Entry(group=group, title=title, text=text, **facts)
