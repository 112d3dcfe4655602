"""Pages of long lists: where one stands, and the way on, as plain links."""

from dataclasses import dataclass


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
