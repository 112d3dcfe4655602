"""What of a sentence can be asked for, how, and what else it might have been."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from caunoi.pure import symbols
from caunoi.pure.quizzes.tables import BODIES, BODY_KINDS, INDICES, STRANGE_ITEMS, TERMS
from caunoi.pure.spoken.tables import ABBREVIATIONS
from caunoi.pure.vietnamese import LOWER, UPPER, fold, short_date

GAP = "……"
AROUND_WORDS = 18
_DATE = r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)|ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d\d)"
DATE = re.compile(_DATE)
YEARS = re.compile(r"(?<![\d/])((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?![\d/])")
PERCENT = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d{1,2})?)\s?%")
AMOUNT = re.compile(
    r"(?<![\w/.,-])(?P<n>\d{1,3}(?:\.\d{3})+|\d{1,6})(?=\s+(?:ngày làm việc|ngày|tháng|năm(?! \d)|tuần|giờ|phút|đồng|triệu|tỷ|nghìn|lượt|người|buổi|lần|bản|"
    r"loại|cấp|bước|khoản|nội dung|nhiệm vụ|nhóm|mục tiêu|chỉ tiêu|tiêu chí|lĩnh vực|nguyên tắc|hình thức|giải pháp)\b)"
)
LIST = re.compile(r"(?P<head>[^:]{10,300}?(?:gồm|bao gồm|sau đây|sau|là))\s*:\s*(?P<items>[^:]+;[^:]+)$")
_CAP = rf"[{UPPER}][{LOWER}]*"
_KINDS = "|".join(sorted(BODY_KINDS, key=len, reverse=True))
ISSUED = re.compile(rf"^\s*(?:,\s*)?ngày\s+(?P<on>{_DATE})")
_PLACE = rf"(?:\s+(?i:thành phố|tỉnh|huyện|quận|xã|phường|thị xã)(?:\s+{_CAP}){{1,4}})"
PLACED_BODY = re.compile(rf"(?P<kind>{_KINDS}){_PLACE}")
_WHOLE = "|".join(sorted({*BODY_KINDS, *BODIES}, key=len, reverse=True))
OF_BODY = re.compile(
    rf"^[\s,]*(?:của|do)\s+(?P<body>(?:{_WHOLE}){_PLACE}?|(?:Bộ|Sở|Ban|Cục|Tổng cục)(?:\s+(?:{_CAP}|và))+)(?!\w)"
)
ABOUT = re.compile(r"^[\s,]*về\s+(?:việc\s+)?(?P<about>[^;.]{12,200})")
ACRONYM = re.compile(r"(?P<before>[^();:.]{6,120}?)\s*\((?P<short>[A-ZĐƯ]{3,12})\)")
NAMED = re.compile(
    r"(?i)\b(chỉ số|luật|ủy ban|ban|hội|quỹ|trung tâm|chương trình|hệ thống|cổng|cơ sở|bộ|liên đoàn|mặt trận|bảo hiểm)\b"
)


class Kind(StrEnum):
    """What is asked for."""

    DATE = "DATE"
    SYMBOL = "SYMBOL"
    BODY = "BODY"
    LIST = "LIST"
    ACRONYM = "ACRONYM"
    YEARS = "YEARS"
    NUMBER = "NUMBER"
    TERM = "TERM"


@dataclass(frozen=True)
class Blank:
    """A question with its answer; `wrong` are others of its kind, the likeliest first, at least three."""

    kind: Kind
    prompt: str
    right: str
    wrong: tuple[str, ...]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def cloze(text: str, start: int, end: int) -> str:
    """The clause around a place, with a gap for what stands there, wherever it stands."""
    left = max(text.rfind(sign, 0, start) for sign in (";", ": ", "“", "\n")) + 1
    rights = [place for sign in (";", "”", "\n") if (place := text.find(sign, end)) >= 0]
    right = min(rights, default=len(text))
    answer = text[start:end]
    before, after = text[left:start].split(), text[end:right].split()
    lead = "…" if len(before) > AROUND_WORDS else ""
    tail = "…" if len(after) > AROUND_WORDS else ""
    glue = "" if text[end : end + 1] in {"%", ",", ".", ")"} else " "
    shown = f"{lead}{' '.join(before[-AROUND_WORDS:])} {GAP}{glue}{' '.join(after[:AROUND_WORDS])}{tail}"
    shown = re.sub(rf"(?<!\w){re.escape(answer)}(?!\w)", GAP, shown)
    shown = _one_line(shown).strip(' ,.;:“”"')
    return f"Điền vào chỗ trống: “{shown}”"


def _day(match: re.Match[str]) -> date | None:
    day, month, year = (int(part) for part in match.groups()[-6:] if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _other_days(day: date, text: str) -> tuple[str, ...]:
    moved = [day + timedelta(days=step) for step in (30, -31, 10, -9, 62)] + [
        day.replace(year=day.year + step, day=min(day.day, 28)) for step in (-1, 1)
    ]
    return tuple(shown for other in moved if (shown := short_date(other)) not in text)


def _place_of(body: str) -> str:
    """What follows the kind of body: " Thành phố Hà Nội"."""
    kind = next((kind for kind in sorted(BODY_KINDS, key=len, reverse=True) if body.startswith(kind)), "")
    return body[len(kind) :] if kind else ""


def _other_bodies(body: str, text: str) -> tuple[str, ...]:
    place = _place_of(body)
    near = [f"{kind}{place}" for kind in BODY_KINDS] if place else []
    level = fold(text)
    return tuple(other for other in [*near, *BODIES] if fold(other) != fold(body) and fold(other) not in level)


def _other_symbols(found: symbols.Symbol, text: str) -> tuple[str, ...]:
    year = f"/{found.year}" if found.year else ""
    digits = re.sub(r"\D", "", found.number)
    swapped = digits[::-1] if len(set(digits)) > 1 and not digits.endswith("0") else str(int(digits) + 7)
    types = [code for code in ("KH", "HD", "QĐ", "CT", "NQ") if code != found.type_code]
    join = ("/", "-") if found.style == "STATE" else ("-", "/")
    made = [f"{found.number}{year}{join[0]}{code}{join[1]}{found.body}" for code in types]
    made.insert(1, f"{swapped}{year}{join[0]}{found.type_code or types[0]}{join[1]}{found.body}")
    return tuple(other for other in made if other not in text)


def of_symbols(text: str) -> Iterator[Blank]:
    """When a cited document was issued, by whom, and its symbol."""
    for found, (_, end) in symbols.find(text):
        if not found.type_name:
            continue
        rest = text[end:]
        issued = ISSUED.match(rest)
        rest = rest[issued.end() :] if issued else rest
        body = OF_BODY.match(rest)
        rest = rest[body.end() :] if body else rest
        about = ABOUT.match(rest)
        day = _day(issued) if issued else None
        yield from _of_symbol(text, found, day, body["body"].strip() if body else "", about["about"] if about else "")


def _of_symbol(text: str, found: symbols.Symbol, day: date | None, body: str, about: str) -> Iterator[Blank]:
    name, by = found.type_name, f" của {body}" if body else ""
    words = about.split()
    of_what = f" về {' '.join(words[:24])}{'…' if len(words) > 24 else ''}".replace("  ", " ") if words else ""
    if day:
        yield Blank(
            Kind.DATE, f"{name} số {found.raw}{by} được ban hành ngày nào?", short_date(day), _other_days(day, text)
        )
    on = f" ngày {short_date(day)}" if day else ""
    if body and (on or of_what):
        prompt = f"{name}{on}{of_what} do cơ quan, tổ chức nào ban hành?"
        yield Blank(Kind.BODY, prompt, body, _other_bodies(body, text))
    if by and (on or of_what):
        yield Blank(Kind.SYMBOL, f"{name}{on}{by}{of_what} có số, ký hiệu nào?", found.raw, _other_symbols(found, text))


def of_lists(text: str) -> Iterator[Blank]:
    """Which item belongs to a list and which does not."""
    match = LIST.search(text)
    items = [_one_line(item).strip(" .,") for item in match["items"].split(";")] if match else []
    if match is None or len(items) < 3 or any(len(item.split()) > 20 for item in items):
        return
    items = [item[:1].upper() + item[1:] for item in items if item]
    level = fold(" ".join(items))
    row = next(row for key, row in STRANGE_ITEMS if fold(key) in level)
    strange = [item for item in row if fold(item) not in level]
    head = _one_line(match["head"])
    words = head.split()
    head = ("…" if len(words) > 30 else "") + " ".join(words[-30:])
    if strange:
        yield Blank(Kind.LIST, f"“{head}”: mục nào KHÔNG nằm trong số đó?", strange[0], tuple(items))
    if len(strange) >= 3:
        yield Blank(Kind.LIST, f"“{head}”: mục nào nằm trong số đó?", items[len(items) // 2], tuple(strange))


def of_acronyms(text: str) -> Iterator[Blank]:
    """What letters in brackets stand for."""
    for match in ACRONYM.finditer(text):
        short, before = match["short"], _one_line(match["before"])
        known = ABBREVIATIONS.get(short, "")
        full = before[-len(known) :] if known and fold(before).endswith(fold(known)) else ""
        if not full and (starts := list(NAMED.finditer(before))):
            full = before[starts[-1].start() :]
        if 2 <= len(full.split()) <= 12:
            full = full[:1].upper() + full[1:]
            pool = INDICES if fold(full).startswith("chi so") else tuple(dict.fromkeys(ABBREVIATIONS.values()))
            wrong = [
                other[:1].upper() + other[1:]
                for other in pool
                if fold(other) not in fold(text) and len(other.split()) > 2
            ]
            yield Blank(Kind.ACRONYM, f"“{short}” là tên viết tắt của cụm từ nào?", full, tuple(wrong))


def of_years(text: str) -> Iterator[Blank]:
    """Periods of years."""
    for match in YEARS.finditer(text):
        first, last = int(match[1]), int(match[2])
        span = last - first
        moved = (
            (first - 5, last - 5),
            (first + 5, last + 5),
            (first, last + 5),
            (first - span - 1, first - 1),
            (first + 1, last + 1),
        )
        shown = (f"{a}-{b}" for a, b in moved if a < b)
        wrong = tuple(dict.fromkeys(other for other in shown if other not in re.sub(r"\s|–", "", text)))
        right = f"{first}-{last}"
        yield Blank(Kind.YEARS, cloze(text, *match.span()).replace(match.group(), GAP), right, wrong)


def of_numbers(text: str) -> Iterator[Blank]:
    """Percentages, terms, sums, counts."""
    for match in PERCENT.finditer(text):
        right = match[1]
        value = float(right.replace(",", "."))
        near = sorted((50, 60, 70, 75, 80, 85, 90, 95, 98, 100), key=lambda each: abs(each - value))
        wrong = tuple(f"{each}%" for each in near if each != value and f"{each}%" not in text)
        prompt = cloze(text, match.start(), match.end())
        yield Blank(Kind.NUMBER, prompt, f"{right}%", wrong)
    for match in AMOUNT.finditer(text):
        value = int(match["n"].replace(".", ""))
        wrong = tuple(shown for other in _near(value) if (shown := _like(other, match["n"])) != match["n"])
        stop = LIST.search(text)
        shown_text = text[: stop.end("head")] if stop and stop.end("head") > match.end() else text
        yield Blank(Kind.NUMBER, cloze(shown_text, *match.span()), match["n"], wrong)


def _near(value: int) -> list[int]:
    if value < 12:
        return [other for other in (value - 1, value + 1, value + 2, value - 2, value + 3) if other > 0]
    step = 10 ** (len(str(value)) - 2)
    return [value + 5 * step, value - 5 * step if value > 5 * step else value * 3, value * 2, value + 10 * step]


def _like(value: int, shown: str) -> str:
    text = f"{value:,}".replace(",", ".") if "." in shown else str(value)
    return text.zfill(len(shown)) if shown.startswith("0") else text


def of_bodies(text: str) -> Iterator[Blank]:
    """Which body of a place did it: the kind is left out, the place stands."""
    match = PLACED_BODY.search(text)
    if match and not any(symbols.find(text)):  # whose document it is, is asked better
        level = fold(text)
        wrong = tuple(kind for kind in BODY_KINDS if fold(kind) not in level)
        yield Blank(Kind.BODY, cloze(text, *match.span("kind")), match["kind"], wrong)


def of_terms(text: str) -> Iterator[Blank]:
    """A term of the field, among terms it must not be taken for."""
    for row in TERMS:
        present = [term for term in row if re.search(rf"(?<!\w){term}(?!\w)", text, re.IGNORECASE)]
        wrong = tuple(term for term in row if term not in present)
        if present and len(wrong) >= 3:
            match = re.search(rf"(?<!\w){present[0]}(?!\w)", text, re.IGNORECASE)
            if match:
                yield Blank(Kind.TERM, cloze(text, *match.span()), present[0], wrong)


def blanks(text: str) -> Iterator[Blank]:
    """Everything that can be asked of a sentence; only what has three wrong answers."""
    for finder in (of_symbols, of_lists, of_acronyms, of_years, of_numbers, of_bodies, of_terms):
        yield from (blank for blank in finder(text) if len(set(blank.wrong) - {blank.right}) >= 3)
