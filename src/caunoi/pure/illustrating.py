"""The pictures of a text as HTML: every `img` of ours gets its sizes, the widths to choose from, its words and its credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from caunoi.pure.markup import Node, parse, write
from caunoi.pure.pasting import PICTURE

# A text is at most 43 rem wide.
SIZES = "(min-width: 46rem) 43rem, 100vw"
SHOWN_WIDTH, THUMBNAIL_WIDEST = 800, 800


@dataclass(frozen=True)
class Size:
    """In pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Source:
    """A picture: its public id, its words, and its sizes from narrow to wide."""

    public_id: str
    alt: str
    caption: str
    credit: str
    sizes: tuple[Size, ...]

    def address(self, width: int) -> str:
        """Where it is, at a width."""
        return f"/news/pictures/{self.public_id}/{width}/"

    @property
    def shown(self) -> Size:
        """The size for a browser that does not choose."""
        return next((size for size in self.sizes if size.width >= SHOWN_WIDTH), self.sizes[-1])

    @property
    def src(self) -> str:
        """The address for a browser that does not choose."""
        return self.address(self.shown.width)

    def srcset(self, widest: int = 1600) -> str:
        """The addresses that a browser chooses from, the narrowest at least; the one for print is left out."""
        chosen = [size for size in self.sizes if size.width <= widest] or list(self.sizes[:1])
        return ", ".join(f"{self.address(size.width)} {size.width}w" for size in chosen)


def image(source: Source, *, sizes: str = SIZES) -> Node:
    """The `img` of a picture; it takes its room on the page before it is there, and is fetched when it comes near."""
    return Node(
        "img",
        {
            "src": source.src, "srcset": source.srcset(), "sizes": sizes, "alt": source.alt,
            "width": str(source.shown.width), "height": str(source.shown.height), "loading": "lazy", "decoding": "async",
        },
    )  # fmt: skip


def thumbnail(source: Source, *, sizes: str) -> Node:
    """The picture in a list, small: of its widths the narrowest two, so that a page of twenty stays small."""
    small = source.sizes[0]
    return Node(
        "img",
        {
            "src": source.address(small.width), "srcset": source.srcset(THUMBNAIL_WIDEST), "sizes": sizes, "alt": source.alt,
            "width": str(small.width), "height": str(small.height), "loading": "lazy", "decoding": "async",
        },
    )  # fmt: skip


def _caption(figure: Node, source: Source) -> None:
    """A figure without a caption gets the picture's own; the credit stands last."""
    caption = next((each for each in figure.children if isinstance(each, Node) and each.tag == "figcaption"), None)
    if caption is None:
        caption = Node("figcaption", {}, [source.caption] if source.caption else [])
        if source.caption or source.credit:
            figure.children.append(caption)
    if source.credit:
        caption.children.append(f" ({source.credit})" if caption.children else source.credit)


def illustrate(body: str, sources: Mapping[str, Source]) -> str:
    """A clean body with its pictures; one that is not known is left out with its figure."""
    if "<img" not in body:
        return body
    tree = parse(body)
    for node in list(tree.elements()):
        kept: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str) or child.tag not in {"figure", "img"}:
                kept.append(child)
                continue
            old = next((each for each in child.elements() if each.tag == "img"), None)
            found = PICTURE.match(old.attrs.get("src", "")) if old else None
            source = sources.get(found.group(1)) if found else None
            if source is None:
                continue
            if child.tag == "img":
                kept.append(image(source))
                continue
            child.children = [image(source) if each is old else each for each in child.children]
            _caption(child, source)
            kept.append(child)
        if node.tag != "figure":
            node.children = kept
    return write(tree.children)
