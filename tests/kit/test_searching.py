"""What is asked is found, in its order and with its words; what is not opened is nowhere."""

from datetime import date
from pathlib import Path

import pytest

from caunoi.kit import searching
from caunoi.kit.searching import Passage, Query, entries, search, shelf, suggest
from tests.kit.searching_shelf import OPEN, Table, entry

pytestmark = [pytest.mark.room, pytest.mark.django_db]
GUIDE = "Hướng dẫn 12/HD-LĐLĐ về giám sát và phản biện xã hội"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(shelf, "folder", lambda: tmp_path / "search")
    monkeypatch.setattr(entries, "_sources", {})
    made = Table()
    searching.register(made)
    return made


def found(text: str, **given) -> list[str]:
    return [hit.group for hit in search(Query(text, **given)).hits]


def fill(table: Table) -> None:
    guide = {"symbols": ("12/HD-LĐLĐ",), "issuer": "LĐLĐ Hà Nội", "on": date(2021, 6, 18), "areas": ("A", "B")}
    table.put(
        "guide",
        entry("guide", GUIDE, "Nội dung tuyên truyền cải cách hành chính trong công đoàn.", **guide),
        entry("guide", GUIDE, path="Mục I", url="/d/guide/#i", text="Mục đích, yêu cầu chung.", **guide),
        entry(
            "guide", GUIDE, path="Mục II", url="/d/guide/#ii", **guide,
            passages=(
                Passage("khoản 1", "/d/guide/#ii-1", "Tuyên truyền tới toàn thể đoàn viên."),
                Passage("khoản 2", "/d/guide/#ii-2", "Công đoàn cơ sở lập hòm thư góp ý, trả lời trong 10 ngày."),
            ),
        ),
    )  # fmt: skip
    table.put(
        "land",
        entry("land", "Luật Đất đai", "Giấy chứng nhận quyền sử dụng đất.", symbols=("31/2024/QH15",), issuer="Quốc hội",
              on=date(2024, 1, 18), valid_from=date(2024, 8, 1)),
    )  # fmt: skip
    table.put("old", entry("old", "Luật cũ về đất", "Sử dụng đất thời trước.", valid_until=date(2024, 8, 1)))
    table.put("secret", entry("secret", "Kết luận thanh tra nội bộ về giám sát", audience=frozenset({"unit:7"})))
    searching.rebuild()


@pytest.mark.parametrize(
    "asked", ["12/HD-LĐLĐ", "12 hd ldld", "12 HD LDLD", "12hd-ldld", "12/hd", "số 12/HD-LĐLĐ ở đâu"]
)
def test_a_symbol_however_it_is_typed_comes_first(table: Table, asked: str):
    fill(table)
    table.put("many", entry("many", "12 HD LĐLĐ 12 HD LĐLĐ", "12 HD LĐLĐ " * 50))
    searching.rebuild()
    assert found(asked)[0] == "guide"


@pytest.mark.parametrize(
    "asked", ["giám sát phản biện", "giam sat phan bien", "GIÁM SÁT, PHẢN BIỆN?", "giám sát phản biên"]
)
def test_with_and_without_accents(table: Table, asked: str):
    fill(table)
    assert found(asked) == ["guide"]


def test_the_best_clause_comes_first_with_its_passage_and_words(table: Table):
    fill(table)
    (hit,) = search(Query("hom thu gop y")).hits
    assert (hit.heading, hit.url) == (GUIDE, "/d/guide/")
    assert (hit.parts[0].path, hit.parts[0].url) == ("Mục II, khoản 2", "/d/guide/#ii-2")
    assert [piece.text for piece in hit.snippet if piece.is_found] == ["hòm thư góp ý"]


def test_filters_and_counts_of_groups_as_if_their_own_filter_were_not_set(table: Table):
    fill(table)
    everything = search(Query("đất phản cũ"))
    assert everything.is_loose
    assert everything.issuers == {"LĐLĐ Hà Nội": 1, "Quốc hội": 1}
    assert (everything.areas, everything.years) == ({"A": 1, "B": 1}, {2024: 1, 2021: 1})
    assert (everything.total, everything.kinds) == (3, {"document": 3})
    one = search(Query("đất phản cũ", issuers=("Quốc hội",)))
    assert ([hit.group for hit in one.hits], one.issuers) == (["land"], everything.issuers)
    assert found("đất", years=(2024,)) == ["land"]
    assert found("giám sát", areas=("B",)) == ["guide"]
    assert found("giám sát", kinds=("article",)) == []


def test_in_force_on_a_day(table: Table):
    fill(table)
    assert found("sử dụng đất", in_force_on=date(2024, 7, 31)) == ["old"]
    assert found("sử dụng đất", in_force_on=date(2024, 8, 1)) == ["land"]


def test_what_is_not_opened_is_in_no_result_count_or_suggestion(table: Table):
    fill(table)
    for tokens in (OPEN, frozenset({"unit:8", "user"}), frozenset()):
        answer = search(Query("kết luận thanh tra nội bộ", tokens=tokens))
        assert (answer.hits, answer.total, answer.kinds) == ((), 0, {})
        assert suggest("kết luận", tokens) == []
    assert found("kết luận thanh tra", tokens=frozenset({"unit:7"})) == ["secret"]
    assert [one.kind for one in suggest("ket lu", frozenset({"unit:7"}))] == ["document"]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [("hướng d", [GUIDE]), ("huong dan 12", [GUIDE]), ("12/h", [GUIDE]), ("giam sat ph", [GUIDE]), ("luat d", ["Luật Đất đai", "Luật cũ về đất"]),
     ("31/2024/qh", ["Luật Đất đai"]), ("", []), ("  ", []), ("🦆", []), ("xyz", [])],
)  # fmt: skip
def test_suggestions_while_typing(table: Table, typed: str, titles: list[str]):
    fill(table)
    assert [one.text for one in suggest(typed, OPEN)] == titles


@pytest.mark.parametrize(
    "asked",
    ["", "   ", "🦆🦆", "và của các", "x" * 10_000, "đất " * 2_500, "đất AND (giám OR NOT sát)", 'title:đất^3 ~"', "'; DROP TABLE x; --",
     "\x00\ud7ff", "[* TO *]", "1 2 3 4 5 6 7 8 9 " * 900, "/.*/", "ﷺ ½ １２"],
)  # fmt: skip
def test_whatever_is_asked_is_words_and_nothing_else(table: Table, asked: str):
    fill(table)
    answer = search(Query(asked))
    assert answer.took_ms < 500
    assert "secret" not in {hit.group for hit in answer.hits}
    suggest(asked, OPEN)


def test_before_there_is_an_index_it_is_said(table: Table):
    assert not search(Query("đất")).is_ready
    assert suggest("đất", OPEN) == []
