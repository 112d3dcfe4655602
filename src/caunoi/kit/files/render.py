"""Runs by itself, as a program of few rights: reads a file from its input, writes what it looks like to its output.

What a hostile file does here costs at most this process: its memory, time and output are limited before the first byte is
read, and it has no network where the kernel lets it give that up. Nothing of the house is imported.
"""

from __future__ import annotations

import ctypes
import io
import resource
import sys
import zipfile
from collections.abc import Callable

import pi_heif
import pypdfium2
from defusedxml import ElementTree
from PIL import Image, ImageOps

MEMORY_BYTES, CPU_SECONDS, OUTPUT_BYTES, FILES_MOST = 512 * 1024**2, 20, 32 * 1024**2, 64
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
SIDE, PAGES_MOST, PIXELS_MOST = 1600, 3, 50_000_000
# Pictures of pages: the largest that is kept, for print, and the widths that browsers choose from.
MASTER_SIDE, WIDTHS = 3200, (480, 800, 1200, 1600)
# A photo of a phone that could not be made small there.
PHOTO_SIDE = 2560
TEXT_MOST, PART_MOST = 20_000, 20 * 1024**2
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def give_up_rights() -> None:
    """Limits of this process, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_NOFILE, FILES_MOST), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    try:
        libc = ctypes.CDLL(None)
        if libc.unshare(NEW_NETWORK) != 0:
            libc.unshare(NEW_USER | NEW_NETWORK)
    except (OSError, AttributeError):
        pass  # not Linux


def picture(data: bytes) -> bytes:
    """At most 1600 px on a side."""
    Image.MAX_IMAGE_PIXELS = PIXELS_MOST
    with Image.open(io.BytesIO(data)) as image:
        if image.width * image.height > PIXELS_MOST:
            raise ValueError("too many pixels")
        image.draft("RGB", (SIDE, SIDE))
        image.thumbnail((SIDE, SIDE))
        return _webp(ImageOps.exif_transpose(image).convert("RGB"))


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80)
    return out.getvalue()


def renditions(data: bytes) -> bytes:
    """A picture without anything but its pixels, at most 3200 px on a side, and at each of the widths that are smaller.

    A ZIP of `<width>x<height>.webp`, the widest first. It is made small before anything else is done to it, so that memory
    is bounded by one copy of its pixels.
    """
    Image.MAX_IMAGE_PIXELS = PIXELS_MOST
    with Image.open(io.BytesIO(data)) as image:
        if image.width * image.height > PIXELS_MOST:
            raise ValueError("too many pixels")
        image.draft("RGB", (MASTER_SIDE, MASTER_SIDE))
        image.thumbnail((MASTER_SIDE, MASTER_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    master = Image.new("RGB", upright.size, "white")
    master.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for width in (master.width, *(width for width in reversed(WIDTHS) if width < master.width)):
            height = max(round(master.height * width / master.width), 1)
            made = master if width == master.width else master.resize((width, height), reducing_gap=2.0)
            archive.writestr(f"{made.width}x{made.height}.webp", _webp(made))
    return out.getvalue()


def heic(data: bytes) -> bytes:
    """A photo that few programs read, as JPEG: upright, at most 2560 px on a side, nothing but its pixels."""
    opened = pi_heif.open_heif(io.BytesIO(data))
    if opened.size[0] * opened.size[1] > PIXELS_MOST:
        raise ValueError("too many pixels")
    image = opened.to_pillow()
    image.thumbnail((PHOTO_SIDE, PHOTO_SIDE), reducing_gap=2.0)
    image.info.clear()
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


def pages(data: bytes) -> bytes:
    """The first pages of a PDF, one under the other."""
    document = pypdfium2.PdfDocument(data)
    made = []
    for number in range(min(PAGES_MOST, len(document))):
        page = document[number]
        scale = SIDE / max(*page.get_size(), 1.0)
        made.append(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
    sheet = Image.new("RGB", (max(each.width for each in made), sum(each.height for each in made)), "white")
    top = 0
    for each in made:
        sheet.paste(each, (0, top))
        top += each.height
    return _webp(sheet)


def text(data: bytes) -> bytes:
    """The words of a Word file, a paragraph a line."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as part:
        root = ElementTree.fromstring(part.read(PART_MOST))
    lines = ("".join(run.text or "" for run in line.iter(f"{WORD}t")) for line in root.iter(f"{WORD}p"))
    return "\n".join(lines)[:TEXT_MOST].encode()


KINDS: dict[str, Callable[[bytes], bytes]] = {
    "picture": picture,
    "renditions": renditions,
    "pages": pages,
    "text": text,
    "heic": heic,
}


def main() -> None:
    give_up_rights()
    sys.stdout.buffer.write(KINDS[sys.argv[1]](sys.stdin.buffer.read()))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
