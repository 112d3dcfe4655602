"""The text of a document: a view at a time, each part at its own address, nothing twice and nothing left out."""

import io
import re
from datetime import date

import docx
import pytest

from caunoi.kit.files.checks import WORD
from caunoi.library import actions, queries
from caunoi.library.actions import Confirmed
from caunoi.library.actions.extraction import extract
from caunoi.library.models import Clause, Document, DocumentVersion
from tests.cast import AT, Cast
from tests.doors import HOSTILE, text_of
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.room, pytest.mark.django_db]
SENTENCE = "Công đoàn cơ sở tổ chức phổ biến đến từng đoàn viên và báo cáo lên công đoàn cấp trên. "


def law(articles: int, clauses: int = 4, repeat: int = 3) -> str:
    lines = ["LUẬT", "Quốc hội ban hành Luật."]
    for number in range(1, articles + 1):
        if number % 10 == 1:
            lines.append(f"Chương {'X' * (number // 100)}{'IVXLC'[number // 10 % 5]}\nQUY ĐỊNH {number}")
        lines.append(f"Điều {number}. Tên điều {number}")
        lines += [f"{clause}. Đoạn {number}-{clause}. {SENTENCE * repeat}" for clause in range(1, clauses + 1)]
    return "\n".join(lines)


@pytest.fixture
def cast(world: World) -> Cast:
    return world.cast


def put(cast, text: str, **more) -> Document:
    facts = {"title": "Luật Công đoàn", "type_name": "Luật", "issuer": "Quốc hội", "symbol": "50/2024/QH15"}
    values = Confirmed(**facts | {"issued_on": date(2024, 11, 27)} | more)
    return actions.confirm_reading(reading=None, values=values, owner=cast.units["HN"], by=cast.dung, at=AT, text=text)


def walk(version: DocumentVersion) -> list[queries.TextView]:
    """Every view from the beginning on, as someone reads who presses "Đọc tiếp"."""
    start, offset, views = 0, 0, []
    while True:
        view = queries.view_of(version, start, offset)
        views.append(view)
        assert len(views) < 200
        if view.following is None:
            return views
        start = version.clauses.get(anchor=view.following.anchor).position
        offset = view.following.offset


@pytest.mark.parametrize(
    "text",
    [
        law(40),
        law(3, clauses=150, repeat=1),
        law(200, clauses=0),
        "Điều 1. Một\nPHỤ LỤC\n" + "\n".join(f"{SENTENCE}{n}" for n in range(900)),
        "Điều 1. Một\n" + SENTENCE * 700,
    ],
    ids=["articles", "long articles", "headings", "a long annex", "one line"],
)
def test_who_reads_on_reads_everything_once(cast, text):
    version = put(cast, text).versions.get()
    read: dict[str, str] = {}
    for view in walk(version):
        for clause in view.clauses:
            read[clause.anchor] = read.get(clause.anchor, "") + clause.text
    assert read == dict(version.clauses.values_list("anchor", "text"))


@pytest.mark.parametrize("text", [law(60), law(3, clauses=300)], ids=["articles", "long articles"])
def test_a_view_is_read_at_one_sitting(cast, text):
    for view in walk(put(cast, text).versions.get()):
        assert sum(len(clause.text) for clause in view.clauses) <= 24_000


def test_the_way_back_leads_before_and_not_past_the_beginning(cast):
    version = put(cast, law(60)).versions.get()
    place, seen = version.clauses.get(anchor="dieu-60").position, []
    while (view := queries.view_of(version, place)).previous:
        before = version.clauses.get(anchor=view.previous.anchor).position
        assert before < place
        place = before
        seen.append(place)
    assert place == 0
    assert len(seen) < 20


def test_a_view_of_a_clause_begins_at_its_article_and_the_chapter_above(cast):
    version = put(cast, law(12)).versions.get()
    headings = queries.headings_of(version)
    for anchor, first in (("dieu-5.khoan-2", "dieu-5"), ("dieu-5", "dieu-5"), ("dieu-11", "chuong-v")):
        start = queries.start_for(headings, queries.clause_at(version, anchor))
        assert queries.view_of(version, start).clauses[0].anchor == first


def test_a_clause_that_a_version_lacks_is_the_article_it_lay_in(cast):
    version = put(cast, law(3)).versions.get()
    assert queries.clause_at(version, "dieu-2.khoan-99.diem-a").anchor == "dieu-2"
    with pytest.raises(Clause.DoesNotExist):
        queries.clause_at(version, "dieu-99")


@pytest.mark.parametrize("size", [10, 300])
def test_a_view_costs_the_same_queries_however_long_the_text(cast, size, django_assert_num_queries):
    version = put(cast, law(size)).versions.get()
    with django_assert_num_queries(4):
        headings = queries.headings_of(version)
        start = queries.start_for(headings, queries.clause_at(version, "dieu-7"))
        queries.view_of(version, start)


@pytest.mark.door
def test_the_first_view_of_a_long_text_is_small(world: World):
    document = put(world.cast, law(400, clauses=4, repeat=3), is_public=True)
    page = world.client("an").get(f"/library/documents/{document.public_id}/text/")
    assert len(document.versions.get().text) > 400_000
    assert len(page.content) <= 100_000
    assert "Đoạn 1-1" in text_of(page)
    assert "Đoạn 300-1" not in text_of(page)


@pytest.mark.door
def test_a_clause_has_an_address_a_citation_and_a_table_of_contents(world: World):
    document = put(world.cast, law(30), is_public=True)
    page = world.client("an").get(f"/library/documents/{document.public_id}/text/", {"clause": "dieu-15.khoan-2"})
    html = page.content.decode()
    assert 'id="dieu-15.khoan-2" class="lv-3 is-asked"' in html
    assert "khoản 2 Điều 15 Luật Công đoàn số 50/2024/QH15" in text_of(page)
    assert re.search(r"<details class=\"disc\" open><summary>Chương V", html)


@pytest.mark.door
def test_a_text_without_parts_is_read_in_views_too(world: World):
    lines = [f"Đoạn {n}: {SENTENCE}" for n in range(600)]
    document = put(world.cast, "\n".join(lines), is_public=True)
    address, seen = f"/library/documents/{document.public_id}/text/", ""
    query: dict[str, str] = {}
    for _ in range(20):
        html = world.client("an").get(address, query).content.decode()
        seen += html
        following = re.search(r'rel="next" href="[^"]*from=(\d+)', html)
        if not following:
            break
        query = {"clause": "toan-van", "from": following[1]}
    assert [n for n in range(600) if f"Đoạn {n}:" not in seen] == []


@pytest.mark.door
def test_an_old_version_says_so_and_keeps_to_itself(world: World):
    document = put(world.cast, law(30), is_public=True)
    actions.add_version(document=document, text=law(31), file=None, pages_count=None, by=world.cast.dung, at=AT)
    address = f"/library/documents/{document.public_id}/text/"
    old = world.client("an").get(address, {"version": "1"})
    assert "Đây là bản cũ." in text_of(old)
    assert "&amp;version=1" in old.content.decode()
    assert "Đây là bản cũ." not in text_of(world.client("an").get(address))
    assert world.client("an").get(address, {"version": "9"}).status_code == 404


@pytest.mark.door
def test_the_whole_text_is_there_to_be_printed(world: World):
    document = put(world.cast, law(60), is_public=True)
    page = text_of(world.client("an").get(f"/library/documents/{document.public_id}/text/", {"whole": "1"}))
    assert "Đoạn 1-1" in page
    assert "Đoạn 60-4" in page


@pytest.mark.door
@pytest.mark.parametrize("words", HOSTILE)
def test_any_address_is_answered(world: World, words: str):
    document = put(world.cast, law(12), is_public=True)
    for name in ("clause", "from", "version", "whole"):
        page = world.client("an").get(
            f"/library/documents/{document.public_id}/text/",
            {name: words, "clause": "dieu-1"} if name != "clause" else {name: words},
        )
        assert page.status_code in {200, 404}


def test_a_table_of_a_document_is_a_table_on_its_page_and_its_cells_are_found(world: World):
    rows = "TT\tViệc phải làm\tHạn\n1\tTreo <b>áp phích</b>\t15/12\n2\tPhát loa\t"
    made = put(world.cast, f"Điều 1. Phân công\nBảng 1. Việc của cơ sở\n{rows}\nĐiều 2. Hiệu lực\nTừ hôm nay.")
    page = text_of(world.client("an").get(f"/library/documents/{made.public_id}/text/"))
    table = page.split('<div class="sheet"')[1].split("</div>")[0]
    assert "<caption>Bảng 1. Việc của cơ sở</caption>" in table
    assert '<th scope="col">Việc phải làm</th>' in table
    assert '<th scope="row">2</th><td>Phát loa</td><td></td>' in table
    assert "&lt;b&gt;áp phích&lt;/b&gt;" in table
    assert 'tabindex="0"' in page
    assert "Từ hôm nay." in page


def test_a_word_file_gives_its_table_with_empty_and_joined_cells():
    made = docx.Document()
    table = made.add_table(rows=3, cols=3)
    for place, words in {
        (0, 0): "TT",
        (0, 1): "Việc",
        (0, 2): "Hạn",
        (1, 0): "1",
        (1, 2): "15/12",
        (2, 0): "2",
    }.items():
        table.cell(*place).text = words
    table.cell(2, 1).merge(table.cell(2, 2)).text = "Phát loa\nhằng tuần"
    data = io.BytesIO()
    made.save(data)
    found = extract(data.getvalue(), WORD, seconds=10)
    assert found.text.strip("\n").split("\n") == ["TT\tViệc\tHạn", "1\t\t15/12", "2\tPhát loa hằng tuần\t"]
