"""Texts with named places, `{unit}`: which names they use, whether they may, and the text with its values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

PLACE = re.compile(r"\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}")
# A brace that begins or ends no place: somebody mistyped one.
LOOSE = re.compile(r"\{[^{}\n]{0,30}\}?|\}")


@dataclass(frozen=True)
class Flaws:
    """What is wrong with a text, by name."""

    unknown: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


class MissingValueError(LookupError):
    """A text asks for values that were not given; `names` says which."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


def names_in(text: str) -> list[str]:
    """The names of its places, each once, in the order they come."""
    return list(dict.fromkeys(PLACE.findall(text)))


def flaws(text: str, *, known: Collection[str]) -> Flaws:
    """What keeps a text from being used: names nobody fills, braces that name nothing."""
    names = names_in(text)
    bare = PLACE.sub("", text)
    loose = tuple(dict.fromkeys(hit[0].strip() for hit in LOOSE.finditer(bare)))
    return Flaws(tuple(name for name in names if name not in known), loose)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; a value is never read for places. Raises MissingValueError naming what is not there."""
    missing = [name for name in names_in(text) if name not in values]
    if missing:
        raise MissingValueError(missing)
    return PLACE.sub(lambda hit: values[hit[1]], text)
