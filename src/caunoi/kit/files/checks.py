"""What comes in from outside: size, then magic, then a parse, before anything is kept."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import filetype
import pikepdf
from defusedxml import ElementTree
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from caunoi.kit.files import audio, containers, office
from caunoi.kit.files.problems import FileProblem

PAGES_MOST, PIXELS_MOST = 500, 50_000_000
UNPACKED_MOST, RATIO_MOST, ENTRIES_MOST = 300 * 1024 * 1024, 200, 5000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNKNOWN = "application/octet-stream"
PDF, TEXT, CSV = "application/pdf", "text/plain", "text/csv"
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
DOCUMENTS = frozenset({PDF, WORD, TEXT}) | IMAGES
SHEETS = frozenset({SHEET, CSV})
EVIDENCE = frozenset({PDF}) | IMAGES
# What somebody unknown may send with a letter.
ATTACHMENTS = frozenset({PDF, WORD}) | IMAGES | audio.AUDIO
NAMES = {
    PDF: "PDF",
    WORD: "DOCX",
    SHEET: "XLSX",
    TEXT: "TXT",
    CSV: "CSV",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    **audio.NAMES,
}
ENDINGS = {
    "pdf": {PDF},
    "docx": {WORD},
    "xlsx": {SHEET},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "png": {"image/png"},
    "webp": {"image/webp"},
    **audio.ENDINGS,
}


@dataclass(frozen=True)
class Checked:
    """What a file really is."""

    media_type: str
    pages_count: int | None = None


def _ole() -> FileProblem:
    text = _("Đây là tệp Office kiểu cũ hoặc có mật khẩu. Mở tệp, bỏ mật khẩu, lưu thành .docx hoặc .xlsx rồi gửi lại.")
    return FileProblem("OLE", text)


def _zip_type(data: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise FileProblem("BROKEN", _("Tệp bị hỏng, không mở được. Lưu lại tệp rồi gửi lại.")) from error
    total = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES_MOST or total > UNPACKED_MOST or total > RATIO_MOST * max(len(data), 1):
        raise FileProblem("BOMB", _("Tệp giải nén ra quá lớn nên không được nhận."))
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise _ole()
    if any("vbaproject" in name.lower() for name in names):
        raise FileProblem(
            "MACRO", _("Tệp có macro nên không được nhận. Lưu thành .docx hoặc .xlsx không macro rồi gửi lại.")
        )
    for name, media_type in (("word/document.xml", WORD), ("xl/workbook.xml", SHEET)):
        if name in names:
            _parse_xml(archive, "[Content_Types].xml")
            return media_type
    return UNKNOWN


def _parse_xml(archive: zipfile.ZipFile, name: str) -> None:
    try:
        if b"macroEnabled" in ElementTree.tostring(ElementTree.fromstring(archive.read(name))):
            raise FileProblem(
                "MACRO", _("Tệp có macro nên không được nhận. Lưu thành .docx hoặc .xlsx không macro rồi gửi lại.")
            )
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, ValueError) as error:
        raise FileProblem("BROKEN", _("Tệp bị hỏng, không mở được. Lưu lại tệp rồi gửi lại.")) from error


def _check_pdf(data: bytes) -> Checked:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise FileProblem("ENCRYPTED", _("Tệp PDF có mật khẩu. Bỏ mật khẩu rồi gửi lại.")) from error
    except Exception as error:
        raise FileProblem("BROKEN", _("Tệp PDF bị hỏng, không mở được. Quét hoặc lưu lại rồi gửi lại.")) from error
    if pages > PAGES_MOST:
        text = _("Tệp có %(pages)d trang, nhiều hơn %(most)d trang. Chia thành nhiều tệp rồi gửi từng tệp.")
        raise FileProblem("PAGES", text % {"pages": pages, "most": PAGES_MOST})
    return Checked(PDF, pages)


def _check_image(data: bytes, media_type: str) -> Checked:
    too_large = FileProblem("PIXELS", _("Ảnh quá lớn (trên 50 triệu điểm ảnh). Giảm kích thước ảnh rồi gửi lại."))
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            if width * height > PIXELS_MOST:
                raise too_large
            image.verify()
    except FileProblem:
        raise
    except Image.DecompressionBombError as error:
        raise too_large from error
    except Exception as error:
        raise FileProblem("BROKEN", _("Ảnh bị hỏng, không mở được. Chụp lại rồi gửi lại.")) from error
    return Checked(media_type, 1)


def _check_audio(data: bytes, media_type: str) -> Checked:
    try:
        audio.check_audio(data, media_type)
    except containers.VideoError as error:
        raise FileProblem(
            "VIDEO", _("Đây là phim. Ở đây nhận ảnh và ghi âm: chụp ảnh hoặc ghi âm rồi gửi lại.")
        ) from error
    except ValueError as error:
        raise FileProblem("BROKEN", _("Ghi âm bị hỏng, không nghe được. Ghi lại rồi gửi lại.")) from error
    return Checked(media_type)


def _check_word(data: bytes, *, is_from_outside: bool) -> Checked:
    if is_from_outside and office.has_objects(data):
        text = _("Tệp Word có đối tượng nhúng nên không được nhận. Xuất tệp ra PDF rồi gửi lại.")
        raise FileProblem("OBJECTS", text)
    return Checked(WORD)


def _sniff(data: bytes, filename: str) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _ole()
    if data.startswith(b"PK\x03\x04"):
        return _zip_type(data)
    if b"%PDF-" in data[:1024]:
        return PDF
    if (sound := audio.kind_of(data)) is not None:
        return sound
    kind = filetype.guess(data)
    if kind and kind.mime in {"image/heic", "image/heif", "image/avif"}:
        text = _("Ảnh HEIC chưa đọc được. Mở ảnh, chọn chia sẻ hoặc lưu dạng JPG, rồi gửi lại.")
        raise FileProblem("HEIC", text)
    if kind and kind.mime in IMAGES:
        return str(kind.mime)
    if kind or (
        b"\x00" in data[:4096].replace(b"\xff\xfe", b"", 1) and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        return UNKNOWN
    return CSV if filename.lower().endswith((".csv", ".tsv")) else TEXT


def _check_name(filename: str, media_type: str) -> None:
    ending = filename.rpartition(".")[2].lower()
    if ending in ENDINGS and media_type not in ENDINGS[ending]:
        text = _("Tên tệp nói là %(claimed)s nhưng nội dung là %(real)s. Kiểm tra lại tệp rồi gửi lại.")
        raise FileProblem("MISMATCH", text % {"claimed": ending.upper(), "real": NAMES[media_type]})


def refuse_large(size: int, most: int = 0) -> None:
    """Raises FileProblem for more bytes than one file may have: asked before a file is read into memory."""
    most = most or settings.CAUNOI.max_upload_bytes
    if size > most:
        raise FileProblem(
            "SIZE", _("Tệp lớn hơn %(most)d MB. Chia nhỏ hoặc giảm kích thước rồi gửi lại.") % {"most": most // 1024**2}
        )


def check(data: bytes, filename: str, *, allowed: frozenset[str] = DOCUMENTS | SHEETS) -> Checked:
    """Say what a file really is, or raise FileProblem with what to do about it. Executes nothing of the file."""
    if not data:
        raise FileProblem("EMPTY", _("Tệp trống (0 byte). Chọn lại tệp rồi gửi lại."))
    refuse_large(len(data))
    media_type = _sniff(data, filename)
    if media_type in NAMES:
        _check_name(filename, media_type)
    if media_type not in allowed:
        names = ", ".join(sorted({NAMES[name] for name in allowed}))
        raise FileProblem("TYPE", _("Không nhận loại tệp này. Ở đây chỉ nhận: %(names)s.") % {"names": names})
    if media_type == PDF:
        return _check_pdf(data)
    if media_type == WORD:
        return _check_word(data, is_from_outside=allowed <= ATTACHMENTS)
    if media_type in audio.AUDIO:
        return _check_audio(data, media_type)
    return _check_image(data, media_type) if media_type in IMAGES else Checked(media_type)
