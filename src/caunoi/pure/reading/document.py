"""The whole reading of one text."""

from __future__ import annotations

import re

from caunoi.pure.reading.areas import areas_of
from caunoi.pure.reading.citations import citations_of
from caunoi.pure.reading.dates import period_of
from caunoi.pure.reading.found import Found, Reading
from caunoi.pure.reading.header import HEAD_CHARACTERS, read_header, zone_of
from caunoi.pure.reading.issued import inferred
from caunoi.pure.reading.obligations import obligations_of
from caunoi.pure.reading.remarks import remarks_of
from caunoi.pure.vietnamese import normalise

# More is kept with the document, but not read for duties and citations: bounded time on any file.
READ_CHARACTERS = 1_000_000
# Justified lines; three and more part columns.
TWO_SPACES = re.compile(r"(?<=\S)  (?=\S)")


def _language(text: str) -> str:
    sample = text[:20_000]
    letters = [char for char in sample if char.isalpha()]
    if not letters:
        return "vi"
    return "vi" if sum(not char.isascii() for char in letters) > 0.02 * len(letters) else "en"


def _first_line(text: str) -> Found[str] | None:
    start = 0
    for line in text.split("\n", 200):
        if len(line.strip()) > 8:
            return Found(line.strip()[:300], 0.4, (start, start + len(line)))
        start += len(line) + 1
    return None


def read_text(text: str, pages: int | None = None, filename: str = "") -> Reading:
    """Find what a governing document, or an article about one, says of itself. Never raises on any text.

    `text` may be in any Unicode form or a legacy font; spans refer to `Reading.text`, the normalised text.
    """
    whole = TWO_SPACES.sub(" ", normalise(text))
    body = whole[:READ_CHARACTERS]
    header = read_header(body, filename)
    symbol = header.symbol
    abstract = header.abstract
    title = abstract or _first_line(body)
    head = body[: abstract.span[1] if abstract else 1500]
    citations = citations_of(body, symbol.value if symbol else None)
    issued_on = header.issued_on or inferred(body, citations, zone_of(body[:HEAD_CHARACTERS]))
    return Reading(
        text=whole,
        symbol=symbol,
        type=header.type,
        issuer=header.issuer,
        issued_on=issued_on,
        signer=header.signer,
        title=title,
        abstract=abstract,
        areas=areas_of(body),
        period=period_of(body, head),
        citations=citations,
        obligations=obligations_of(body),
        language=_language(body),
        pages=pages,
        remarks=remarks_of(body, header, issued_on),
    )
