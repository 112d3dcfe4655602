"""Tables of PDF and HTML keep their columns, and never at the price of a word."""

import io
from itertools import pairwise

import pikepdf
import pytest

from caunoi.kit.files.checks import PDF, TEXT
from caunoi.library.actions import extract, pdf_pages
from caunoi.pure.sheets import Sheet, parts_of

pytestmark = pytest.mark.room
ROWS = [["STT", "Viec", "Le phi"], ["1", "khai sinh", "0"], ["2", "ban sao", "2.000"], ["", "Cong", "2.000"]]


def pdf_with(rows: list[list[str]]) -> bytes:
    """A page with a table as Word draws it: thin rectangles, and words between them."""
    xs, ys = [72, 120, 350, 500], [700 - 20 * place for place in range(len(rows) + 1)]
    sides = [f"{x} {y} {end - x} 0.48 re" for y in ys for x, end in pairwise(xs)]
    sides += [f"{x} {end} 0.48 {y - end} re" for x in xs for y, end in pairwise(ys)]
    words = [(xs[c] + 4, ys[r] - 14, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    words += [(72, 760, "So: 9/QD-SNV. Muc thu theo bang sau day"), (72, 560, "Het bang.")]
    shown = " ".join(f"1 0 0 1 {x} {y} Tm ({cell}) Tj" for x, y, cell in words)
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pikepdf.Stream(pdf, f"{' '.join(sides)} f* BT /F1 10 Tf {shown} ET".encode())
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def test_a_table_of_a_pdf_keeps_its_columns():
    text = extract(pdf_with(ROWS), PDF, seconds=9).text
    (sheet,) = [part for part in parts_of(text) if isinstance(part, Sheet)]
    assert (sheet.head, sheet.rows) == (tuple(ROWS[0]), tuple(map(tuple, ROWS[1:])))
    assert text.endswith("Het bang.")


def test_a_table_of_which_a_word_would_be_lost_stays_as_the_page_has_it(monkeypatch):
    monkeypatch.setattr(pdf_pages, "_rows", lambda *_given: [["STT", "Viec"], ["1", ""]])
    text = extract(pdf_with(ROWS), PDF, seconds=9).text
    assert "\t" not in text
    assert all(cell in text for row in ROWS for cell in row)


def test_a_page_of_a_website_is_read_with_its_table():
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    page = f"<html><body><p>Số: 9/QĐ-SNV</p><table>{rows}</table></body></html>"
    (sheet,) = [part for part in parts_of(extract(page.encode(), TEXT, seconds=9).text) if isinstance(part, Sheet)]
    assert len(sheet.rows) == 3


def test_a_dash_at_the_end_of_a_line_of_a_pdf_stays_in_the_symbol():
    pdf = pikepdf.open(io.BytesIO(pdf_with(ROWS)))
    words = b"BT /F1 10 Tf 1 0 0 1 72 760 Tm (theo Thong tu so 09/2024/TT-) Tj 1 0 0 1 72 746 Tm (BTNMT ngay 31) Tj ET"
    pdf.pages[0].Contents = pikepdf.Stream(pdf, words)
    file = io.BytesIO()
    pdf.save(file)
    assert "09/2024/TT-BTNMT ngay" in extract(file.getvalue(), PDF, seconds=9).text
