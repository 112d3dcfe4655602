"""Files as people send them, good and bad, made on the spot; and an installation's options."""

import io
import zipfile

import pikepdf
from PIL import Image

from caunoi.conf.options import Options, read

CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PROGRAM = b"MZ\x90\x00" + b"\0" * 600


def options(**values: object) -> Options:
    """The options of the tests, but for these."""
    made = read()
    made._values.update(values)
    return made


def pdf(pages: int = 1, **save: object) -> bytes:
    """A PDF of empty pages."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(out, **save)
    return out.getvalue()


def package(entries: dict[str, bytes]) -> bytes:
    """A zip, such as DOCX and XLSX are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """The least that counts as DOCX, and more entries."""
    return package({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<document/>", **more})


def xlsx(**more: bytes) -> bytes:
    """The least that counts as XLSX, and more entries."""
    return package({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": b"<workbook/>", **more})


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **save: object) -> bytes:
    """A red picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "#aa1111").save(out, kind, **save)
    return out.getvalue()


def scan(width: int, height: int) -> bytes:
    """A white page in black and white: few bytes, many pixels."""
    out = io.BytesIO()
    Image.new("1", (width, height), 1).save(out, "PNG")
    return out.getvalue()
