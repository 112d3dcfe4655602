"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class UnitsReorganised:
    """Units changed their place, name or life on a day; `unit_ids` are those that the reorganisation named."""

    reorganisation: str
    unit_ids: list[int]
    happened_on: str
    name: ClassVar[str] = "organisations.units_reorganised"


@dataclass(frozen=True)
class UnitsImported:
    """Units came in from a list, or their plain fields changed by it."""

    unit_ids: list[int]
    name: ClassVar[str] = "organisations.units_imported"


@dataclass(frozen=True)
class LinksWanted:
    """An officer wants a person of a unit to have fresh links to what the unit still owes."""

    unit_id: int
    user_id: int
    asked_at: str
    name: ClassVar[str] = "organisations.links_wanted"


@dataclass(frozen=True)
class CalendarChanged:
    """Days of a working calendar changed, from one to another (both included; no end: its office hours or rules)."""

    calendar_id: int
    from_on: str
    to_on: str | None
    name: ClassVar[str] = "organisations.calendar_changed"
