"""What a person must look at before a document goes into the library: what is missing or double."""

from __future__ import annotations

import re
from datetime import date

from caunoi.pure.reading.found import Found, Remark
from caunoi.pure.reading.header import Header
from caunoi.pure.vietnamese import short_date

# A draft: the number or the day is left open, to be written by hand.
BLANK_NUMBER = re.compile(r"^[^\S\n]*[Ss]ố\s*:?[\s.…_]{0,40}/(?:20\d\d/)?[A-ZĐ]", re.MULTILINE)
UNSURE = 0.6


def remarks_of(text: str, header: Header, issued_on: Found[date] | None) -> tuple[Remark, ...]:
    """Codes in the order of the form: NO_SYMBOL, BLANK_SYMBOL, NAMED_BY_FILE, TWO_SYMBOLS, NO_DATE or DATE_INFERRED,
    NO_ISSUER."""
    symbol = header.symbol
    rows = []
    if symbol is None:
        rows.append(Remark("BLANK_SYMBOL" if BLANK_NUMBER.search(text[:6000]) else "NO_SYMBOL"))
    elif symbol.span == (0, 0) and symbol.confidence < UNSURE:
        rows.append(Remark("NAMED_BY_FILE", (symbol.value,)))
    if symbol and header.others:
        rows.append(Remark("TWO_SYMBOLS", (symbol.value, *(other.value for other in header.others))))
    if issued_on is None:
        rows.append(Remark("NO_DATE"))
    elif header.issued_on is None:
        rows.append(Remark("DATE_INFERRED", (short_date(issued_on.value),)))
    if header.issuer is None:
        rows.append(Remark("NO_ISSUER"))
    return tuple(rows)
