"""A page as a reader meets it: where it leads, and whether its parts agree with each other."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list")
# Words of an attribute that only a browser with `unsafe-inline` would obey.
# What a script element may hold that no browser runs.
DATA = ("application/json", "application/ld+json")
INLINE = ("style", "onclick", "onchange", "onsubmit", "onload", "oninput")


class Page(HTMLParser):
    """Links, ids, and what is wrong with the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.classes: set[str] = set()
        self.references: set[str] = set()
        self.wrong: list[str] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = {name: value or "" for name, value in attrs}
        if given.get("id"):
            self.ids[given["id"]] += 1
        self.classes |= set(given.get("class", "").split())
        for name in REFERS:
            self.references |= set(given.get(name, "").split())
        if tag == "a":
            href = given.get("href", "")
            self.links.append(href)
            if href.startswith("#"):
                self.references.add(href[1:])
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        self.wrong += [f"{tag} {name}=" for name in INLINE if name in given]
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self.wrong.append("inline script")

    def problems(self) -> list[str]:
        """Ids said twice, references to nothing, what the CSP would drop, headings that skip a level."""
        twice = [f"id twice: {name}" for name, count in self.ids.items() if count > 1]
        lost = [f"refers to nothing: {name}" for name in sorted(self.references - set(self.ids))]
        titles = [] if self.headings.count(1) == 1 else [f"{self.headings.count(1)} first headings"]
        leaps = [f"h{a} then h{b}" for a, b in zip(self.headings, self.headings[1:], strict=False) if b > a + 1]
        return twice + lost + self.wrong + titles + leaps
