"""The day on which a document was issued: read where documents write it, never taken from another document's.

NĐ 30/2020/NĐ-CP, Phụ lục I: place and day stand under the motto. What lacks them is looked for where else they are written:
after the signature, in a digital signature of the issuing body, beside the text on a website, in a law's last sentence. A
stamp of whoever received, copied or published the document says another day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from caunoi.pure.reading.bodies import COLUMNS
from caunoi.pure.reading.dates import PASSED, SHORT, SIGNED, first_date, make
from caunoi.pure.reading.found import Citation, Found
from caunoi.pure.vietnamese import LOWER, UPPER

# A scanner loses accents, puts points and quotation marks between the words, and takes 1 and 0 for letters.
DAY, MONTH, YEAR = r"ng[aàáảãạ]y", r"th[aàáảãạ]ng", r"n[aàáảãạăâ]m"
_GAP = r"[\s.,:;'’`_…]{0,6}"
_NUMBER = r"[\dIlOo|](?:[^\S\n]?[\dIlOo|])?"
_WHOLE = rf"(?P<day>{_NUMBER}){_GAP}{MONTH}{_GAP}(?P<month>{_NUMBER}){_GAP}{YEAR}{_GAP}(?P<year>[2][\s]?[0Oo][\s]?[\dIlOo][\s]?[\dIlOo]|19\d\d)(?!\d)"
PLACE_AND_DATE = re.compile(rf"[{UPPER}][^\n,:;.]{{1,40}}[,;.]\s*{DAY}{_GAP}{_WHOLE}", re.IGNORECASE)
# A line or a column that is nothing but a day, with or without its place.
_PLACE = rf"(?:(?:[{UPPER}][{LOWER}{UPPER}.]*+[\s-]*+){{1,6}}[,;.]?\s*)?"
BARE = re.compile(
    rf"{_PLACE}(?:(?i:{DAY}){_GAP}{_WHOLE}|(?:(?i:{DAY})\s*:?\s*)?(?P<short>\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{4}}))[\s.*_)]*"
)
# Left open, to be written by hand, or written so that nobody reads it.
LEFT_OPEN = re.compile(
    rf"(?:^|[,;.])\s*{DAY}[^\n{LOWER}{UPPER}]{{0,40}}{MONTH}\b[^\n]{{0,40}}{YEAR}", re.IGNORECASE | re.MULTILINE
)
# Whoever took it in or copied it writes a day too.
ANOTHERS = re.compile(
    r"\bĐẾN\b|CÔNG VĂN ĐẾN|SAO Y|SAO LỤC|TRÍCH SAO|BẢN SAO|ngày nhận|ngày đến|hiệu lực[\s:]*\Z", re.IGNORECASE
)
NEAR = 90
STAMP = re.compile(
    rf"(?:{DAY}\s+ký|thời\s+gian\s+ký|ký\s+{DAY})\s{{0,3}}:?\s{{0,3}}(?P<on>\d[^\n;)]{{7,16}})", re.IGNORECASE
)
# Signs what it puts out, days after it was issued.
PUBLISHER = re.compile(r"CỔNG THÔNG TIN|CỔNG TTĐT|CÔNG BÁO|TRUNG TÂM THÔNG TIN|VĂN THƯ", re.IGNORECASE)
STAMP_LETTERS = 260
SIGNATURE_LETTERS = 600
EFFECT_ON_SIGNING = re.compile(
    rf"hiệu lực(?:\s+thi hành)?\s+(?:kể\s+)?từ\s+{DAY}\s+ký(?:\s+ban hành)?[^.;\n]{{0,12}}?(?P<on>{DAY}[^.;\n]{{8,40}})",
    re.IGNORECASE,
)
EFFECT = re.compile(
    rf"\bnày\s+có\s+hiệu lực(?:\s+thi hành)?\s+(?:kể\s+)?từ\s+(?P<on>{DAY}[^.;\n]{{8,40}})", re.IGNORECASE
)
# Published so soon after it came into force, and citing what is so new: it came into force when it was signed.
PUBLISHED_WITHIN, CITED_WITHIN = timedelta(days=7), timedelta(days=45)
LINE = re.compile(r"[^\n]+")
DIGITS = str.maketrans("IlOo|", "11001")


def _day(match: re.Match[str]) -> date | None:
    if match.groupdict().get("short"):
        short = SHORT.search(match["short"])
        return make(short[1], short[2], short[3]) if short else None
    return make(*("".join(match[name].split()).translate(DIGITS) for name in ("day", "month", "year")))


def _is_anothers(text: str, start: int) -> bool:
    before = text[max(0, start - NEAR) : start]
    said = [match.end() for match in ANOTHERS.finditer(before)]
    # A day in between is theirs.
    return bool(said) and not re.search(r"(?:19|20)\d\d", before[said[-1] :])


def _placed(text: str, zone: tuple[int, int]) -> Found[date] | None:
    for match in PLACE_AND_DATE.finditer(text, *zone):
        day = _day(match)
        if day and not _is_anothers(text, match.start()):
            is_clear = match["day"].isdigit() and match["month"].isdigit() and match["year"].isdigit()
            return Found(day, 0.97 if is_clear else 0.75, match.span())
    return None


def _cells(text: str, zone: tuple[int, int]) -> Iterator[tuple[str, int]]:
    """The columns of the header's lines, with where each begins."""
    for line in LINE.finditer(text, *zone):
        at = line.start()
        for piece in re.split(rf"({COLUMNS.pattern})", line.group()):
            yield piece.strip(" *_"), at
            at += len(piece)


def _bare(text: str, symbol: Found[str] | None, zone: tuple[int, int]) -> Found[date] | None:
    """A day that is alone on its line or in its column, or follows the document's own number."""
    for cell, at in _cells(text, zone):
        match = BARE.fullmatch(cell)
        if match and not _is_anothers(text, at) and (day := _day(match)):
            return Found(day, 0.8, (at, at + len(cell)))
    if symbol is None:
        return None
    after = text[symbol.span[1] : symbol.span[1] + NEAR].partition("\n")[0]
    follows = re.match(rf"[\s,]*{DAY}\s", after, re.IGNORECASE)
    found = first_date(after, symbol.span[1]) if follows and symbol.span[1] else None
    return Found(found[0], 0.7, found[1]) if found else None


def _signed(text: str, title_end: int) -> Found[date] | None:
    """Place and day under the signature."""
    if title_end < 0:
        return None
    for match in PLACE_AND_DATE.finditer(text, title_end, min(len(text), title_end + SIGNATURE_LETTERS)):
        if not _is_anothers(text, match.start()) and (day := _day(match)):
            return Found(day, 0.7, match.span())
    return None


def _stamps(text: str) -> Iterator[tuple[Found[date], bool]]:
    """Days of digital signatures, and whether whoever published the document made it."""
    for match in STAMP.finditer(text):
        if found := first_date(match["on"], match.start("on")):
            before = text[max(0, match.start() - STAMP_LETTERS) : match.start()]
            yield Found(found[0], 0.5, found[1]), bool(PUBLISHER.search(before))


def _said(text: str, pattern: re.Pattern[str], confidence: float) -> Found[date] | None:
    match = pattern.search(text)
    found = first_date(match["on"], match.start("on")) if match else None
    return Found(found[0], confidence, found[1]) if found else None


def issued_on(text: str, symbol: Found[str] | None, zone: tuple[int, int], title_end: int) -> Found[date] | None:
    """The day, with how sure it is, from the first place that has it; None when it is written nowhere.

    `zone` is the header, `title_end` where the signatory's title ends, or -1.
    """
    if placed := _placed(text, zone):
        return placed
    if beside := _beside(text):
        return beside
    is_open = bool(LEFT_OPEN.search(text, *zone))
    if not is_open and (bare := _bare(text, symbol, zone)):
        return bare
    if found := _signed(text, title_end) or _said(text, PASSED, 0.7):
        return found
    if own := next((stamp for stamp, is_published in _stamps(text) if not is_published), None):
        return own
    return None if is_open else _said(text, EFFECT_ON_SIGNING, 0.6)


def _beside(text: str) -> Found[date] | None:
    """What a website says of the document beside its text."""
    for match in SIGNED.finditer(text):
        found = first_date(match["on"], match.start("on"))
        before = text[max(0, match.start() - STAMP_LETTERS) : match.start()]
        if found and not (match.group().lower().startswith("ngày ký") and PUBLISHER.search(before)):
            return Found(found[0], 0.7, found[1])
    return None


def inferred(text: str, citations: Sequence[Citation], zone: tuple[int, int]) -> Found[date] | None:
    """The day of coming into force as that of signing, where the text without a header leaves little else.

    Its publisher signed it when it was in force already, within days, and it cites what was issued less than 45 days before
    that: what is put out after it came into force came into force when it was signed. A person is told and looks.
    """
    effect = _said(text, EFFECT, 0.45)
    if effect is None or LEFT_OPEN.search(text, *zone):
        return None
    published = [stamp.value for stamp, is_published in _stamps(text) if is_published]
    is_soon = any(timedelta() <= day - effect.value <= PUBLISHED_WITHIN for day in published)
    newest = max((row.issued_on for row in citations if row.issued_on), default=None)
    is_new = newest is not None and timedelta() <= effect.value - newest < CITED_WITHIN
    return effect if is_soon and is_new else None
