"""The text of an article as it is sent: each picture in the widths that it has, with room kept for it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from caunoi.newsroom.models import Picture
from caunoi.pure.markup import parse, write
from caunoi.pure.pasting import PICTURE

SIZES = "(min-width: 62rem) 42rem, 100vw"


def srcset_of(picture: Picture, address: str) -> str:
    """`/news/pictures/…/640/ 640w, …`, smallest first."""
    widths = sorted(rendition.width for rendition in picture.renditions.all())
    return ", ".join(f"{address}{width}/ {width}w" for width in widths)


def body_of(html: str, pictures: Mapping[str, Picture]) -> SafeString:
    """The body, made by `pure.pasting.clean` before it was kept; pictures that are not there keep their words."""
    root = parse(html)
    for node in root.elements():
        found = PICTURE.match(node.attrs.get("src", "")) if node.tag == "img" else None
        picture = pictures.get(found.group(1)) if found else None
        if found and picture:
            widths = srcset_of(picture, found.group())
            sizes = {"width": str(picture.width), "height": str(picture.height), "loading": "lazy"}
            node.attrs |= sizes | ({"srcset": widths, "sizes": SIZES} if widths else {})
    return mark_safe(write(root.children))  # noqa: S308 - nothing but what the sanitiser let through
