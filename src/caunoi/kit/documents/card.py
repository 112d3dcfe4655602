"""The picture that stands for a page where its address is shared: 1200 × 630, drawn on the server, in the house's font."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE, EDGE = (1200, 630), 72
FONTS = Path(__file__).parents[1] / "static" / "kit" / "fonts"
HERO, GOLD, LIGHT, SOFT = "#0a4656", "#f2b431", "#ffffff", "#cfe3e8"
# The title takes the largest of these at which it fits.
TITLE_SIZES, LINES_MOST = (68, 60, 52, 46, 40), 5


@cache
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"bvp-{weight}.woff2"), size)


def _lines(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The text broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _title(text: str, width: float) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    for size in TITLE_SIZES:
        font = _font(700, size)
        lines = _lines(text, font, width)
        if len(lines) <= LINES_MOST and all(font.getlength(line) <= width for line in lines):
            return font, lines
    lines = _lines(text, font, width)[:LINES_MOST]
    while font.getlength(f"{lines[-1]}…") > width:
        lines[-1] = lines[-1][:-1]
    return font, [*lines[:-1], f"{lines[-1].rstrip()}…"]


def _bridge(draw: ImageDraw.ImageDraw) -> None:
    """The deck and its arches, as on the first page."""
    deck = SIZE[1] - 96
    for left in range(0, SIZE[0], 150):
        draw.arc((left + 10, deck + 8, left + 140, deck + 190), 180, 360, fill="#6fb3c2", width=4)
    draw.rectangle((0, deck, SIZE[0], deck + 8), fill=GOLD)


def share_card(*, title: str, kicker: str, foot: str) -> bytes:
    """PNG with a short line above the title and the name of the publisher below it."""
    picture = Image.new("RGB", SIZE, HERO)
    draw = ImageDraw.Draw(picture)
    _bridge(draw)
    draw.rectangle((EDGE, EDGE + 4, EDGE + 12, EDGE + 40), fill=GOLD)
    draw.text((EDGE + 30, EDGE), kicker, font=_font(600, 32), fill=GOLD)
    font, lines = _title(title, SIZE[0] - 2 * EDGE)
    step, top = round(font.size * 1.28), EDGE + 72
    for number, line in enumerate(lines):
        draw.text((EDGE, top + number * step), line, font=font, fill=LIGHT)
    draw.text((EDGE, SIZE[1] - 158), foot, font=_font(400, 28), fill=SOFT)
    made = io.BytesIO()
    picture.quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()
