"""Metadata that says where, when and by whom a file was made does not come in with it."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from caunoi.kit.files.checks import IMAGES, PDF

ACTIVE = ("/OpenAction", "/AA", "/JavaScript", "/Names", "/AcroForm")


def _image(data: bytes, media_type: str) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image)
        upright.info.clear()
        if media_type == "image/jpeg":
            upright.convert("RGB").save(out, "JPEG", quality=88, optimize=True)
        else:
            upright.save(out, "PNG" if media_type == "image/png" else "WEBP")
    return out.getvalue()


def _calm(page: Any) -> None:
    """Take actions off a page and off what one presses on it; links to pages and addresses stay."""
    for part in (page, *page.get("/Annots", [])):
        if "/AA" in part:
            del part["/AA"]
        if "/A" in part and str(part["/A"].get("/S", "")) not in {"/GoTo", "/URI"}:
            del part["/A"]


def _pdf(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form: Any = pdf.Root.get("/AcroForm")
        if form is not None and any(str(field.get("/FT", "")) == "/Sig" for field in form.get("/Fields", [])):
            # A digital signature covers every byte: the signed original must stay as it is (NĐ 30/2020, art. 5).
            return data
        for name in ACTIVE:
            if name in pdf.Root:
                del pdf.Root[name]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        for page in pdf.pages:
            _calm(page.obj)
        del pdf.docinfo
        pdf.save(out, deterministic_id=True)  # the same file sent again is the same content
    return out.getvalue()


def strip(data: bytes, media_type: str) -> bytes:
    """The same content without metadata and without anything that acts by itself; other kinds as they are."""
    if media_type in IMAGES:
        return _image(data, media_type)
    return _pdf(data) if media_type == PDF else data
