"""HTML as a small tree: read from what a sanitiser made well-formed, changed, and written again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img"})
BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure", "figcaption", "hr", "pre"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "div"}
)
# Deeper than any text that a person wrote; what is nested deeper is kept without its tags.
DEPTH_MOST = 80


@dataclass
class Node:
    """An element; `children` are elements and plain text."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def elements(self) -> Iterator[Node]:
        """The element itself and every one below it, in the order of the text."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.elements()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.stack) > DEPTH_MOST and tag not in VOID:
            return
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.stack) - 1, 0, -1):
            if self.stack[place].tag == tag:
                del self.stack[place:]
                return

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def parse(html: str) -> Node:
    """The tree of a fragment, under a node without a name."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.stack[0]


def write(children: Sequence[Node | str]) -> str:
    """HTML of some nodes; text is escaped."""
    parts = []
    for child in children:
        if isinstance(child, str):
            parts.append(escape(child, quote=False))
            continue
        attrs = "".join(f' {name}="{escape(value)}"' for name, value in child.attrs.items())
        inner = "" if child.tag in VOID else f"{write(child.children)}</{child.tag}>"
        parts.append(f"<{child.tag}{attrs}>{inner}")
    return "".join(parts)


def _words(node: Node) -> str:
    parts = []
    for child in node.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag == "br":
            parts.append("\n")
        else:
            around = "\n" if child.tag in BLOCKS else ""
            parts.append(f"{around}{_words(child)}{around}")
    return "".join(parts)


def words(html: str) -> str:
    """The words alone, a block a line, for counting, comparing and searching."""
    lines = (" ".join(line.split()) for line in _words(parse(html)).splitlines())
    return "\n".join(line for line in lines if line)
