"""The parts of a document: chương, mục, điều, khoản, điểm; or I., 1., a) in documents without articles.

What stands before the first part is the opening, what stands after the last is the signature, and each annex is a part:
nothing of the text is lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from caunoi.pure.sheets import is_row
from caunoi.pure.vietnamese import LOWER, UPPER, fold

LEVELS = {"mo-dau": 0, "noi-nhan": 0, "phu-luc": 0, "chuong": 0, "muc": 1, "dieu": 2, "khoan": 3, "diem": 4}
LADDER = ("phu-luc", "chuong", "muc", "dieu", "khoan", "diem")
CHAPTER = re.compile(r"\s*(?:CHƯƠNG|Chương|CHUONG|Chuong)\s+([IVXLC]+|\d+)\b[.:]?\s*(.*)$")
SECTION = re.compile(r"\s*(?:MỤC|Mục|MUC|Muc)\s+([IVXLC]+|\d+)\b[.:]?\s*(.*)$")
ARTICLE = re.compile(r"\s*(?:Điều|Dieu)\s+(\d+[a-zđ]?)\s*[.:]\s*(.*)$")
# What scanners make of it; believed only of the article that comes next.
LOOSE = re.compile(
    rf"\s*Đi[ềêếểe]u\s+(\d+)(?:\s*[,;.:\-]\s*|\s+)(?!Đi[ềê]u|Khoản|Luật|Nghị|Bộ luật|Thông tư|Chương|Mục)([{UPPER}].*)$"
)
ROMAN = re.compile(r"\s*([IVX]{1,5})\s*[.\-:]\s+(\S.*)$")
CLAUSE = re.compile(r"\s*(\d{1,3}(?:\.\d{1,2})?)\s*[.)]\s+(\S.*)$")
POINT = re.compile(r"\s*([a-zđ]{1,2})\)\s+(\S.*)$")
ANNEX = re.compile(
    r"\s*(?:PHỤ LỤC(?:\s+(?:SỐ\s+)?([IVXLC]+|\d{1,3}))?\b[.:]?\s*(.*)|Phụ lục\s+([IVXLC]+|\d{1,3})[.:]?\s*)$"
)
SIGNED = re.compile(r"\s*(?:Nơi nh[ậâa]n\s*:|(?:TM|KT|TL|TUQ)\.\s*[A-ZĐ])")
# The first letters that any part may begin with; most lines are seen by nothing else.
FIRST = re.compile(
    r"\s*(?:[CMĐDP][hHụỤươƯƠiuU]|[IVX]{1,5}\s*[.\-:]|\d{1,3}[.)\s]|\d{1,3}\.\d|[a-zđ]{1,2}\)|N[ơơ]i |T[MLU]|KT)"
)
OPENS = re.compile(r"\s*[“\"]\s*(?:Điều|Chương|Mục|\d|[a-zđ]{1,2}\)|[IVX]+\.)(?!.*[”\"][.;,]*\s*$)")
# "mục 1" at the end of a line and "Chương VIII Luật An toàn thực phẩm" on the next name a part of another document.
REFERS = re.compile(r"(?:của|này|và|Luật|Bộ luật|Pháp lệnh|Nghị|Thông tư|Quyết định)\b|[,;]")
RUNS_ON = re.compile(rf"[{LOWER},0-9]$")
CLOSES = re.compile(r"[”\"][.;,]*\s*$")
QUOTED_LINES_MOST = 400
HEADING_MOST = 300


@dataclass(frozen=True)
class Clause:
    """A part with its anchor, such as "dieu-5.khoan-2.diem-a", and its place in the text."""

    anchor: str
    kind: str
    label: str
    heading: str
    text: str
    depth: int
    start: int


def _is_upper(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) > 0.8 * len(letters)


@dataclass
class _Open:
    """The part that is being read."""

    anchor: str
    kind: str
    label: str
    heading: str
    start: int
    body: list[str] = field(default_factory=list)
    is_headed: bool = False

    def takes_heading(self, line: str) -> bool:
        """Whether the line goes on with the heading, or is the heading that the line above lacked."""
        if self.body or LEVELS[self.kind] > LEVELS["dieu"] or len(self.heading) + len(line) > HEADING_MOST:
            return False
        if not self.heading:
            return not line.endswith((".", ";", ":", ",")) and self.kind != "noi-nhan"
        if self.kind != "dieu":
            return _is_upper(line) and _is_upper(self.heading)
        return line[0] in LOWER and self.heading[-1] not in ".;:"

    def add(self, line: str) -> None:
        """Take a line, as heading or as text."""
        if not self.is_headed and self.takes_heading(line):
            self.heading = f"{self.heading} {line}".strip()
        else:
            self.is_headed = True
            self.body.append(line)

    def closed(self) -> Clause:
        """A heading that is a sentence is text: decisions have no headings."""
        heading, body = self.heading, self.body
        if len(heading) > HEADING_MOST or (self.kind == "dieu" and heading.endswith((".", ";", ":"))):
            heading, body = "", [self.heading, *self.body]
        return Clause(
            self.anchor, self.kind, self.label, heading, "\n".join(body).strip(), LEVELS[self.kind], self.start
        )


class _Splitter:
    """Reads lines in order and knows where in the tree it stands."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.has_articles = any(ARTICLE.match(line) for line in lines if "Đi" in line or "Di" in line)
        self.closing = [number for number, line in enumerate(lines) if CLOSES.search(line)]
        self.clauses: list[Clause] = []
        self.above: dict[str, str] = {}
        self.seen: dict[str, int] = {}
        self.opened: _Open | None = None
        self.article = 0
        self.quoted_to = -1

    def _article(self, number: int, line: str) -> tuple[str, str] | None:
        """Number and rest when an article begins here; one named at the break of a line does not."""
        before = self.lines[number - 1].rstrip() if number else ""
        runs_on = bool(RUNS_ON.search(before)) and not ARTICLE.match(before) and not LOOSE.match(before)
        following = str(self.article + 1)
        if exact := ARTICLE.match(line):
            return (exact[1], exact[2].strip()) if exact[1] == following or not runs_on else None
        loose = LOOSE.match(line) if self.has_articles and not runs_on else None
        return (loose[1], loose[2].strip()) if loose and loose[1] == following else None

    def match(self, number: int, line: str) -> tuple[str, str, str, str] | None:
        """Kind, anchor part, label, and the rest of the line."""
        if number <= self.quoted_to or not FIRST.match(line):
            return None
        if found := self._article(number, line):
            return "dieu", f"dieu-{fold(found[0])}", f"Điều {found[0]}", found[1]
        for kind, pattern, word in (("chuong", CHAPTER, "Chương"), ("muc", SECTION, "Mục")):
            named = pattern.match(line)
            if named and not (REFERS.match(named[2]) and number and RUNS_ON.search(self.lines[number - 1].rstrip())):
                return kind, f"{kind}-{fold(named[1])}", f"{word} {named[1]}", named[2].strip()
        if named := ANNEX.match(line):
            name = named[1] or named[3] or ""
            return "phu-luc", f"phu-luc-{name.lower()}".rstrip("-"), f"Phụ lục {name}".strip(), (named[2] or "").strip()
        if self.opened and "noi-nhan" not in self.seen and SIGNED.match(line):
            return "noi-nhan", "noi-nhan", "Nơi nhận, chữ ký", ""
        return self._small(line)

    def _small(self, line: str) -> tuple[str, str, str, str] | None:
        if not self.has_articles and (found := ROMAN.match(line)):
            return "chuong", f"phan-{found[1].lower()}", f"Phần {found[1]}", found[2].strip()
        # Numbers before the first article are a website's, and those after the signature are addresses.
        if self.has_articles and not self.above:
            return None
        if found := CLAUSE.match(line):
            return "khoan", f"khoan-{found[1].replace('.', '-')}", f"Khoản {found[1]}", found[2].strip()
        if found := POINT.match(line):
            return "diem", f"diem-{'dd' if found[1] == 'đ' else found[1]}", f"Điểm {found[1]}", found[2].strip()
        return None

    def _anchor(self, kind: str, part: str) -> str:
        """Articles are numbered through a document, so chapters do not appear in their anchors."""
        level = LEVELS[kind]
        if level == 0 or kind == "dieu":
            return part
        start = LEVELS["dieu"] if "dieu" in self.above and level > LEVELS["dieu"] else 0
        return ".".join(
            [*(self.above[name] for name in LADDER if start <= LEVELS[name] < level and name in self.above), part]
        )

    def open(self, kind: str, part: str, label: str, rest: str, start: int) -> None:
        """Begin a part: what stands deeper than it is over."""
        self.close()
        self.above = {name: value for name, value in self.above.items() if LEVELS[name] < LEVELS[kind]}
        anchor = self._anchor(kind, part)
        if kind in LADDER:
            self.above[kind] = part
        if kind == "dieu":
            self.article = int(re.sub(r"\D", "", part))
        elif kind == "phu-luc":
            self.article = 0
        self.seen[anchor] = self.seen.get(anchor, 0) + 1
        anchor = anchor if self.seen[anchor] == 1 else f"{anchor}~{self.seen[anchor]}"
        is_titled = LEVELS[kind] <= LEVELS["dieu"]
        self.opened = _Open(anchor, kind, label, rest if is_titled else "", start, [] if is_titled else [rest])

    def close(self) -> None:
        """Keep the part that was being read."""
        if self.opened:
            self.clauses.append(self.opened.closed())

    def _before(self, number: int) -> str:
        """The last line before this one that is not empty."""
        return next(
            (line for at in range(number - 1, max(-1, number - 4), -1) if (line := self.lines[at].rstrip())), ""
        )

    def quote(self, number: int, line: str) -> None:
        """Words that an amending document puts in quotation marks are another document's parts."""
        if number > self.quoted_to and OPENS.match(line) and self._before(number).endswith(":"):
            place = bisect_right(self.closing, number)
            if place < len(self.closing) and self.closing[place] - number <= QUOTED_LINES_MOST:
                self.quoted_to = self.closing[place]


def split(text: str) -> list[Clause]:
    """The parts in order; none when nothing in the text is numbered. Linear in the length of the text."""
    lines = text.split("\n")
    splitter = _Splitter(lines)
    opening: list[str] = []
    position = 0
    for number, line in enumerate(lines):
        splitter.quote(number, line)
        if found := splitter.match(number, line):
            splitter.open(*found, position)
        elif words := line.strip(" ") if is_row(line) else line.strip():
            if splitter.opened:
                splitter.opened.add(words)
            else:
                opening.append(words)
        position += len(line) + 1
    splitter.close()
    if splitter.clauses and opening:
        start = len(text) - len(text.lstrip())
        return [Clause("mo-dau", "mo-dau", "Mở đầu", "", "\n".join(opening), 0, start), *splitter.clauses]
    return splitter.clauses
