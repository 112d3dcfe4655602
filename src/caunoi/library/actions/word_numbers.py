"""Numbers that Word makes itself ("1.", "a)", "Điều 5.") stand in no paragraph's text: they are counted again here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

LEVELS_MOST = 9
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(value: int) -> str:
    made = ""
    for worth, signs in ROMAN:
        made += signs * (value // worth)
        value %= worth
    return made


def _letter(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


WAYS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}


def _value(element: Any, name: str, default: str = "") -> str:
    child = element.find(qn(name)) if element is not None else None
    return default if child is None else str(child.get(qn("w:val"), default))


def _number(text: str, default: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default


def _list_of(properties: Any) -> tuple[str, str]:
    """The list and the level that a paragraph or a style names."""
    given = properties.find(qn("w:numPr")) if properties is not None else None
    return _value(given, "w:numId"), _value(given, "w:ilvl")


def _lists_of_styles(root: Any) -> dict[str, tuple[str, str]]:
    """The list of each style, its own or that of the style it is based on."""
    rows = {str(row.get(qn("w:styleId"))): row for row in root.findall(qn("w:style"))}
    found = {}
    for name, row in rows.items():
        steps = 0
        at = row
        while at is not None and not _list_of(at.find(qn("w:pPr")))[0] and steps < LEVELS_MOST:
            at = rows.get(_value(at, "w:basedOn"))
            steps += 1
        if at is not None:
            found[name] = _list_of(at.find(qn("w:pPr")))
    return found


class WordNumbers:
    """Counts through a document's lists; paragraphs are asked for in their order."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[tuple[str, int], Any] = {}
        self.abstract: dict[str, str] = {}
        self.counts: dict[str, list[int | None]] = {}
        self.started: set[tuple[str, int]] = set()
        self.restarts: dict[tuple[str, int], int] = {}
        self.styles = _lists_of_styles(document.styles.element)
        try:
            root = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        except KeyError:
            return
        for kind in root.findall(qn("w:abstractNum")):
            for level in kind.findall(qn("w:lvl")):
                key = (str(kind.get(qn("w:abstractNumId"))), _number(level.get(qn("w:ilvl"), "0")))
                self.levels[key] = level
        for number in root.findall(qn("w:num")):
            name = str(number.get(qn("w:numId")))
            self.abstract[name] = _value(number, "w:abstractNumId")
            for override in number.findall(qn("w:lvlOverride")):
                start = _value(override, "w:startOverride")
                if start:
                    self.restarts[name, _number(override.get(qn("w:ilvl"), "0"))] = _number(start, 1)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list of a paragraph, by itself or by its style, and the level in it."""
        properties = paragraph._p.pPr
        if properties is None:
            return None
        name, level = _list_of(properties)
        if not name:
            name, of_style = self.styles.get(_value(properties, "w:pStyle"), ("", ""))
            level = level or of_style
        # List 0 takes a paragraph out of the list that its style is in.
        return (name, _number(level)) if name and name != "0" else None

    def _count(self, name: str, kind: str, level: int) -> list[int | None]:
        counts = self.counts.setdefault(kind, [None] * LEVELS_MOST)
        if (name, level) in self.restarts and (name, level) not in self.started:
            counts[level] = self.restarts[name, level]
        else:
            before = counts[level]
            counts[level] = self._start(kind, level) if before is None else before + 1
        self.started.add((name, level))
        for deeper in range(level + 1, LEVELS_MOST):
            # Điều may run on through the chapters.
            if _value(self.levels.get((kind, deeper)), "w:lvlRestart") != "0":
                counts[deeper] = None
        return counts

    def _start(self, kind: str, level: int) -> int:
        return _number(_value(self.levels.get((kind, level)), "w:start", "1"), 1)

    def label(self, paragraph: Any) -> str:
        """What Word shows before the paragraph, with a space after it; "" for what is in no list, "- " for a bullet."""
        place = self._place(paragraph) if self.abstract else None
        kind = self.abstract.get(place[0], "") if place else ""
        level = min(place[1], LEVELS_MOST - 1) if place else 0
        shape = self.levels.get((kind, level))
        if place is None or shape is None or not paragraph.text.strip():
            return ""
        way = _value(shape, "w:numFmt", "decimal")
        if way == "bullet":
            return "- "
        counts, text = self._count(place[0], kind, level), _value(shape, "w:lvlText")
        if way not in WAYS:
            return ""
        for at, count in enumerate(counts[: level + 1]):
            form = WAYS.get(_value(self.levels.get((kind, at)), "w:numFmt", "decimal"), str)
            value = count if count is not None else self._start(kind, at)
            text = text.replace(f"%{at + 1}", form(value))
        return f"{text} " if text.strip() else ""
