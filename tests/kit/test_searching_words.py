"""What was meant: accents put back, slips mended, and words that mean the same; from what the reader may open only."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from caunoi.kit import clock, searching
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.searching import Query, Synonym, entries, remove_synonym, save_synonym, search, shelf
from tests.kit.searching_shelf import OPEN, Table, entry

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(shelf, "folder", lambda: tmp_path / "search")
    monkeypatch.setattr(entries, "_sources", {})
    made = Table()
    searching.register(made)
    made.put("a", entry("a", "Quy chế giám sát và phản biện xã hội", "Công đoàn giám sát, phản biện; giảm biên chế."))
    made.put("b", entry("b", "Đăng ký khai sinh", "Công an xã xác nhận. Phân biệt đối xử."))
    made.put("land", entry("land", "Luật Đất đai", "Cấp giấy chứng nhận quyền sử dụng đất cho hộ gia đình."))
    made.put("plan", entry("plan", "Bản vẽ", "Sơ đồ của trụ sở."))
    made.put("tax", entry("tax", "Thuế", "Nộp thuế."))
    made.put("rent", entry("rent", "Thuê", "Cho thuê nhà. Cho thuê đất. Thuê."))
    made.put("secret", entry("secret", "Thẩm định bí ẩn", "Thẩm định bí ẩn.", audience=frozenset({"unit:7"})))
    Synonym.objects.all().delete()
    save_synonym(synonym=None, phrases="sổ đỏ = sổ hồng = giấy chứng nhận quyền sử dụng đất", by=None, at=clock.now())
    searching.rebuild()
    return made


def found(text: str) -> list[str]:
    return [hit.group for hit in search(Query(text)).hits]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("giam sat phan bien", "giám sát phản biện"), ("Giam sat, phan bien!", "giám sát, phản biện!"), ("dang ky", "đăng ký"),
        ("giám sát phản biện", ""), ("giám sát phản biên", ""), ("giam bien che", "giảm biên chế"), ("phan biet", "phân biệt"),
        ("giam saat phan bien", "giám sát phản biện"), ("giams satf phanr bieenj", "giám sát phản biện"), ("phna bien", "phản biện"), ("zzz", ""), ("tham dinh bi an", ""), ("🦆", ""),
    ],
)  # fmt: skip
def test_did_you_mean(table: Table, asked: str, meant: str):
    assert search(Query(asked)).meant == meant


def test_what_was_taken_away_or_is_not_open_is_not_proposed(table: Table):
    table.drop("b")
    searching.follow()
    assert search(Query("dang ky")).meant == ""
    assert search(Query("thuế giam sat", tokens=frozenset())).meant == ""
    assert search(Query("tham dinh", tokens=OPEN | {"unit:7"})).meant == ""


def test_typed_accents_break_ties(table: Table):
    assert (found("thuế")[0], found("thuê")[0]) == ("tax", "rent")


@pytest.mark.parametrize("asked", ["sổ đỏ", "so do", "làm sổ hồng ở đâu", "SỔ ĐỎ"])
def test_what_people_say_finds_what_the_law_says(table: Table, asked: str):
    assert found(asked)[0] == "land"
    hit = search(Query(asked)).hits[0]
    assert "giấy chứng nhận quyền sử dụng đất" in [piece.text for piece in hit.snippet if piece.is_found]


def test_other_accents_are_another_word(table: Table):
    assert found("sơ đồ") == ["plan"]
    assert set(found("so do")) == {"plan", "land"}


def test_lines_are_changed_by_deeds_that_every_node_hears(table: Table):
    row = Synonym.objects.get()
    save_synonym(synonym=row, phrases="Bìa đỏ=giấy chứng nhận quyền sử dụng đất", note="", by=None, at=clock.now())
    searching.follow()
    assert (found("bìa đỏ"), "land" in found("sổ hồng")) == (["land"], False)
    remove_synonym(synonym=row, by=None, at=clock.now())
    searching.follow()
    assert "land" not in found("bìa đỏ")
    verbs = AuditRow.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["searching.save_synonym"] * 2 + ["searching.remove_synonym"]


@pytest.mark.parametrize(
    "phrases", ["", "một mình", "a = A", "= =", " = ".join(f"từ {n}" for n in range(13)), "a = " + "dài " * 13]
)
def test_a_line_that_makes_no_sense_says_what_to_write(table: Table, phrases: str):
    with pytest.raises(ValidationError) as error:
        save_synonym(synonym=None, phrases=phrases, by=None, at=clock.now())
    assert list(error.value.message_dict) == ["phrases"]
