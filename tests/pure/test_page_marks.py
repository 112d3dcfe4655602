"""Pages of websites and Markdown become the lines of a document; plain words stay."""

import time

import pytest

from caunoi.pure.page_marks import is_html, without_marks
from caunoi.pure.reading import read_text
from caunoi.pure.sheets import Sheet, parts_of
from caunoi.pure.vietnamese import unwrap

pytestmark = pytest.mark.pure
PAGE = """<!DOCTYPE html><html><head><title>Thư viện</title><style>p{}</style></head><body><nav>Trang chủ</nav>
<table width=100%><tr><td>CHÍNH PHỦ<br>-------</td><td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh
phúc</b></td></tr><tr><td>Số: 9/2026/NĐ-CP</td><td><i>Hà Nội, ngày 15 tháng 5 năm 2026</i></td></tr></table>
<p align=center><b>NGHỊ ĐỊNH</b></p><p>Quy định <a href="x">mức
 lệ phí</a></p><p>Điều 1. Mức thu</p><table><tr><th>STT<th>Việc<th>Lệ phí<tr><td>1<td>Khai sinh<td rowspan=2>0<tr><td>2<td>Khai tử
<tr><td colspan=2>Cộng<td>0</table><script>alert(1)</script></body></html>"""
MARKDOWN = """# NGHỊ ĐỊNH

**Điều 1. Mức thu**

| STT | Việc | Phí |
|---|:--:|--:|
| 1 | Khai sinh | 0 |
| 2 | | 2.000 |

*Hà Nội, ngày 15 tháng 5 năm 2026*"""


def test_a_page_is_read_as_the_document_that_it_shows():
    reading = read_text(without_marks(PAGE))
    said = [row.value for row in (reading.symbol, reading.type, reading.issuer, reading.abstract)]
    assert said == ["9/2026/NĐ-CP", "Nghị định", "Chính phủ", "Quy định mức lệ phí"]
    assert str(reading.issued_on.value) == "2026-05-15"
    assert not any(word in reading.text for word in ("alert", "Trang chủ", "Thư viện", "<"))


def test_a_table_of_a_page_keeps_its_columns_and_a_table_that_lays_out_is_words():
    (sheet,) = [part for part in parts_of(without_marks(PAGE).partition("Điều 1")[2]) if isinstance(part, Sheet)]
    assert sheet.head == ("STT", "Việc", "Lệ phí")
    assert sheet.rows == (("1", "Khai sinh", "0"), ("2", "Khai tử", ""), ("Cộng", "", "0"))


def test_a_table_around_a_whole_text_is_its_words():
    inside = "".join(f"<p>Điều {n}. Tên</p>" for n in range(1, 5)) + "chữ " * 300
    text = without_marks(
        f"<table><tr><td>Mục lục</td><td>{inside}</td></tr><tr><td>a<td>b</tr><tr><td>c<td>d</tr></table>"
    )
    assert "\t" not in text
    assert "Điều 4. Tên\n" in text


def test_markdown_is_plain_words_and_rows():
    text = without_marks(MARKDOWN)
    assert text.startswith("NGHỊ ĐỊNH\n\nĐiều 1. Mức thu\n\nSTT\tViệc\tPhí\n1\tKhai sinh\t0\n2\t\t2.000\n")
    assert text.endswith("\nHà Nội, ngày 15 tháng 5 năm 2026")


def test_a_table_drawn_with_signs_is_rows():
    assert without_marks("+---+---+\n| a | b |\n+---+---+\n| c | d |\n+---+---+") == "a\tb\nc\td"


@pytest.mark.parametrize(
    "text",
    [
        "*\nSố 1-QĐ/TW",
        "| một dòng |",
        "giá trị tài sản |\n1. Xác định",
        "#1 là số",
        "5 < 6 và </p>",
        "2 * 3 * 4",
        "Số: ____/KH-UBND ____",
        "***",
    ],
)
def test_what_only_looks_like_marks_stays(text):
    assert without_marks(text) == text
    assert not is_html(text)


def test_lines_that_a_page_broke_are_joined_but_rows_of_tables_are_not():
    assert (
        unwrap("theo quy\nđịnh\n1\tkhai sinh\nbản sao\t0\nvà nộp\nphí")
        == "theo quy định\n1\tkhai sinh\nbản sao\t0\nvà nộp phí"
    )


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Luật số 43/2024/\nQH15, số 47", "Luật số 43/2024/QH15, số 47"),
        ("Thông tư số 09/2024/TT-\nBTNMT ngày", "Thông tư số 09/2024/TT-BTNMT ngày"),
        ("theo mẫu 1/\nĐiều 5. Hiệu lực", "theo mẫu 1/\nĐiều 5. Hiệu lực"),
    ],
)
def test_a_symbol_that_a_line_broke_is_whole(text, joined):
    assert unwrap(text) == joined


@pytest.mark.parametrize(
    "line", ["**a " * 60_000, "+" + "-" * 200_000 + "x", "# " + " a" * 100_000, "|" * 200_000, "*a" * 100_000, "<table>" * 20_000 + "</p>"]
)  # fmt: skip
def test_long_lines_cost_no_more_than_their_length(line):
    started = time.process_time()
    without_marks(f"{line}\n{line}")
    assert time.process_time() - started < 2
