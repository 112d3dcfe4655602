"""Administrative documents as DOCX, editable by the office that signs them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import segno
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from caunoi.kit.documents.administrative import (
    BODY_POINTS,
    FIRST_LINE_CM,
    FONT,
    GAP_POINTS,
    MARGINS_MM,
    NOTE_POINTS,
    SMALL_POINTS,
    AdministrativeDocument,
    Heading,
    Paragraph,
    Rows,
    Signature,
    balanced,
)
from caunoi.pure.vietnamese import long_date


def _run(
    paragraph: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, line: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic, run.underline = Pt(size), bold, italic, line


def _line(cell: Any, text: str, size: float, *, is_first: bool = False, **style: bool) -> Any:
    paragraph = cell.paragraphs[0] if is_first else cell.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, size, **style)
    return paragraph


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
    section.header_distance = Mm(10)
    # Page numbers centred in the top margin, none on page 1 (Phụ lục I).
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    run = number.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_POINTS)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _head(document: Any, source: AdministrativeDocument) -> None:
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    lines = balanced(source.superior).split("\n") if source.superior else []
    for number, line in enumerate(lines):
        _line(left, line, 12, is_first=number == 0)
    names = balanced(source.issuer).split("\n")
    for number, line in enumerate(names, 1):
        _line(left, line, 12, is_first=not lines and number == 1, bold=True, line=number == len(names))
    for index, text in enumerate(source.motto):
        # Quốc hiệu 12 to 13 points, tiêu ngữ 13 to 14.
        _line(
            right, text, 12 if index == 0 else 13, is_first=index == 0, bold=True, line=index == len(source.motto) - 1
        )
    left, right = table.rows[1].cells
    _line(left, f"Số: {source.symbol or '        '}", 13, is_first=True)
    _line(right, f"{source.place}, {long_date(source.on)}", 13, is_first=True, italic=True)


def _title(document: Any, source: AdministrativeDocument) -> None:
    if source.is_sample:
        _centred(document, "DỮ LIỆU MẪU, KHÔNG CÓ GIÁ TRỊ HÀNH CHÍNH", SMALL_POINTS, italic=True)
    _centred(document, source.type_name.upper(), BODY_POINTS, bold=True, before=12)
    _centred(document, source.abstract, BODY_POINTS, bold=True)
    _centred(document, "_" * 10, 8)


def _centred(document: Any, text: str, size: float, *, before: float = 0, **style: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(0)
    _run(paragraph, text, size, **style)


def _body(document: Any, block: Paragraph | Heading | Rows) -> None:
    if isinstance(block, Rows):
        _table(document, block)
        return
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.first_line_indent = Pt(GAP_POINTS), Pt(0), Cm(FIRST_LINE_CM)
    paragraph.alignment = ALIGN.JUSTIFY
    form.keep_with_next = isinstance(block, Heading)
    _run(paragraph, block.text, BODY_POINTS, bold=isinstance(block, Heading))


def _table(document: Any, block: Rows) -> None:
    table = document.add_table(rows=1, cols=len(block.headers))
    table.style = "Table Grid"
    header = table.rows[0]
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    header._tr.get_or_add_trPr().append(repeat)
    for cell, text in zip(header.cells, block.headers, strict=True):
        _line(cell, text, SMALL_POINTS, is_first=True, bold=True)
    for row in block.rows:
        made = table.add_row()
        made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        is_heading = len(row) == 1
        cells = (made.cells[0].merge(made.cells[-1]),) if is_heading else made.cells
        for index, (cell, text) in enumerate(zip(cells, row, strict=True)):
            form = cell.paragraphs[0].paragraph_format
            form.space_after, form.keep_with_next = Pt(0), is_heading
            if index in block.right and not is_heading:
                cell.paragraphs[0].alignment = ALIGN.RIGHT
            elif index in block.centred and not is_heading:
                cell.paragraphs[0].alignment = ALIGN.CENTER
            _run(cell.paragraphs[0], text, SMALL_POINTS, bold=is_heading)
    _set_widths(table, block.widths)


def _set_widths(table: Any, widths: Sequence[int]) -> None:
    """A heading over all columns is one cell as wide as they are."""
    for line in table._tbl.tr_lst if widths else ():
        of_line = widths if len(line.tc_lst) > 1 else [sum(widths)]
        for cell, width in zip(line.tc_lst, of_line, strict=True):
            cell.width = Mm(width)


def _check(document: Any, source: AdministrativeDocument) -> None:
    """The QR code of the address, and the words under it."""
    picture = io.BytesIO()
    segno.make(source.check_address, error="m", micro=False).save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(GAP_POINTS)
    paragraph.add_run().add_picture(picture, width=Mm(22))
    _run(document.add_paragraph(), source.check_words, NOTE_POINTS)


def _signatures(document: Any, source: AdministrativeDocument) -> None:
    gap = document.add_paragraph().paragraph_format
    gap.space_after, gap.keep_with_next = Pt(0), True
    table = document.add_table(rows=1, cols=1 + max(1, len(source.signatures)))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells = table.rows[0].cells
    first = cells[0].paragraphs[0]
    if source.recipients:
        _run(first, "Nơi nhận:", SMALL_POINTS, bold=True, italic=True)
        for number, name in enumerate(source.recipients, 1):
            paragraph = cells[0].add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            _run(paragraph, f"- {name}{'.' if number == len(source.recipients) else ';'}", NOTE_POINTS)
    for cell, signature in zip(cells[1:], source.signatures or [Signature("", "")], strict=False):
        _line(cell, signature.capacity, 13, is_first=True, bold=True)
        _line(cell, signature.title, 13, bold=True)
        for _ in range(4):
            _line(cell, "", 13)
        _line(cell, signature.name, 13, bold=True)


def to_docx(source: AdministrativeDocument) -> bytes:
    """The document as DOCX."""
    document = Document()
    _page(document)
    _head(document, source)
    _title(document, source)
    for block in source.blocks:
        _body(document, block)
    if source.blocks and isinstance(source.blocks[-1], Paragraph):
        # A signature alone on a page could be put under anything: the last paragraph goes with it.
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    if source.footnote:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(GAP_POINTS)
        _run(paragraph, source.footnote, NOTE_POINTS, italic=True)
    if source.check_address:
        _check(document, source)
    _signatures(document, source)
    document.core_properties.author = source.issuer
    document.core_properties.title = f"{source.type_name} {source.abstract}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
