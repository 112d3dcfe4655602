"""Documents as people name them: "nghị định 175", "tt 44/2026", "luật số 50/2024", without the rest of the symbol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from caunoi.pure.syllables import syllables

# The type as it is said or shortened, folded, and the letters that it has in a symbol.
LETTERS = {
    "nghi dinh": "nd", "nd": "nd", "thong tu lien tich": "ttlt", "ttlt": "ttlt", "thong tu": "tt", "tt": "tt",
    "quyet dinh": "qd", "quy dinh": "qd", "qd": "qd", "nghi quyet": "nq", "nq": "nq", "chi thi": "ct", "ct": "ct",
    "huong dan": "hd", "hd": "hd", "ke hoach": "kh", "kh": "kh", "ket luan": "kl", "kl": "kl", "thong bao": "tb", "tb": "tb",
    "chuong trinh": "ctr", "ctr": "ctr", "van ban hop nhat": "vbhn", "vbhn": "vbhn", "bo luat": "qh", "luat": "qh",
    "phap lenh": "ubtvqh",
}  # fmt: skip
TYPES = sorted(((tuple(name.split()), letters) for name, letters in LETTERS.items()), key=lambda row: -len(row[0]))
YEARS = range(1975, 2060)
NUMBER_MOST = 5
NAMES_MOST = 4
PLACE_MOST = 3


@dataclass(frozen=True)
class Name:
    """A type with a number, perhaps a year; the words of a question from `start` to `end`."""

    letters: str
    number: str
    year: str
    start: int
    end: int

    def beginnings(self) -> list[str]:
        """What the document's symbol begins with, as one key: "1752026nd", "12hd"; "2" and "02" are one number."""
        plain = self.number.lstrip("0") or self.number
        numbers = dict.fromkeys((self.number, plain, plain.zfill(2)))
        # A law's number is told apart by its year only.
        years = [self.year] if self.year else [*(str(year) for year in YEARS), *([] if self.letters == "qh" else [""])]
        return [f"{number}{year}{self.letters}" for number in numbers for year in years]


def _is_year(word: str) -> bool:
    return word.isascii() and len(word) == 4 and word.isdigit() and int(word) in YEARS


def _name_at(words: Sequence[str], start: int) -> Name | None:
    for type_words, letters in TYPES:
        at = start + len(type_words)
        if tuple(words[start:at]) != type_words:
            continue
        at += words[at : at + 1] == ["so"]
        number = words[at] if at < len(words) else ""
        if not (number[:1].isdigit() and number[:-1].isdigit() | (len(number) == 1)) or len(number) > NUMBER_MOST:
            return None
        has_year = at + 1 < len(words) and _is_year(words[at + 1])
        has_year_said = words[at + 1 : at + 2] == ["nam"] and at + 2 < len(words) and _is_year(words[at + 2])
        year = words[at + 1] if has_year else words[at + 2] if has_year_said else ""
        return Name(letters, number, year, start, at + 1 + has_year + 2 * has_year_said)
    return None


def names_in(words: Sequence[str]) -> Iterator[Name]:
    """The documents that folded words name, the first few."""
    words, at, count = list(words), 0, 0
    while at < len(words) and count < NAMES_MOST:
        name = _name_at(words, at)
        if name:
            yield name
        count += name is not None
        at = name.end if name else at + 1


def articles_named(words: Sequence[str]) -> list[str]:
    """The articles that folded words name, as pairs of neighbours: "dieu_5"."""
    return [f"{one}_{other}" for one, other in pairwise(words) if one == "dieu" and other[:1].isdigit()]


def places_named(words: Sequence[str]) -> set[str]:
    """The clauses and points of a question, as pairs of neighbours: "khoan_2", "diem_a"."""
    return {f"{one}_{other}" for one, other in pairwise(words) if one in {"khoan", "diem"} and len(other) <= PLACE_MOST}


def beyond_names(words: Sequence[str]) -> list[list[str]]:
    """Runs of words that name neither a document nor a part of one: what is asked of it."""
    named = {at for name in names_in(words) for at in range(name.start, name.end)}
    pairs = {*articles_named(words), *places_named(words)}
    named |= {at + more for at, pair in enumerate(pairwise(words)) if "_".join(pair) in pairs for more in (0, 1)}
    runs: list[list[str]] = [[]]
    for at, word in enumerate(words):
        if at not in named:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def is_name_of(text: str, symbol: str) -> bool:
    """Whether a text is nothing but a way to name the document with this symbol."""
    words, key = syllables(text), "".join(syllables(symbol))
    if not words or not key:
        return False
    if "".join(words) == key:
        return True
    name = _name_at(words, 0)
    if name is None:
        return False
    is_whole = name.end == len(words) and any(key.startswith(one) for one in name.beginnings())
    after_type = words[next(at for at, word in enumerate(words) if word[0].isdigit()) :]
    return is_whole or "".join(after_type) == key
