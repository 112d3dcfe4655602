"""The settings page: what a person hears, event by event and channel by channel, as it holds now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from caunoi.notifications.choices import Channel, Frequency
from caunoi.notifications.queries.events import DIGEST, EventKind, events
from caunoi.notifications.queries.preferences import ALL, Wish


@dataclass(frozen=True)
class Cell:
    """One choice: the name of its field, its channel, what holds."""

    name: str
    channel: str
    label: str
    frequency: str

    @property
    def frequencies(self) -> list[tuple[str, Any]]:
        """What may be chosen: in the list of notices a thing stands or does not, and is gathered by nobody."""
        if self.channel != Channel.IN_APP:
            return list(Frequency.choices)
        return [(Frequency.AT_ONCE.value, _("Hiện")), (Frequency.NEVER.value, _("Không hiện"))]


@dataclass(frozen=True)
class Row:
    """One kind of event."""

    kind: EventKind
    cells: list[Cell]


def cell_name(event: str, channel: str) -> str:
    """The name of the field of a cell."""
    return f"cell:{event}:{channel}"


def kinds_to_choose(*, is_acting: bool = True) -> list[EventKind]:
    """All kinds but the digest, which is a form and no news; of duties only those who act for a unit hear."""
    kinds = [kind for kind in events() if kind.code != DIGEST.code]
    return [kind for kind in kinds if is_acting or not (kind.is_required or kind.is_work)]


def channels_to_choose(wish: Wish) -> list[str]:
    """The channels that reach the person, in the order of the words."""
    return [str(channel) for channel in Channel if channel in wish.channels]


def stopped_channels(wish: Wish) -> list[str]:
    """Channels on which the person stopped whatever is not required."""
    return [channel for (event, channel), said in wish.cells.items() if event == ALL and said == Frequency.NEVER]


def matrix_of(
    wish: Wish, kinds: Sequence[EventKind], given: Mapping[str, Any] | None = None
) -> list[tuple[Any, list[Row]]]:
    """Rows by group. What was just typed stands over what holds."""
    channels = channels_to_choose(wish)

    def row(kind: EventKind) -> Row:
        cells = []
        for channel in channels:
            name = cell_name(kind.code, channel)
            holds = wish.frequency(kind, channel, is_mine=kind.is_mine_default)
            cells.append(Cell(name, channel, str(Channel(channel).label), (given or {}).get(name) or holds))
        return Row(kind, cells)

    rows = [row(kind) for kind in kinds]
    return [(group, list(own)) for group, own in groupby(rows, key=lambda each: str(each.kind.group))]
