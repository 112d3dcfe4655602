"""Documents as offices exchange them: DOCX and PDF as the decree lays them out, spreadsheets whose cells cannot act."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pypdfium2
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from caunoi.kit.documents import (
    AdministrativeDocument,
    Heading,
    Paragraph,
    Rows,
    Signature,
    Table,
    read_table,
    to_docx,
    to_pdf,
    write_csv,
    write_table,
)
from caunoi.kit.documents.administrative import balanced
from caunoi.kit.documents.xlsx import csv_safe
from caunoi.kit.files.checks import FileProblem, check
from tests.kit import samples

pytestmark = pytest.mark.room

MINUTES = AdministrativeDocument(
    superior="CÔNG ĐOÀN XÃ MỸ ĐỨC",
    issuer="CĐCS CÔNG TY TNHH MAY SÔNG ĐÁY",
    type_name="Biên bản",
    abstract="Họp phổ biến Hướng dẫn số 12/HD-LĐLĐ",
    place="Hà Nội",
    on=date(2026, 2, 5),
    symbol="05/BB-CĐCS",
    blocks=[
        Heading("I. THÀNH PHẦN"),
        Paragraph("Có mặt 42 đoàn viên; #set text(red) [chữ lạ] $x$ \\ *đậm*."),
        Rows(("Họ và tên", "Tổ"), [("Nguyễn Thị Lan", "Cắt"), ("Trần Văn Minh", "May")]),
    ],
    signatures=[Signature("TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Trần Văn Minh")],
    recipients=["Công đoàn xã Mỹ Đức", "Lưu: VT"],
)


@pytest.fixture(scope="module")
def docx():
    return Document(io.BytesIO(to_docx(MINUTES)))


@pytest.fixture(scope="module")
def pdf_text() -> str:
    pdf = pypdfium2.PdfDocument(to_pdf(MINUTES))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return text.replace("\r\n", "\n")


def paragraph(document, text: str):
    return next(row for row in document.paragraphs if row.text.startswith(text))


def run_in_cell(document, text: str):
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return next(run for cell in cells for row in cell.paragraphs for run in row.runs if run.text.startswith(text))


def test_a_docx_is_a_page_of_the_decree(docx):
    """NĐ 30/2020/NĐ-CP, Phụ lục I: A4; top and bottom 20 to 25 mm, left 30 to 35, right 15 to 20."""
    page = docx.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_a_docx_is_in_times_new_roman_of_14_points(docx):
    font = docx.styles["Normal"].font
    assert (font.name, font.size) == ("Times New Roman", Pt(14))


@pytest.mark.parametrize(
    ("text", "points", "is_bold", "is_italic"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {12, 13}, True, False),
        ("Độc lập - Tự do - Hạnh phúc", {13, 14}, True, False),
        ("CÔNG ĐOÀN XÃ MỸ ĐỨC", {12, 13}, False, False),
        ("CĐCS CÔNG TY TNHH", {12, 13}, True, False),
        ("Số: 05/BB-CĐCS", {13}, False, False),
        ("Hà Nội, ngày 05 tháng 02 năm 2026", {13, 14}, False, True),
        ("CHỦ TỊCH", {13, 14}, True, False),
        ("Trần Văn Minh", {12, 13, 14}, None, None),
        ("Nơi nhận:", {12}, True, True),
        ("- Lưu: VT.", {11}, False, False),
    ],
)
def test_each_component_has_its_size_and_weight(docx, text, points, is_bold, is_italic):
    run = run_in_cell(docx, text)
    assert run.font.size.pt in points
    assert is_bold is None or (run.bold, run.italic) == (is_bold, is_italic)


def test_the_type_stands_in_capitals_over_its_abstract(docx):
    title = paragraph(docx, "BIÊN BẢN")
    abstract = docx.paragraphs[[row.text for row in docx.paragraphs].index("BIÊN BẢN") + 1]
    assert abstract.text == "Họp phổ biến Hướng dẫn số 12/HD-LĐLĐ"
    for row in (title, abstract):
        assert (row.alignment, row.runs[0].bold) == (WD_ALIGN_PARAGRAPH.CENTER, True)
        assert row.runs[0].font.size in {Pt(13), Pt(14)}


def test_the_body_is_justified_with_its_first_line_set_in(docx):
    body = paragraph(docx, "Có mặt 42 đoàn viên")
    form = body.paragraph_format
    assert (body.alignment, form.space_before) == (WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(6))
    assert form.first_line_indent == pytest.approx(Cm(1.27), abs=400)


def test_pages_are_numbered_at_the_top_but_for_the_first(docx):
    page = docx.sections[0]
    assert page.different_first_page_header_footer is True
    assert "PAGE" in page.header._element.xml
    assert "PAGE" not in page.first_page_header._element.xml


def test_the_head_of_a_table_comes_again_on_each_page(docx):
    assert "w:tblHeader" in docx.tables[1].rows[0]._tr.xml


def test_sample_data_says_that_it_has_no_value():
    made = Document(io.BytesIO(to_docx(AdministrativeDocument(**{**vars(MINUTES), "is_sample": True}))))
    assert paragraph(made, "DỮ LIỆU MẪU").text == "DỮ LIỆU MẪU, KHÔNG CÓ GIÁ TRỊ HÀNH CHÍNH"


def test_a_document_without_a_number_leaves_room_for_the_pen():
    made = Document(io.BytesIO(to_docx(AdministrativeDocument(**{**vars(MINUTES), "symbol": ""}))))
    assert run_in_cell(made, "Số:").text == "Số:         "


def test_what_we_make_we_would_take_in():
    assert check(to_docx(MINUTES), "bien-ban.docx").media_type.endswith("wordprocessingml.document")
    assert check(to_pdf(MINUTES), "bien-ban.pdf").pages_count == 1


@pytest.mark.parametrize(
    "text",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BB-CĐCS",
        "Hà Nội, ngày 05 tháng 02 năm 2026",
        "BIÊN BẢN",
        "Nguyễn Thị Lan",
        "TM. BAN CHẤP HÀNH",
        "- Lưu: VT.",
    ],
)
def test_a_pdf_holds_each_component_as_text(pdf_text, text):
    assert text in pdf_text


def test_a_pdf_is_a4():
    pdf = pypdfium2.PdfDocument(to_pdf(MINUTES))
    assert [round(side) for side in pdf[0].get_size()] == [595, 842]
    pdf.close()


def test_what_a_person_typed_commands_no_typesetter(pdf_text):
    assert "#set text(red) [chữ lạ] $x$ \\ *đậm*." in pdf_text.replace("\n", " ")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+84912345678", "'+84912345678"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("Lan", "Lan"),
        ("", ""),
        (None, ""),
        (-5, "-5"),
        (12, "12"),
    ],
)
def test_no_cell_of_a_csv_is_a_formula(value, cell):
    assert csv_safe(value) == cell


def test_a_csv_opens_in_excel_with_its_accents():
    assert write_csv(["Họ tên"], [["Lan"]]) == "\ufeffHọ tên\r\nLan\r\n".encode()


def cells_of(data: bytes, sheet: int = 0) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [tuple(cell for cell in row) for row in book.worksheets[sheet].iter_rows()]


def test_no_cell_of_a_spreadsheet_is_a_formula_or_a_link():
    rows = cells_of(write_table("Đơn vị", ["A", "B"], [["=1+1", "https://example.vn"]]))
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in rows[1]] == [
        ("=1+1", "s", None),
        ("https://example.vn", "s", None),
    ]


def test_numbers_and_days_stay_numbers_and_days():
    moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    rows = cells_of(write_table("Số liệu", list("ABCDE"), [[42, 0.5, date(2026, 2, 5), "007", moment]]))
    assert [cell.value for cell in rows[1]] == [42, 0.5, datetime(2026, 2, 5), "007", "23/11/2026 09:00"]  # noqa: DTZ001


def test_a_spreadsheet_says_where_its_figures_come_from():
    rows = cells_of(write_table("Số liệu", ["A"], [[1]], notes=[("Nguồn", "Công đoàn xã Mỹ Đức")]), sheet=1)
    assert [cell.value for cell in rows[0]] == ["Nguồn", "Công đoàn xã Mỹ Đức"]


@pytest.mark.parametrize("title", ["A" * 40, "Quý I/2026: [kết quả]?", "'Đơn vị'", ""])
def test_any_title_names_a_sheet(title):
    assert cells_of(write_table(title, ["A"], [["1"]]))[1][0].value == "1"


HEADERS, ROWS = ["Mã", "Họ và tên"], [["001", "Nguyễn Thị Lan"], ["002", 'Trần Văn Minh, Jr; "x"']]


@pytest.mark.parametrize(("write", "name"), [(write_csv, "ds.csv"), (lambda h, r: write_table("DS", h, r), "ds.xlsx")])
def test_what_is_written_is_read_again(write, name):
    assert read_table(write(HEADERS, ROWS), name) == Table(HEADERS, [(2, ROWS[0]), (3, ROWS[1])])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_in_the_header(delimiter):
    data = f"Mã{delimiter}Họ tên\n1{delimiter}Lan\n".encode()
    assert read_table(data, "ds.csv") == Table(["Mã", "Họ tên"], [(2, ["1", "Lan"])])


def test_empty_rows_are_left_out_and_rows_keep_their_numbers():
    data = "\n\nMã;Họ tên\n;\n1;Lan\n\n2\n".encode()
    assert read_table(data, "ds.csv") == Table(["Mã", "Họ tên"], [(5, ["1", "Lan"]), (7, ["2", ""])])


def test_a_title_above_the_headers_does_not_hide_the_delimiter():
    data = "\nMã;Họ tên\n1;Lan, tổ cắt\n".encode()
    assert read_table(data, "ds.csv").rows == [(3, ["1", "Lan, tổ cắt"])]


def test_numbers_and_days_of_a_spreadsheet_are_read_as_people_write_them():
    data = write_table("DS", list("ABC"), [[1, 2.5, date(2026, 2, 5)]])
    assert read_table(data, "ds.xlsx").rows == [(2, ["1", "2.5", "05/02/2026"])]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "ds.csv", "EMPTY"),
        ("Mã;Họ tên\n".encode(), "ds.csv", "EMPTY"),
        (samples.picture("PNG"), "ds.xlsx", "MISMATCH"),
        (samples.pdf(), "ds", "TYPE"),
        (samples.xlsx(), "ds.xlsx", "BROKEN"),
    ],
    ids=["nothing", "headers only", "a picture", "a PDF", "half an XLSX"],
)
def test_what_is_no_table_is_refused_with_its_reason(data, name, code):
    with pytest.raises(FileProblem) as refused:
        read_table(data, name)
    assert refused.value.code == code


def test_a_table_has_a_most(monkeypatch):
    monkeypatch.setattr("caunoi.kit.documents.xlsx.ROWS_MOST", 2)
    with pytest.raises(FileProblem) as refused:
        read_table(b"A;B\n1;2\n3;4\n5;6\n", "ds.csv")
    assert refused.value.code == "ROWS"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("CÔNG ĐOÀN XÃ MỸ ĐỨC", ["CÔNG ĐOÀN XÃ MỸ ĐỨC"]),
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", ["TỔNG LIÊN ĐOÀN", "LAO ĐỘNG VIỆT NAM"]),
        ("LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI", ["LIÊN ĐOÀN LAO ĐỘNG", "THÀNH PHỐ HÀ NỘI"]),
    ],
)
def test_a_long_name_breaks_between_words_and_evenly(name, lines):
    assert balanced(name).split("\n") == lines


def test_a_row_of_one_cell_heads_the_rows_below_it_in_both_forms():
    table = Rows(["TT", "Chỉ tiêu"], [["I. Chỉ đạo"], ["1", "Kế hoạch"]], (10, 50), centred=(0,))
    source = replace(MINUTES, blocks=[table])
    rows = Document(io.BytesIO(to_docx(source))).tables[1].rows
    assert [cell.text for cell in rows[1].cells] == ["I. Chỉ đạo"] * 2
    assert [round(row.cells[0].width.mm) for row in rows] == [10, 60, 10]
    assert "I. Chỉ đạo" in pypdfium2.PdfDocument(to_pdf(source))[0].get_textpage().get_text_range()


def test_no_page_holds_the_signature_alone():
    """However long the document is, its last paragraph stands above the signature."""
    for count in range(20, 34):
        source = replace(MINUTES, blocks=[*(Paragraph(f"Dòng {n}.") for n in range(count)), Paragraph("Dòng cuối./.")])
        pages = pypdfium2.PdfDocument(to_pdf(source))
        text = pages[len(pages) - 1].get_textpage().get_text_range()
        assert text.index("Dòng cuối./.") < text.index("CHỦ TỊCH")
