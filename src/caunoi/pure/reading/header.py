"""The header of an administrative document (NĐ 30/2020/NĐ-CP, art. 8), or, in an article, the document it tells of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from caunoi.pure import symbols
from caunoi.pure.reading import dates
from caunoi.pure.reading.found import Found
from caunoi.pure.vietnamese import LOWER, UPPER

HEAD_CHARACTERS = 6000
LINE = re.compile(r"[^\n]+")
MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–—]\s*Tự do|TỔNG LIÊN ĐOÀN LAO ĐỘNG",
    re.IGNORECASE,
)
NUMBER_LINE = re.compile(
    r"^[^\S\n]*(?:Luật\s+)?[Ss]ố\s*:?[^\S\n]*(?P<symbol>\d[^\n]{2,60}?)(?=[^\S\n]*(?:$|\n)|[^\S\n]+\|?[^\S\n]*["
    + UPPER
    + r"][^\n]{1,30},\s*ngày)",
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
STOP = re.compile(
    r"^\s*(?:Căn cứ|Thực hiện|Theo đề nghị|Xét đề nghị|Chương|CHƯƠNG|Điều\s+\d|Kính gửi|[IVX]+\.|1\.|Số\s*:|Quốc hội ban hành|[-_*]{3,})",
    re.IGNORECASE,
)
ISSUER_LINE = re.compile(
    r"^[^\S\n]*(?P<issuer>(?:CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|QUỐC HỘI|ỦY BAN THƯỜNG VỤ QUỐC HỘI|CHỦ TỊCH NƯỚC|BỘ [^\n]{2,60}|"
    r"(?:ỦY|UỶ) BAN NHÂN DÂN[^\n]{0,60}|HỘI ĐỒNG NHÂN DÂN[^\n]{0,60}|(?:TỔNG )?LIÊN ĐOÀN LAO ĐỘNG[^\n]{0,60}|CÔNG ĐOÀN [^\n]{2,60}|"
    r"SỞ [^\n]{2,60}|THÀNH ỦY[^\n]{0,40}|TỈNH ỦY[^\n]{0,40}|ĐẢNG ỦY[^\n]{0,40}|BAN CHẤP HÀNH[^\n]{0,60}|BỘ CHÍNH TRỊ|NGÂN HÀNG NHÀ NƯỚC[^\n]{0,30}|"
    r"TÒA ÁN NHÂN DÂN[^\n]{0,40}|VIỆN KIỂM SÁT[^\n]{0,40}|THANH TRA CHÍNH PHỦ|KIỂM TOÁN NHÀ NƯỚC|VĂN PHÒNG [^\n]{2,40}))[^\S\n]*(?:$|[|\t]|\s{3,})",
    re.MULTILINE,
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


def _symbol(head: str) -> Found[str] | None:
    for match in NUMBER_LINE.finditer(head):
        raw = re.split(r"\s{2,}|\t|\|", match["symbol"])[0].strip(" .;,")
        symbol = symbols.parse(raw) or symbols.parse(re.sub(r"\s+", "", raw))
        if symbol:
            return Found(symbol.raw, 0.97, match.span("symbol"))
    for line in LINE.finditer(head[:400]):
        found = next(symbols.find(line.group()), None)
        # At the head of its line, or after nothing but a type: another place means that the line tells of it.
        if found and BEFORE_SYMBOL.fullmatch(line.group()[: found[1][0]]):
            start = line.start()
            return Found(found[0].raw, 0.7, (start + found[1][0], start + found[1][1]))
    return None


def _type(head: str, symbol: Found[str] | None) -> tuple[Found[str] | None, int]:
    """The type and where the abstract may begin."""
    parsed = symbols.parse(symbol.value) if symbol else None
    for match in TYPE_LINE.finditer(head):
        rest = (match["rest"] or "").strip()
        if rest and not match["type"].isupper():
            continue
        name = next(word for word in TYPE_WORDS if word.lower() == match["type"].lower())
        if parsed and parsed.type_name and name != parsed.type_name:
            continue
        if rest and symbols.parse(rest.split()[-1]):
            continue
        start = match.end("type") if rest else match.end()
        return Found(name, 0.95, match.span("type")), start
    if parsed and parsed.type_name and symbol:
        return Found(parsed.type_name, 0.8, symbol.span), -1
    about = ABOUT.search(head)
    return (Found("Công văn", 0.7, about.span()), -1) if about else (None, -1)


def _abstract(head: str, start: int) -> Found[str] | None:
    about = ABOUT.search(head)
    if start >= 0:
        lines: list[str] = []
        begin, position = None, start
        for line in head[start:].split("\n"):
            if line.strip():
                if STOP.match(line) or MOTTO.search(line) or len(lines) == 6:
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


def _issuer(head: str, symbol: Found[str] | None) -> Found[str] | None:
    last = None
    for match in ISSUER_LINE.finditer(head[:2500]):
        if symbol and match.start() > symbol.span[0] + 200:
            break
        last = match
    parsed = symbols.parse(symbol.value) if symbol else None
    if last:
        name = _name_case(last["issuer"])
        return Found(name, 0.9, last.span("issuer"))
    if parsed and parsed.body_name and symbol:
        return Found(parsed.body_name, 0.75, symbol.span)
    return None


def _name_case(text: str) -> str:
    """Write "LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI" as a name in running text."""
    text = re.sub(r"\s+", " ", text).strip()
    known = {name.lower(): name for name in symbols.BODIES.values()}
    if text.lower() in known:
        return known[text.lower()]
    proper = {"việt nam", "hà nội", "mỹ đức"}
    words = text.lower()
    for head in (
        "bộ ",
        "sở ",
        "liên đoàn lao động",
        "tổng liên đoàn lao động",
        "ủy ban nhân dân",
        "hội đồng nhân dân",
        "công đoàn",
    ):
        if words.startswith(head):
            tail = words[len(head) :].strip()
            tail = re.sub(
                r"^(thành phố|tỉnh|huyện|quận|thị xã|xã|phường)\s+(.+)$", lambda m: f"{m[1]} {m[2].title()}", tail
            )
            tail = tail.title() if tail in proper else tail[:1].upper() + tail[1:] if head in {"bộ ", "sở "} else tail
            base = head.strip()
            base = "Liên đoàn Lao động" if base == "liên đoàn lao động" else base[:1].upper() + base[1:]
            return f"{base} {tail}".strip()
    return text[:1].upper() + text[1:].lower()


def _signer(text: str) -> Found[str] | None:
    offset = max(0, len(text) - 200_000)
    tail = text[offset:]
    best = None
    for title in SIGNATURE.finditer(tail):
        name = NAME.search(tail, title.end(), min(len(tail), title.end() + 250))
        if name and not MOTTO.search(name["name"]):
            best = Found(name["name"].strip(), 0.8, (offset + name.start("name"), offset + name.end("name")))
            break
    return best


def read_header(text: str) -> Header:
    """The header, or what an article tells of when there is no header."""
    head = text[:HEAD_CHARACTERS]
    symbol = _symbol(head)
    has_header = bool(MOTTO.search(head)) or (symbol is not None and symbol.confidence > 0.9)
    if not has_header and (told := told_of(text)):
        return told
    kind, start = _type(head, symbol)
    return Header(symbol, kind, _issuer(head, symbol), _issued_on(head, symbol), _signer(text), _abstract(head, start))


def _issued_on(head: str, symbol: Found[str] | None) -> Found[date] | None:
    placed = dates.PLACE_AND_DATE.search(head)
    if placed and (day := dates.make(placed[1], placed[2], placed[3])):
        return Found(day, 0.97, placed.span())
    start, end = (0, 1500) if symbol is None else (symbol.span[0], symbol.span[0] + 600)
    for line in LINE.finditer(head, start, min(end, len(head))):
        # A date in a line that names another document is that document's.
        if any(symbol is None or other.raw != symbol.value for other, _ in symbols.find(line.group())):
            continue
        if found := dates.first_date(line.group(), line.start()):
            return Found(found[0], 0.6, found[1])
    return None
