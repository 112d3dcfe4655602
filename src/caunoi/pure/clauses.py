"""The parts of a document: chương, mục, điều, khoản, điểm; or I., 1., a) in documents without articles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from caunoi.pure.vietnamese import fold

LEVELS = {"chuong": 0, "muc": 1, "dieu": 2, "khoan": 3, "diem": 4}
CHAPTER = re.compile(r"^\s*(?:CHƯƠNG|Chương)\s+([IVXLC]+|\d+)\b[.:]?\s*(.*)$")
SECTION = re.compile(r"^\s*(?:MỤC|Mục)\s+([IVXLC]+|\d+)\b[.:]?\s*(.*)$")
ARTICLE = re.compile(r"^\s*Điều\s+(\d+[a-zđ]?)\s*[.:]\s*(.*)$")
ROMAN = re.compile(r"^\s*([IVX]{1,5})\s*[.\-:]\s+(\S.*)$")
CLAUSE = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,2})?)\s*[.)]\s+(\S.*)$")
POINT = re.compile(r"^\s*([a-zđ]{1,2})\)\s+(\S.*)$")


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


def _match(line: str, *, has_articles: bool) -> tuple[str, str, str, str] | None:
    """Kind, anchor part, label, and the rest of the line."""
    for kind, pattern, word in (("chuong", CHAPTER, "Chương"), ("muc", SECTION, "Mục"), ("dieu", ARTICLE, "Điều")):
        if found := pattern.match(line):
            return kind, f"{kind}-{fold(found[1])}", f"{word} {found[1]}", found[2].strip()
    if not has_articles and (found := ROMAN.match(line)):
        return "chuong", f"phan-{found[1].lower()}", f"Phần {found[1]}", found[2].strip()
    if found := CLAUSE.match(line):
        return "khoan", f"khoan-{found[1].replace('.', '-')}", f"Khoản {found[1]}", found[2].strip()
    if found := POINT.match(line):
        return "diem", f"diem-{'dd' if found[1] == 'đ' else found[1]}", f"Điểm {found[1]}", found[2].strip()
    return None


def _anchor(kind: str, part: str, above: dict[str, str]) -> str:
    """Articles are numbered through a document, so chapters do not appear in their anchors."""
    level = LEVELS[kind]
    if kind == "dieu":
        return part
    if kind == "chuong":
        return part
    start = LEVELS["dieu"] if "dieu" in above and level > LEVELS["dieu"] else 0
    path = [above[name] for name, rank in LEVELS.items() if start <= rank < level and name in above]
    return ".".join([*path, part])


def split(text: str) -> list[Clause]:
    """The parts in order; text before the first part is not one. Linear in the length of the text."""
    has_articles = any(ARTICLE.match(line) for line in text.splitlines())
    clauses: list[Clause] = []
    above: dict[str, str] = {}
    seen: dict[str, int] = {}
    body: list[str] = []
    opened: tuple[str, str, str, str, int] | None = None
    position = 0

    def close() -> None:
        if opened is None:
            return
        anchor, kind, label, heading, start = opened
        clauses.append(Clause(anchor, kind, label, heading, "\n".join(body).strip(), LEVELS[kind], start))

    for line in text.split("\n"):
        found = _match(line, has_articles=has_articles)
        if found:
            close()
            kind, part, label, rest = found
            above = {name: value for name, value in above.items() if LEVELS[name] < LEVELS[kind]}
            anchor = _anchor(kind, part, above)
            above[kind] = part
            seen[anchor] = seen.get(anchor, 0) + 1
            anchor = anchor if seen[anchor] == 1 else f"{anchor}~{seen[anchor]}"
            is_titled = LEVELS[kind] <= LEVELS["dieu"]
            opened = (anchor, kind, label, rest[:500] if is_titled else "", position)
            body = [] if is_titled else [rest]
        elif line.strip():
            body.append(line.strip())
        position += len(line) + 1
    close()
    return clauses
