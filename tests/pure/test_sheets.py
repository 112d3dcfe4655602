"""Tables inside a text."""

import pytest

from caunoi.pure.clauses import split
from caunoi.pure.sheets import Sheet, Words, line_of, parts_of

pytestmark = pytest.mark.pure


def test_lines_with_tabs_are_a_table_with_its_caption_and_its_head():
    text = "Mở đầu\nBảng 1. Chỉ tiêu\nTT\tViệc\tHạn\n1\tPhổ biến\t15/12\n2\tBáo cáo\nHết."
    assert parts_of(text) == [
        Words("Mở đầu"),
        Sheet("Bảng 1. Chỉ tiêu", ("TT", "Việc", "Hạn"), (("1", "Phổ biến", "15/12"), ("2", "Báo cáo", ""))),
        Words("Hết."),
    ]


def test_a_first_row_with_a_figure_heads_nothing():
    assert parts_of("1\tA\n2\tB") == [Sheet("", (), (("1", "A"), ("2", "B")))]


@pytest.mark.parametrize("text", ["Số: 12\tHà Nội", "Không bảng\nnào cả", "", "\t", "một\tdòng\nrồi chữ\nmột\tdòng"])
def test_what_is_no_table_stays_words(text: str):
    parts = parts_of(text)
    assert all(isinstance(part, Words) for part in parts)
    assert "\n".join(part.text for part in parts if isinstance(part, Words)).strip() == text.strip()


def test_a_cell_holds_no_ends_of_lines():
    assert line_of(["a\nb", "", "c\td"]) == "a b\t\tc d"


@pytest.mark.parametrize("cells", [["", "Nam", "Nữ"], ["I. Phần chung", "", ""], ["", "tiếp theo"], ["", "", "x"]])
def test_empty_cells_keep_their_columns_through_the_clauses(cells: list[str]):
    """A first column that is empty must not move the others under its head."""
    rows = [["TT", "Việc", "Hạn"][: len(cells)], cells, ["1", "Phổ biến", "15/12"][: len(cells)]]
    clause = split("Điều 1. Chỉ tiêu\n" + "\n".join(line_of(row) for row in rows))[0]
    assert parts_of(clause.text) == [Sheet("", tuple(rows[0]), (tuple(cells), tuple(rows[2])))]


def test_indented_lines_are_no_table_and_a_line_of_too_many_cells_loses_nothing():
    text = "\tMột đoạn\n\tMột đoạn nữa"
    assert parts_of(text) == [Words(text)]
    wide = "\n".join(["\t".join(map(str, range(40)))] * 2)
    assert parts_of(wide) == [Words(wide)]
