"""Dates and periods as documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from caunoi.pure.reading.found import Found, Period, Span

LONG = re.compile(r"ngày\s{0,3}(\d{1,2})\s{0,3}tháng\s{0,3}(\d{1,2})\s{0,3}năm\s{0,3}(\d{4})", re.IGNORECASE)
SHORT = re.compile(r"(?<![\d/])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
# A law has no place in its header: its last sentence says when it was passed (Luật Ban hành VBQPPL).
PASSED = re.compile(
    r"(?:Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|Hội đồng nhân dân)[^.]{3,200}?thông qua\s+(?P<on>ngày[^.;]{8,40})"
)
# What a website says of a document beside its text.
SIGNED = re.compile(
    r"(?:(?:[Nn]gày ban hành|[Bb]an hành ngày|[Nn]gày ký)\s{0,3}[:(]"
    r"|(?<![^\n\t])Ngày (?:ban hành|ký)[^\S\n\t]{0,3}[\n\t])\s{0,3}(?P<on>\d[^\n;)]{7,40}|ngày[^\n;)]{8,40})"
)
YEARS = re.compile(
    r"(?:giai đoạn|nhiệm kỳ|thời kỳ)\s{1,3}((?:19|20)\d\d)\s{0,2}[-–—]\s{0,2}((?:19|20)\d\d)", re.IGNORECASE
)
ONE_YEAR = re.compile(r"\bnăm\s{1,3}(20\d\d)\b", re.IGNORECASE)


def make(day: str, month: str, year: str) -> date | None:
    """A date, or None when there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def all_dates(text: str) -> Iterator[tuple[date, Span]]:
    """Every full date with its span, in order of kind."""
    for pattern in (LONG, SHORT):
        for match in pattern.finditer(text):
            day = make(match[1], match[2], match[3])
            if day:
                yield day, match.span()


def first_date(text: str, offset: int = 0) -> tuple[date, Span] | None:
    """The date that comes first in a piece of text; the span is moved by `offset`."""
    found = min(all_dates(text), key=lambda row: row[1][0], default=None)
    return (found[0], (found[1][0] + offset, found[1][1] + offset)) if found else None


def period_of(text: str, head: str) -> Found[Period] | None:
    """The years that the document is for: said in its title or opening, else the period named most often."""
    counts: dict[Period, list[re.Match[str]]] = {}
    for match in YEARS.finditer(text):
        period = Period(int(match[1]), int(match[2]))
        if period.from_year <= period.to_year <= period.from_year + 30:
            counts.setdefault(period, []).append(match)
    if counts:
        in_head = [period for period, hits in counts.items() if hits[0].start() < len(head)]
        best = max(in_head or counts, key=lambda period: (len(counts[period]), -counts[period][0].start()))
        share = len(counts[best]) / sum(map(len, counts.values()))
        return Found(best, min(0.95, 0.5 + share / 2), counts[best][0].span())
    one = ONE_YEAR.search(head)
    return Found(Period(int(one[1]), int(one[1])), 0.5, one.span()) if one else None
