"""What rooms above offer beside an obligation: a slot, so that this room need not know them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from caunoi.directives.models import DirectiveObligation
from caunoi.organisations.queries import Scope


@dataclass(frozen=True)
class Offer:
    """A link, or a button where `is_post`, beside an obligation."""

    label: Any
    path: str
    is_post: bool = False


Offerer = Callable[[Scope, Collection[DirectiveObligation]], dict[int, Offer]]
_offerers: list[Offerer] = []


def register_offer(offerer: Offerer) -> None:
    """Let a room above offer something for obligations, by their keys, to whom it may concern; once."""
    if offerer not in _offerers:
        _offerers.append(offerer)


def offers_for(scope: Scope, obligations: Collection[DirectiveObligation]) -> dict[int, list[Offer]]:
    """What is offered for each obligation, in the order of registration."""
    found: dict[int, list[Offer]] = {}
    for offerer in _offerers if scope.posts and obligations else ():
        for key, offer in offerer(scope, obligations).items():
            found.setdefault(key, []).append(offer)
    return found
