"""From a file to its text: TXT, DOCX, PDF with text, scans and photos through OCRmyPDF and tesseract."""

from __future__ import annotations

import io
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.table import Table
from docx.text.paragraph import Paragraph

from caunoi.kit.files.checks import IMAGES, PDF, TEXT, WORD, FileProblem
from caunoi.library.actions.pdf_pages import page_texts
from caunoi.library.actions.word_numbers import WordNumbers
from caunoi.pure.page_marks import without_marks
from caunoi.pure.reading.bodies import NATIONAL
from caunoi.pure.sheets import line_of
from caunoi.pure.vietnamese import decode, normalise, unwrap

# A page with fewer characters than this is a picture of a page.
TEXT_PAGE_CHARACTERS = 40
PAGES_AT_ONCE = 4
MEMORY_MOST = 3 * 1024**3
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Extracted:
    """The text of a file, its pages, and whether it was read from pictures."""

    text: str
    pages_count: int | None
    is_scanned: bool


def missing_tools() -> list[str]:
    """Debian packages that reading scans needs and this machine lacks."""
    if shutil.which("ocrmypdf") is None:
        return ["ocrmypdf", "tesseract-ocr-vie"]
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return [] if "vie" in listed.stdout.split() else ["tesseract-ocr-vie"]


SHEET_ROWS_LEAST = 3
# What OCRmyPDF writes in place of a page that it gave up.
SKIPPED = "[skipped page]"


def _docx_blocks(document: Any) -> Iterator[str]:
    numbers = WordNumbers(document)
    yield from _letterhead(document)
    for element in document.element.body.iterchildren():
        if element.tag.endswith("}p"):
            paragraph = Paragraph(element, document)
            yield f"{numbers.label(paragraph)}{paragraph.text}"
        elif element.tag.endswith("}tbl"):
            yield from _table_lines(Table(element, document))


def _letterhead(document: Any) -> Iterator[str]:
    """What stands at the top of the first page, where that is the document's header and no running title."""
    section = document.sections[0] if len(document.sections) else None
    if section is None:
        return
    top = section.first_page_header if section.different_first_page_header_footer else section.header
    lines = [row for table in top.tables for row in _table_lines(table)] + [one.text for one in top.paragraphs]
    if NATIONAL.search("\n".join(lines)):
        yield from lines


def _table_lines(table: Any) -> Iterator[str]:
    """Rows as lines. A table of figures keeps its columns, empty cells too; heads and feet of a document are laid out as
    tables of a row or two, and are read as text."""
    rows = list(table.rows)
    for row in rows:
        cells = row.cells
        if len(rows) >= SHEET_ROWS_LEAST and len(cells) > 1:
            # A cell that spans columns is given once for each.
            is_new = [not place or cell._tc is not cells[place - 1]._tc for place, cell in enumerate(cells)]
            yield line_of([cell.text if new else "" for cell, new in zip(cells, is_new, strict=True)])
        else:
            yield "\t".join(text for text in dict.fromkeys(cell.text.strip() for cell in cells) if text)


def _docx(data: bytes) -> Extracted:
    try:
        document = docx.Document(io.BytesIO(data))
        return Extracted(normalise("\n".join(_docx_blocks(document))), None, is_scanned=False)
    except Exception as error:
        raise FileProblem("BROKEN", _("Tệp DOCX bị hỏng, không mở được. Lưu lại tệp rồi gửi lại.")) from error


def _pdf_pages(data: bytes) -> list[str]:
    try:
        return page_texts(data)
    except Exception as error:
        raise FileProblem("BROKEN", _("Tệp PDF bị hỏng, không mở được. Quét hoặc lưu lại rồi gửi lại.")) from error


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))


def _too_slow() -> FileProblem:
    return FileProblem("TIMEOUT", _("Đọc bản quét quá lâu nên đã dừng. Chia tệp thành phần ngắn hơn rồi gửi lại."))


def _ocr(source: Path, pages: str, seconds: int, *, is_image: bool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        sidecar, out = Path(folder) / "text.txt", Path(folder) / "out.pdf"
        command = ["nice", "-n", "10", "ocrmypdf", "-l", "vie+eng", "--deskew", "--force-ocr", "--output-type", "pdf"]
        command += ["--tesseract-timeout", str(seconds)]
        command += ["--optimize", "0", "--jobs", "2", "--quiet", "--sidecar", str(sidecar)]
        command += ["--image-dpi", "300"] if is_image else ["--pages", pages]
        try:
            run = subprocess.run(
                [*command, str(source), str(out)],
                capture_output=True, text=True, timeout=seconds, check=False, preexec_fn=_limits,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise _too_slow() from error
        if run.returncode or not sidecar.exists():
            raise FileProblem("OCR", _("Không đọc được chữ trong bản quét. Quét lại rõ hơn (300 dpi) rồi gửi lại."))
        text = sidecar.read_text(encoding="utf-8", errors="replace")
        # A page that took too long is left out without an error: half a document must not pass for a whole one.
        if SKIPPED in text:
            raise _too_slow()
        return text


def _scan(data: bytes, media_type: str, pages_count: int, seconds: int, progress: Progress) -> Extracted:
    lacking = missing_tools()
    if lacking:
        text = _("Máy chủ chưa có phần đọc bản quét. Người cài đặt chạy: apt install %(packages)s")
        raise FileProblem("TOOLS", text % {"packages": " ".join(lacking)})
    texts = []
    with tempfile.NamedTemporaryFile(suffix=".pdf" if media_type == PDF else ".img") as file:
        file.write(data)
        file.flush()
        for first in range(1, pages_count + 1, PAGES_AT_ONCE):
            last = min(first + PAGES_AT_ONCE - 1, pages_count)
            text = _ocr(Path(file.name), f"{first}-{last}", seconds, is_image=media_type in IMAGES)
            # OCRmyPDF writes a line about pages it was told to leave alone.
            texts.append("\n".join(line for line in text.splitlines() if "[OCR skipped on page" not in line))
            progress(last, pages_count)
    return Extracted(unwrap(normalise("\n".join(texts))), pages_count, is_scanned=True)


def extract(data: bytes, media_type: str, *, seconds: int, progress: Progress = lambda _done, _all: None) -> Extracted:
    """The text of a checked file. Raises FileProblem (broken, too slow, reading tools missing)."""
    if media_type == TEXT:
        return Extracted(without_marks(decode(data)), None, is_scanned=False)
    if media_type == WORD:
        return _docx(data)
    if media_type in IMAGES:
        return _scan(data, media_type, 1, seconds, progress)
    pages = _pdf_pages(data)
    with_text = sum(len(page.strip()) >= TEXT_PAGE_CHARACTERS for page in pages)
    if with_text * 2 >= len(pages):
        return Extracted(unwrap(normalise("\n".join(pages))), len(pages), is_scanned=False)
    return _scan(data, PDF, len(pages), seconds, progress)
