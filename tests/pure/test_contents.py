"""A table of contents stays short however long the text is."""

import pytest

from caunoi.pure.contents import LETTERS_MOST, PIECE, Heading, path_of, pieces_of

pytestmark = pytest.mark.pure


def chapter(number: int, position: int) -> Heading:
    return Heading(f"chuong-{number}", f"Chương {number}", "", 0, position)


def article(number: int, position: int, heading: str = "") -> Heading:
    return Heading(f"dieu-{number}", f"Điều {number}", heading, 2, position)


ROWS = [
    Heading("mo-dau", "Mở đầu", "", 0, 0),
    chapter(1, 1),
    article(1, 2),
    article(2, 5),
    chapter(2, 9),
    article(3, 10),
]


def test_articles_stand_under_their_chapters():
    pieces = pieces_of(ROWS, 0)
    assert [(piece.first.anchor, [row.anchor for row in piece.articles]) for piece in pieces] == [
        ("mo-dau", []),
        ("chuong-1", ["dieu-1", "dieu-2"]),
        ("chuong-2", ["dieu-3"]),
    ]


@pytest.mark.parametrize(("position", "current"), [(0, "mo-dau"), (1, "chuong-1"), (8, "chuong-1"), (99, "chuong-2")])
def test_the_chapter_that_is_read_is_current(position, current):
    assert [piece.first.anchor for piece in pieces_of(ROWS, position) if piece.is_current] == [current]


def test_many_articles_without_chapters_are_folded_in_pieces():
    pieces = pieces_of([article(number, number) for number in range(1, 2 * PIECE + 6)], 70)
    assert [(piece.first.label, piece.last.label, piece.is_current) for piece in pieces] == [
        ("Điều 1", "Điều 60", False),
        ("Điều 61", "Điều 120", True),
        ("Điều 121", "Điều 125", False),
    ]


def test_a_chapter_of_many_articles_is_folded_under_its_name():
    pieces = pieces_of([chapter(1, 0), *(article(number, number) for number in range(1, PIECE + 2))], 0)
    assert [(piece.first.anchor, len(piece.articles)) for piece in pieces] == [
        ("chuong-1", 0), ("dieu-1", PIECE), (f"dieu-{PIECE + 1}", 1),
    ]  # fmt: skip


def test_of_a_long_table_only_what_is_read_is_listed():
    words = "a" * (LETTERS_MOST // 4)
    rows = [row for n in range(1, 6) for row in (chapter(n, 2 * n), article(n, 2 * n + 1, words))]
    assert [piece.is_listed for piece in pieces_of(rows, 4)] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("position", "depth", "path"),
    [(2, 2, ["chuong-1"]), (6, 3, ["chuong-1", "dieu-2"]), (10, 2, ["chuong-2"]), (1, 0, []), (0, 0, [])],
)
def test_a_part_knows_what_it_lies_in(position, depth, path):
    assert [row.anchor for row in path_of(ROWS, position, depth)] == path


def test_no_headings_make_no_table():
    assert pieces_of([], 0) == []
