"""The header of an administrative document (NĐ 30/2020/NĐ-CP, art. 8), or, in an article, the document it tells of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from caunoi.pure import symbols
from caunoi.pure.reading import dates
from caunoi.pure.reading.bodies import NATIONAL, enacting, issuer_in_header
from caunoi.pure.reading.found import Found
from caunoi.pure.reading.issued import issued_on
from caunoi.pure.vietnamese import LOWER, UPPER

HEAD_CHARACTERS = 6000
UNION = re.compile("TỔNG LIÊN ĐOÀN LAO ĐỘNG")
LINE = re.compile(r"[^\n]+")
# A symbol with the National Assembly's letters says a law; its line says which.
BESIDE = {"Luật": ("Bộ luật", "Nghị quyết", "Hiến pháp"), "Quyết định": ("Quy định",)}
NUMBER_LINE = re.compile(
    # At the head of a line or of a column; a scanner may lose the accent of "Số", not its colon.
    r"(?:^[^\S\n]*|(?<=[\t|])[^\S\n]*|(?<=[^\S\n]{3}))(?:Luật\s+)?(?:S[ốỐ]\s*[:.;]?|số\s*[:.;]?|S[oôóòơỗổ06]\s*:)[^\S\n]*"
    r"(?P<symbol>\d{1,6}[a-zđ]?\s?(?:/\s?(?:19|20)\d\d\s?)?[^\S\n]?[/-][^\S\n]?[0-9A-ZĐƯ][\w.&]*"
    r"(?:[^\S\n]?[-/&][^\S\n]?[A-ZĐƯ][A-Za-zĐđƯư]*\d*(?!\w)){0,6})",
    re.MULTILINE,
)
TYPE_WORDS = sorted(
    {*symbols.TYPES.values(), "Công văn", "Bộ luật", "Pháp lệnh", "Lệnh", "Hiến pháp"}, key=len, reverse=True
)
TYPE_LINE = re.compile(
    r"^[^\S\n]*(?P<type>" + "|".join(TYPE_WORDS) + r")(?:[^\S\n]+(?P<rest>[^\n]*))?$", re.IGNORECASE | re.MULTILINE
)
BEFORE_SYMBOL = re.compile(rf"\s*(?:{'|'.join(TYPE_WORDS)})?\s*(?:số)?\s*:?\s*", re.IGNORECASE)
ABOUT = re.compile(r"^[^\S\n]*(?:V/v|Về việc)\s*:?\s*(?P<about>[^\n]{5,400})", re.MULTILINE)
BODY = re.compile(
    r"^[^\S\n]*(?:(?:-[^\S\n]*)?Căn c[ứúu]\b|Chương\s+[IVX\d]|Điều\s+1\b|Kính gửi|I\.\s|Theo đề nghị|Xét đề nghị|Thực hiện\s+[A-ZĐ])",
    re.IGNORECASE | re.MULTILINE,
)
STOP = re.compile(
    r"^\s*(?:Căn cứ|Thực hiện|Theo đề nghị|Xét đề nghị|Chương|CHƯƠNG|Điều\s+\d|Kính gửi|[IVX]+\.|1\.|Số\s*:|Quốc hội ban hành|[-_*]{3,})",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"^[^\S\n]{0,120}(?:(?:TM|KT|TL|TUQ|Q)\.[^\S\n]{0,5})?(?:BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|CHỦ TỊCH|PHÓ CHỦ TỊCH|THỐNG ĐỐC|TỔNG BÍ THƯ|GIÁM ĐỐC|BÍ THƯ|CHÁNH VĂN PHÒNG)[^\n]{0,80}$",
    re.MULTILINE,
)
RANK = r"(?:(?:Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng)\s+)?"
NAME = re.compile(
    r"^[^\S\n]*(?:\(?[Đđ]ã ký\)?:?\s*)?(?P<name>"
    + RANK
    + rf"[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]*){{1,4}})[^\S\n]*$",
    re.MULTILINE,
)
TOLD = re.compile(
    r"(?:[Tt]hực hiện|[Tt]heo|[Tt]riển khai)\s+(?P<type>"
    + "|".join(TYPE_WORDS)
    + r")\s+số\s+(?P<symbol>\S{4,40})\s+ngày\s+(?P<date>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
    r"\s+của\s+(?P<issuer>[^\n,;.]{3,120}?)\s+về\s+(?:việc\s+)?(?P<about>[^\n;.]{5,300})"
)


@dataclass(frozen=True)
class Header:
    """What identifies a document."""

    symbol: Found[str] | None = None
    type: Found[str] | None = None
    issuer: Found[str] | None = None
    issued_on: Found[date] | None = None
    signer: Found[str] | None = None
    abstract: Found[str] | None = None
    # Symbols of other bodies on number lines of the same header.
    others: tuple[Found[str], ...] = ()


def _sentence_case(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" .:;-–_*|")
    letters = [char for char in text if char.isalpha()]
    if letters and sum(char.isupper() for char in letters) > 0.7 * len(letters):
        text = text[:1].upper() + text[1:].lower()
    return text


def told_of(text: str) -> Header | None:
    """The document that an article or a report tells of: "Thực hiện Hướng dẫn số … ngày … của … về …"."""
    match = TOLD.search(text)
    if match is None:
        return None
    symbol = symbols.parse(match["symbol"])
    day = dates.first_date(match["date"])
    if symbol is None or day is None:
        return None
    return Header(
        Found(symbol.raw, 0.9, match.span("symbol")),
        Found(match["type"], 0.95, match.span("type")),
        Found(match["issuer"].strip(), 0.9, match.span("issuer")),
        Found(day[0], 0.95, match.span("date")),
        None,
        Found(_sentence_case(match["about"]), 0.85, match.span("about")),
    )


def zone_of(head: str) -> tuple[int, int]:
    """Where the header stands: around its motto or number, until the text begins. What a website put before is not in it."""
    found = [match for pattern in (NATIONAL, NUMBER_LINE) if (match := pattern.search(head))]
    first = min((match.start() for match in found), default=0)
    start = max(head.rfind("\n\n", 0, max(0, first - 200)) + 1, 0) if found else 0
    begins = BODY.search(head, first)
    return start, begins.start() if begins else min(len(head), first + 2500)


def _symbols(head: str, end: int) -> list[Found[str]]:
    """The symbols on number lines, those of the header first; two when two bodies issued the document."""
    rows: dict[str, Found[str]] = {}
    for match in NUMBER_LINE.finditer(head):
        if rows and match.start() > end:
            break
        raw = match["symbol"].strip(" .;,")
        symbol = symbols.parse(raw) or symbols.parse(re.sub(r"\s+", "", raw))
        if symbol:
            rows.setdefault(symbol.key, Found(symbol.raw, 0.97, match.span("symbol")))
    return list(rows.values()) or _titled(head)


def _titled(head: str) -> list[Found[str]]:
    for line in LINE.finditer(head[:400]):
        found = next(symbols.find(line.group()), None)
        # At the head of its line, or after nothing but a type: another place means that the line tells of it.
        if found and BEFORE_SYMBOL.fullmatch(line.group()[: found[1][0]]):
            start = line.start()
            return [Found(found[0].raw, 0.7, (start + found[1][0], start + found[1][1]))]
    return []


def _type(head: str, symbol: Found[str] | None, zone: tuple[int, int]) -> tuple[Found[str] | None, int]:
    """The type and where the abstract may begin."""
    parsed = symbols.parse(symbol.value) if symbol else None
    for match in TYPE_LINE.finditer(head, *zone):
        rest = (match["rest"] or "").strip()
        if rest and not match["type"].isupper():
            continue
        name = next(word for word in TYPE_WORDS if word.lower() == match["type"].lower())
        if parsed and parsed.type_name and name not in (parsed.type_name, *BESIDE.get(parsed.type_name, ())):
            continue
        if rest and symbols.parse(rest.split()[-1]):
            continue
        start = match.end("type") if rest else match.end()
        return Found(name, 0.95, match.span("type")), start
    if parsed and parsed.type_name and symbol:
        return Found(parsed.type_name, 0.8, symbol.span), -1
    about = ABOUT.search(head, *zone)
    return (Found("Công văn", 0.7, about.span()), -1) if about else (None, -1)


def _abstract(head: str, start: int) -> Found[str] | None:
    about = ABOUT.search(head)
    if start >= 0:
        lines: list[str] = []
        begin, position = None, start
        for line in head[start:].split("\n"):
            if line.strip():
                if STOP.match(line) or NATIONAL.search(line) or len(lines) == 6:
                    break
                begin = position if begin is None else begin
                lines.append(line.strip())
            elif lines and len(" ".join(lines)) > 40:
                break
            position += len(line) + 1
        text = _sentence_case(" ".join(lines))
        if len(text) >= 8 and begin is not None:
            return Found(text[:1000], 0.85, (begin, position))
    return Found(_sentence_case(about["about"]), 0.8, about.span("about")) if about else None


def _signer(text: str) -> tuple[Found[str] | None, int]:
    """Who signed, and where the title of whoever signs ends, or -1."""
    offset = max(0, len(text) - 200_000)
    tail, last = text[offset:], -1
    for title in SIGNATURE.finditer(tail):
        last = offset + title.end()
        name = NAME.search(tail, title.end(), min(len(tail), title.end() + 250))
        if name and not NATIONAL.search(name["name"]):
            return Found(name["name"].strip(), 0.8, (offset + name.start("name"), offset + name.end("name"))), last
    return None, last


def _issuer(body: str, symbol: Found[str] | None, zone: tuple[int, int]) -> Found[str] | None:
    found = issuer_in_header(body, *zone)
    parsed = symbols.parse(symbol.value) if symbol else None
    if found is None and parsed and parsed.body_name and symbol:
        found = Found(parsed.body_name, 0.75, symbol.span)
    return found


def named(filename: str) -> Found[str] | None:
    """The symbol that a file's name tells, for a text that tells none; its span is empty."""
    symbol = symbols.of_filename(filename)
    return Found(symbol.raw, 0.5, (0, 0)) if symbol else None


def read_header(text: str, filename: str = "") -> Header:
    """The header, or what an article tells of when there is no header; a file's name when the text has no number."""
    head = text[:HEAD_CHARACTERS]
    zone = zone_of(head)
    found = _symbols(head, zone[1])
    has_header = bool(NATIONAL.search(head) or UNION.search(head)) or (bool(found) and found[0].confidence > 0.9)
    if not has_header and (told := told_of(text)):
        return told
    symbol = found[0] if found else named(filename)
    kind, start = _type(head, symbol, zone)
    issuer = _issuer(head, symbol, zone)
    if (kind is None or issuer is None) and (enacted := enacting(text[zone[0] : zone[0] + HEAD_CHARACTERS])):
        issuer, kind = issuer or enacted[0].moved(zone[0]), kind or enacted[1].moved(zone[0])
    signer, title_end = _signer(text)
    day = issued_on(text, symbol, zone, title_end)
    return Header(symbol, kind, issuer, day, signer, _abstract(head, start), tuple(found[1:]))
