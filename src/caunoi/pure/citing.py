"""How a part of a document is named in words, and which part the words name.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5 đ: the first time a document is cited with its type, symbol, date, issuer and
abstract (a law with its type and name), later with type and symbol. The order "điểm a khoản 2 Điều 5" is the drafters'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from caunoi.pure.vietnamese import fold

# From the smallest part to the largest, as people write them.
WORDS = {
    "diem": "điểm",
    "khoan": "khoản",
    "dieu": "Điều",
    "muc": "Mục",
    "chuong": "Chương",
    "phan": "Phần",
    "phu-luc": "Phụ lục",
}
RANKS = {kind: rank for rank, kind in enumerate(WORDS)}
# With or without accents and capitals; "các khoản 1, 2 và 3" names three. "Một số điều của" names none: articles and
# clauses have numbers, points letters, what is larger a Roman numeral or a number.
NUMBERS = {
    "diem": r"(?!va\b)[a-z]{1,2}",
    "khoan": r"\d{1,3}[a-z]?(?:\.\d{1,2})?",
    "dieu": r"\d{1,4}[a-z]?",
    "muc|chuong|phan|phu luc": r"(?:[ivxlc]{1,6}|\d{1,3}[a-z]?)",
}
PART = re.compile(
    "|".join(
        rf"\b(?:{kinds})\s+(?:so\s+)?{number}\b(?:(?:\s*[,;]\s*|\s+va\s+){number}\b(?!\s*/))*"
        for kinds, number in NUMBERS.items()
    )
)
JOIN = re.compile(r"\s*[,;]\s*|\s+va\s+")
PARTS_MOST = 60
BEFORE_MOST = 300
# What may stand between a part and the symbol: "của Nghị định số", "Luật Công đoàn số".
BETWEEN = re.compile(r"\s*(?:cua\s+)?(?:[a-z][a-z ,-]{0,110}?\s+)?(?:so\s*)?")


@dataclass(frozen=True)
class Cited:
    """What a citation needs to know of a document."""

    type_name: str
    symbol: str
    title: str
    issuer: str
    issued_on: date | None


@dataclass(frozen=True)
class _Named:
    """A kind of part with its numbers; `is_near`: only a space lies between it and the one before."""

    kind: str
    names: tuple[str, ...]
    is_near: bool = False


def _folded(text: str) -> str:
    """Without accents, but "đ" and "d" are two points: the letter after "điểm" keeps its stroke as "dd"."""
    text = re.sub(r"(?i)((?:điểm|,|;|\bvà)\s+)đ(?=[\s,;]|$)", r"\1dd", text)
    return fold(text)


def _named(text: str) -> list[_Named]:
    found, end, folded = [], -1, _folded(text)
    for match in PART.finditer(folded):
        kind = next(kind for kind in WORDS if match.group().startswith(kind.replace("-", " ")))
        listed = match.group()[len(kind) :].strip().removeprefix("so ")
        names = [name.replace(".", "-") for name in JOIN.split(listed)]
        is_near = end >= 0 and not folded[end : match.start()].strip()
        found.append(_Named(kind, tuple(names), is_near))
        end = match.end()
    return found


def _groups(named: list[_Named]) -> list[list[_Named]]:
    """What belongs together: the words go up ("khoản 2 Điều 5") or down ("Điều 5, khoản 2"), one way in a text."""
    steps = [(RANKS[row.kind] - RANKS[before.kind], row) for before, row in pairwise(named)]
    is_up = any(step > 0 and row.is_near for step, row in steps) or not any(step < 0 for step, _row in steps)
    groups = [[row] for row in named[:1]]
    for step, row in steps:
        is_one = row.is_near or row.kind != "phu-luc"
        if is_one and ((step > 0) if is_up else (step < 0)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def anchors_of(text: str) -> list[str]:
    """Anchors, as in pure.clauses, of the parts that words name: "khoản 1, 2 Điều 5" is dieu-5.khoan-1, dieu-5.khoan-2.

    Words that name no part are none. At most 60.
    """
    anchors: list[str] = []
    above: dict[str, str] = {}
    for group in reversed(_groups(_named(text))):
        rows = {row.kind: row for row in group}
        # "điểm a khoản 1, điểm b khoản 2 Điều 5": the article stands once, at the end.
        if "dieu" not in rows and above.get("dieu") and ("khoan" in rows or "diem" in rows):
            rows["dieu"] = _Named("dieu", (above["dieu"],))
        if "diem" in rows and "khoan" not in rows and above.get("khoan") and "dieu" not in {row.kind for row in group}:
            rows["khoan"] = _Named("khoan", (above["khoan"],))
        above = {kind: row.names[0] for kind, row in rows.items()}
        anchors = [*_anchors(rows), *anchors]
    return list(dict.fromkeys(anchors))[:PARTS_MOST]


def without_parts(text: str) -> str:
    """The words, without accents, that are left when the parts that they name are taken out: "luat 50/2024"."""
    left = re.sub(r"[,;]", " ", PART.sub(" ", _folded(text)))
    return " ".join(word for word in left.split() if word not in {"cua", "so", "tai", "theo", "cac", "va"})


def part_before(text: str) -> str:
    """Words of the part that a sentence names right before a document: "sửa đổi khoản 2 Điều 5 của Nghị định" has one.

    "" where something else lies between the part and the end of `text`, or there is none.
    """
    sentence = re.split(r"[.;:]\s|\n", text)[-1][-BEFORE_MOST:]
    folded = _folded(sentence)
    last = next(reversed(list(PART.finditer(folded))), None)
    if last is None or not BETWEEN.fullmatch(folded[last.end() :]):
        return ""
    return parts_words(anchors_of(sentence))


def _anchors(rows: dict[str, _Named]) -> list[str]:
    """Articles are numbered through a document, so what is above them does not appear."""
    kinds = [kind for kind in reversed(WORDS) if kind in rows]
    if "dieu" in kinds:
        kinds = kinds[kinds.index("dieu") :]
    paths = [""]
    for kind in kinds:
        paths = [f"{path}.{kind}-{name}" if path else f"{kind}-{name}" for path in paths for name in rows[kind].names]
    return paths


def _spoken(part: str) -> str:
    kind = next((kind for kind in sorted(WORDS, key=len, reverse=True) if part.startswith(f"{kind}-")), "")
    if not kind:
        return part
    name = part.removeprefix(f"{kind}-").partition("~")[0]
    if kind == "diem":
        name = "đ" if name == "dd" else name
    elif kind in {"khoan", "phu-luc"}:
        name = name.replace("-", ".")
    if kind in {"chuong", "phan", "muc", "phu-luc"}:
        name = name.upper()
    return f"{WORDS[kind]} {name}"


def part_words(anchor: str) -> str:
    """Words of an anchor: "dieu-5.khoan-2.diem-a" is "điểm a khoản 2 Điều 5"; an empty one has none."""
    return " ".join(_spoken(part) for part in reversed(anchor.split("."))) if anchor else ""


def parts_words(anchors: Iterable[str]) -> str:
    """Words of several anchors, joined by semicolons."""
    return "; ".join(filter(None, (part_words(anchor) for anchor in anchors)))


def is_within(anchor: str, whole: str) -> bool:
    """Whether a part is another or lies in it; everything lies in the whole document, which is ""."""
    return not whole or anchor == whole or anchor.startswith(f"{whole}.")


def _law_name(cited: Cited) -> str:
    """Name of a law or a code, without the type it begins with: its symbol may come after."""
    title = cited.title.strip().rstrip(".")
    words = title.split()
    head = cited.type_name.split()
    return (
        " ".join(words[len(head) :]) if [fold(word) for word in words[: len(head)]] == [fold(w) for w in head] else ""
    )


def _day(on: date) -> str:
    """Days below 10 and the months 1 and 2 with a zero before them (NĐ 30/2020, Phụ lục I, mục II.4)."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def _about(title: str) -> str:
    """With "về" before it, unless the title begins in such a way itself."""
    title = title.strip().rstrip(".")
    is_said = fold(title).startswith(("ve ", "quy dinh ", "sua doi", "ban hanh "))
    return title[:1].lower() + title[1:] if is_said else f"về {title[:1].lower()}{title[1:]}"


def document_words(cited: Cited, *, is_full: bool) -> str:
    """A document as it is cited: in full the first time, then by type and symbol."""
    is_law = fold(cited.type_name) in {"luat", "bo luat", "phap lenh"}
    words = [cited.type_name]
    if is_law and (name := _law_name(cited)):
        words.append(name)
    if cited.symbol:
        words.append(f"số {cited.symbol}")
    if is_full and cited.issued_on:
        words.append(_day(cited.issued_on))
    if is_full and cited.issuer and not is_law:
        words.append(f"của {cited.issuer}")
    if (is_full and not is_law) or not cited.symbol:
        words.append(_law_name(cited) and "" if is_law else _about(cited.title))
    return " ".join(filter(None, words))


def citation(cited: Cited, anchor: str = "", *, is_full: bool = False) -> str:
    """A citation: "điểm a khoản 2 Điều 5 Luật Công đoàn số 50/2024/QH15"."""
    return " ".join(filter(None, (part_words(anchor), document_words(cited, is_full=is_full))))
