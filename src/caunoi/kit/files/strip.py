"""Metadata that says where, when and by whom a file was made does not come in with it."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from caunoi.kit.files import audio, office
from caunoi.kit.files.checks import IMAGES, PDF, WORD, FileProblem

# What any object of a PDF may carry about its making, and files packed into it.
PERSONAL = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/FS", "/EF")
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
        for name in ("/T", "/M", "/CreationDate"):  # who made a note, and when
            if part is not page and name in part:
                del part[name]


def _forget(part: Any) -> None:
    """Take off what an object of a PDF says about its making; photos in it lose what cameras write."""
    if not isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        return
    for name in PERSONAL:
        if name in part:
            del part[name]
    if isinstance(part, pikepdf.Stream) and part.get("/Filter") == pikepdf.Name.DCTDecode:
        parms: Any = part.get("/DecodeParms")
        part.write(_bare_jpeg(bytes(part.read_raw_bytes())), filter=pikepdf.Name.DCTDecode, decode_parms=parms)


def _bare_jpeg(data: bytes) -> bytes:
    """The same picture, bit by bit, without the segments that cameras and programs write beside it (APP1… and COM).

    APP0 and APP14 say how the colours are meant, and stay.
    """
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        marker, stop = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (0xE1 <= marker <= 0xED or marker in {0xEF, 0xFE}):
            out += data[at:stop]
        at = stop
    return bytes(out + data[at:])


def _inner_picture(data: bytes, media_type: str) -> bytes:
    """A picture in a document: cleaned if it can be read."""
    try:
        return _image(data, media_type)
    except (OSError, ValueError, Image.DecompressionBombError):
        return b""


def _word(data: bytes) -> bytes:
    try:
        return office.strip_office(data, _inner_picture)
    except office.BrokenPartError as error:
        raise FileProblem("BROKEN", _("Tệp bị hỏng, không mở được. Lưu lại tệp rồi gửi lại.")) from error


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
        for part in pdf.objects:
            _forget(part)
        for page in pdf.pages:
            _calm(page.obj)
        del pdf.docinfo
        pdf.save(out, deterministic_id=True)  # the same file sent again is the same content
    return out.getvalue()


def strip(data: bytes, media_type: str) -> bytes:
    """The same content without metadata and without anything that acts by itself; other kinds as they are."""
    if media_type in IMAGES:
        return _image(data, media_type)
    if media_type in audio.AUDIO:
        return audio.strip_audio(data, media_type)
    if media_type == WORD:
        return _word(data)
    return _pdf(data) if media_type == PDF else data
