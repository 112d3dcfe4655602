"""What is said of a page that may be kept; read with the settings, so nothing of Django stands here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

QUERY_LONGEST = 200


@dataclass(frozen=True)
class Page:
    """A route that may be kept: what it shows, which parameters it knows, and how long it may be kept at most.

    A parameter that is not named, or whose value does not fit, makes the address one that is not kept.
    """

    topics: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    seconds: int = 24 * 3600

    def query(self, text: str) -> str | None:
        """The query in one order; None if it is not one to keep."""
        if not text:
            return ""
        if len(text) > QUERY_LONGEST:
            return None
        given = parse_qsl(text, keep_blank_values=True)
        fits = all(re.fullmatch(self.parameters.get(name, "(?!)"), value) for name, value in given)
        return urlencode(sorted(given)) if fits and len(dict(given)) == len(given) else None
