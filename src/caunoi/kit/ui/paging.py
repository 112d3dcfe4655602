"""Pages of long lists: where one stands, and the way on, as plain links."""

from dataclasses import dataclass

from django.http import HttpRequest

FURTHEST = 1_000_000


@dataclass(frozen=True)
class Pages:
    """Rows `start+1` to `end` of `total`; None where there is no page before or after."""

    start: int
    end: int
    total: int | None
    previous: int | None
    following: int | None


def pages_of(start: int, size: int, total: int) -> Pages:
    """Where a page that starts at a row stands."""
    return Pages(
        start=start,
        end=min(start + size, total),
        total=total,
        previous=max(start - size, 0) if start > 0 else None,
        following=start + size if start + size < total else None,
    )


def whole(text: str, most: int = FURTHEST) -> int:
    """A whole number from an address, at most `most`; 0 for anything else (`²` and `٣` are digits to Python too)."""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) <= 12 else 0


def start_of(request: HttpRequest) -> int:
    """The row that a page starts at, from `?from=`."""
    return whole(request.GET.get("from", ""))
