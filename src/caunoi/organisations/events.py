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
