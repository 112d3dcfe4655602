"""Tables of words find the same on both databases, and nothing that is asked can harm them."""

import pytest
from django.db import connection

from caunoi.kit import fulltext

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TABLE = "test_words"
ROWS = [
    (1, "Trả giấy khai sinh chậm ở xã Mỹ Đức", ["_d1"]),
    (2, "Đăng ký khai tử, nhanh gọn", ["_d2"]),
    (3, "Giấy khai sinh trả đúng hẹn: cảm ơn!", ["_d2", "_u7"]),
]


@pytest.fixture(autouse=True)
def table(db: None) -> None:
    made = [fulltext.SQLITE] if connection.vendor == "sqlite" else list(fulltext.POSTGRES)
    with connection.cursor() as cursor:
        for statement in made:
            cursor.execute(statement.format(table=TABLE))
    fulltext.put(TABLE, ROWS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("khai sinh ", [3, 1]), ("KHAI SINH", [3, 1]), ("khái sình ", [3, 1]), ("khai", [3, 2, 1]), ("kha", [3, 2, 1]), ("kh", []),
        ("k", []), ("khai sin", [3, 1]), ("khai sin ", []), ("dang ky", [2]), ("sinh my duc", [1]), ("sinh khai", [3, 1]),
        ("không có", []), ("", []), ("  ", []), ("😀🔥", []), ("khai\n\tsinh!!", [3, 1]), ("d2", []), ("_d2", []),
    ],
)  # fmt: skip
def test_whole_words_without_accents_and_the_last_as_a_beginning(asked: str, found: list[int]):
    assert fulltext.keys(TABLE, asked) == found


@pytest.mark.parametrize(
    "asked",
    [
        "khai AND sinh", "khai OR", "NOT", "NEAR(khai sinh, 2)", "words:khai", "khai*", '"', '""khai', "'", "khai')", "^khai",
        "khai & !sinh | (x)", "khai <-> sinh", "khai:*", "'; DROP TABLE test_words; --", "\\", "%s %(a)s", "{}", "-khai",
        "+khai", "\x00", "\ud7ff\uffff", "１２ ½ ②", "ﬁ ß İ", "x" * 10_000, "khai " * 2_000, '"\'()*:^' * 1_400,
    ],
)  # fmt: skip
def test_whatever_is_asked_is_words_and_nothing_else(asked: str):
    for tags in ((), ["_d1"]):
        assert set(fulltext.keys(TABLE, asked, tags=tags)) <= {1, 2, 3}
    assert fulltext.keys(TABLE, "sinh ") == [3, 1]


def test_tags_keep_to_a_part():
    assert fulltext.keys(TABLE, "khai ", tags=["_d2"]) == [3, 2]
    assert fulltext.keys(TABLE, "khai ", tags=["_u7", "_d1"]) == [3, 1]
    assert fulltext.keys(TABLE, "khai ", tags=["_d9"]) == []


def test_the_newest_only():
    assert fulltext.keys(TABLE, "khai ", most=2) == [3, 2]


def test_put_takes_the_place_of_what_was_there_and_drop_leaves_nothing():
    fulltext.put(TABLE, [(1, "tách thửa", ())])
    assert (fulltext.keys(TABLE, "sinh "), fulltext.keys(TABLE, "thua ")) == ([3], [1])
    fulltext.drop(TABLE, [1, 3])
    assert (fulltext.keys(TABLE, "sinh "), fulltext.keys(TABLE, "thua ")) == ([], [])


def test_every_syllable_that_can_be_typed_is_found_again():
    letters = (
        "".join(chr(code) for code in range(0x20, 0x250)) + "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ ①²½Ⅷ٣中あ"
    )
    for number, word in enumerate(fulltext.words(" ".join(letters)), 10):
        fulltext.put(TABLE, [(number, f"{word}{word}", ())])
        assert fulltext.keys(TABLE, f"{word}{word} ") == [number], word
