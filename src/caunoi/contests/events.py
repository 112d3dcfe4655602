"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ContestAnnounced:
    """A contest is public, with its rounds and the hash of its seed."""

    contest_id: int
    name: ClassVar[str] = "contests.contest_announced"
