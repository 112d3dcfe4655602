"""A page of a public service portal that describes an administrative procedure: its headings say which part is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from caunoi.pure import symbols
from caunoi.pure.vietnamese import fold, normalise

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
BLOCKS = {*HEADINGS, "p", "li", "td", "th", "div", "dt", "dd"}
SILENT = {"script", "style", "svg", "head", "noscript", "template"}
# Folded words at the start of a heading, without signs: which part it opens.
PARTS = (
    ("time_limit", ("thoi gian giai quyet", "thoi han giai quyet", "thoi han")),
    ("fee", ("chi phi", "chi tiet chi phi", "phi & le phi", "phi, le phi", "le phi", "phi")),
    ("places", ("noi nop", "cach thuc thuc hien", "dia diem")),
    ("conditions", ("yeu cau", "dieu kien")),
    ("steps", ("quy trinh", "trinh tu", "cac buoc")),
    ("papers", ("ho so can", "thanh phan ho so", "giay to")),
    ("applicants", ("doi tuong thuc hien",)),
    ("body", ("co quan giai quyet", "co quan thuc hien")),
    ("bases", ("can cu",)),
    ("result", ("ket qua thuc hien", "ket qua giai quyet")),
)
CODE = re.compile(r"\b(\d\.\d{6}(?:\.[0-9A-Z.]+)?)\b")
COPIES = re.compile(r"^(?P<name>.*?)\s*\((?P<copies>\d{1,2}\s+bản\b[^()]*)\)\s*$")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-–•])\s*")
DAYS = re.compile(r"^(?:không quá\s+)?(\d{1,3})\s+ngày(\s+làm việc)?\b(?!.*\d+\s+ngày)", re.IGNORECASE)
SOURCE = re.compile(r"Quyết định\s+số\s+\d{1,6}[^\s,.;]*/QĐ-[A-ZĐ]+")
NOTHING = ("khong co thong tin", "chua co thong tin")
LINES_MOST = 60


@dataclass
class ProcedurePage:
    """What the page says; steps are (name, text), papers (name, copies), bases (symbol, words)."""

    code: str
    name: str
    body: str = ""
    time_limit: str = ""
    limit_amount: int | None = None
    limit_unit: str = ""
    fee: str = ""
    places: str = ""
    conditions: str = ""
    applicants: str = ""
    result: str = ""
    source: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)
    papers: list[tuple[str, str]] = field(default_factory=list)
    bases: list[tuple[str, str]] = field(default_factory=list)


class _Blocks(HTMLParser):
    """The page as (level of heading or 0, words), block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[int, str]] = []
        self.words: list[str] = []
        self.level = 0
        self.silent = 0

    def close_block(self) -> None:
        text = " ".join("".join(self.words).split())
        if text:
            self.blocks.append((self.level, text))
        self.words = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag in BLOCKS:
            self.close_block()
            self.level = HEADINGS.get(tag, 0)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in BLOCKS:
            self.close_block()
            self.level = 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def _part(heading: str) -> str:
    plain = re.sub(r"^[^a-z]+", "", fold(heading)).strip()
    return next((part for part, starts in PARTS if plain.startswith(starts)), "")


def _sections(blocks: Sequence[tuple[int, str]]) -> dict[str, list[tuple[int, str]]]:
    """Blocks by the part whose heading they stand under; a smaller heading of no part of its own is one of its blocks."""
    sections: dict[str, list[tuple[int, str]]] = {}
    part, above = "", 0
    for level, text in blocks:
        if level in {2, 3} and (opened := _part(text)) and not (part == "fee" and level > above):
            part, above = opened, level
        elif level and level <= above:
            part = ""
        elif part:
            sections.setdefault(part, []).append((level, text))
    return sections


def _lines(section: Sequence[tuple[int, str]]) -> str:
    return "\n".join(NUMBERED.sub("", text) if not level else f"{text}:" for level, text in section)


def _steps(section: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    steps: list[tuple[str, str]] = []
    for level, text in section:
        if level:
            steps.append((text[:200], ""))
        elif steps and not text.isdigit():
            name, before = steps[-1]
            steps[-1] = (name, f"{before}\n{text}".strip())
        elif not text.isdigit():
            steps.append(("", NUMBERED.sub("", text)))
    return [(name, text) if text else ("", name) for name, text in steps][:LINES_MOST]


def _papers(section: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    papers = []
    for _level, text in section:
        found = COPIES.match(text)
        papers.append((found["name"][:500], found["copies"][:120]) if found else (text[:500], ""))
    return papers[:LINES_MOST]


def _body(section: Sequence[tuple[int, str]]) -> str:
    """Who decides, or else who does it; "không có thông tin" is nobody."""
    said = [text.partition(":") for _level, text in section]
    known = [(fold(head), tail.strip(" .")) for head, _colon, tail in said if tail.strip()]
    known = [(head, tail) for head, tail in known if not fold(tail).startswith(NOTHING)]
    for wanted in ("tham quyen", "thuc hien"):
        for head, tail in known:
            if wanted in head:
                return tail[:300]
    return known[0][1][:300] if known else (section[0][1][:300] if section and not said[0][1] else "")


def _bases(section: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    rows = [(symbol.raw, text[:300]) for _level, text in section for symbol, _span in symbols.find(text)]
    return rows[:LINES_MOST]


def read_procedure(html: str) -> ProcedurePage | None:
    """The procedure of a page; None where there is no code or no name. Never raises on any text."""
    reader = _Blocks()
    reader.feed(normalise(html))
    reader.close()
    reader.close_block()
    name = next((text for level, text in reader.blocks if level == 1), "")
    code = next((found[1] for _level, text in reader.blocks if (found := CODE.search(text))), "")
    if not name or not code:
        return None
    parts = _sections(reader.blocks)
    time_limit = " ".join(text for _level, text in parts.get("time_limit", ()))[:300]
    days = DAYS.match(time_limit)
    source = next((found[0] for _level, text in reader.blocks if (found := SOURCE.search(text))), "")
    return ProcedurePage(
        code=code[:40], name=name[:500], body=_body(parts.get("body", [])), time_limit=time_limit,
        limit_amount=int(days[1]) if days and 0 < int(days[1]) <= 400 else None,
        limit_unit=("WD" if days[2] else "CD") if days and 0 < int(days[1]) <= 400 else "",
        fee=_lines(parts.get("fee", []))[:3000], places=_lines(parts.get("places", []))[:3000],
        conditions=_lines(parts.get("conditions", []))[:5000], applicants=_lines(parts.get("applicants", []))[:3000],
        result=_lines(parts.get("result", []))[:1000], source=source, steps=_steps(parts.get("steps", [])),
        papers=_papers(parts.get("papers", [])), bases=_bases(parts.get("bases", [])),
    )  # fmt: skip
