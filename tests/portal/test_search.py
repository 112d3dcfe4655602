"""The search page: each of the cast finds what they may read, and nothing tells of the rest."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.feedback.actions import withdraw_publication
from caunoi.kit import clock, searching
from caunoi.library.actions import Confirmed, confirm_reading, mend_document
from caunoi.library.models import Document
from caunoi.library.queries import documents_visible_to
from caunoi.newsroom.actions import withdraw_article
from caunoi.newsroom.queries import articles_visible_to
from tests.cast import NAMES
from tests.doors import DECOMPOSED, HOSTILE, text_of
from tests.newsroom.texts import put_out, written
from tests.portal.conftest import Index
from tests.world import GUIDANCE, NOTE, World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
TEXT = """Điều 1. Phạm vi
Hướng dẫn này nói về giám sát và phản biện xã hội.
Điều 5. Giám sát
1. Công đoàn cơ sở lập hòm thư góp ý.
2. Trong mười ngày:
a) ban chấp hành trả lời bằng văn bản từng ý kiến;
b) niêm yết câu trả lời tại bảng tin.
"""
NAMED = "Mở đầu nói hướng dẫn 14\nĐiều 4. Một\nĐiều 5. Tên gọi\nTheo hướng dẫn này:\n"
PAGE = "/search/"


def bring(world: World, values: Confirmed, owner: str = "HN", text: str = TEXT) -> Document:
    units, dung = world.cast.units, world.cast.users["dung"]
    return confirm_reading(reading=None, values=values, owner=units[owner], by=dung, at=clock.now(), text=text)


def page(world: World, name: str, text: str, **given: Any) -> str:
    return text_of(world.client(name).get(PAGE, {"q": text} | given))


def suggested(world: World, name: str, text: str) -> list[str]:
    return world.client(name).get("/search/suggest/", {"q": text}).json()[1]


@pytest.mark.parametrize("asked", ["12/HD-LĐLĐ", "12 hd ldld", "12hd-ldld"])
def test_a_symbol_comes_first_however_it_is_typed(world: World, index: Index, asked: str):
    bring(world, replace(GUIDANCE, symbol="13/HD-LĐLĐ", title="Bàn về 12 và 13 HD LĐLĐ"))
    index()
    found = page(world, "an", asked)
    others = found.partition("13/HD-LĐLĐ")[0]
    assert str(world.public.public_id) in others


@pytest.mark.parametrize("asked", ["hướng dẫn 14", "HD 14/2021", "huong dan so 14"])
def test_a_document_named_by_type_and_number_comes_first_and_no_clause_answers(world: World, index: Index, asked: str):
    made = bring(world, replace(GUIDANCE, symbol="14/2021/HD-LĐLĐ"))
    bring(world, replace(GUIDANCE, symbol="15/2021/HD-LĐLĐ", title="Hướng dẫn 14 bước, hướng dẫn 14 việc"))
    index()
    found = page(world, "an", asked)
    assert 'id="h-best"' not in found
    assert str(made.public_id) in found.partition("15/2021/HD-LĐLĐ")[0]


def test_an_article_of_a_named_document_is_the_answer(world: World, index: Index):
    bring(
        world,
        replace(GUIDANCE, symbol="14/2021/HD-LĐLĐ"),
        text=f"{NAMED}1. Lập sổ theo hướng dẫn này.\n2. Mở hòm thư.\n",
    )
    index()
    for asked, answer, words in (
        ("điều 5 hướng dẫn 14", "Điều 5. Tên gọi</a>", "Theo hướng dẫn này"),
        ("khoản 2 điều 5 hướng dẫn 14", "Điều 5. Tên gọi, khoản 2</a>", "Mở hòm thư"),
        ("hướng dẫn 14 mở hòm thư", "Điều 5. Tên gọi, khoản 2</a>", "<mark>Mở hòm thư</mark>"),
    ):
        found = page(world, "an", asked)
        best = found[found.index('id="h-best"') :].partition("</section>")[0]
        assert answer in best
        assert words in best


@pytest.mark.parametrize("asked", ["ban chấp hành trả lời từng ý kiến", "ban chap hanh tra loi tung y kien"])
def test_the_clause_that_answers_stands_first_with_its_path_and_address(world: World, index: Index, asked: str):
    made = bring(world, replace(GUIDANCE, symbol="14/HD-LĐLĐ"))
    index()
    found = page(world, "an", asked)
    best = found[found.index('id="h-best"') :].partition("</section>")[0]
    assert "Điều 5. Giám sát, khoản 2 điểm a" in best
    address = f"/library/documents/{made.public_id}/text/?clause=dieu-5.khoan-2.diem-a#dieu-5.khoan-2.diem-a"
    assert address in best
    assert 'id="dieu-5.khoan-2.diem-a"' in text_of(world.client("an").get(address.partition("#")[0]))


@pytest.mark.parametrize("name", NAMES)
def test_each_finds_the_documents_they_may_read(world: World, index: Index, name: str):
    for owner in ("MD", "MD-1", "HD", "HD-1", "HN"):
        bring(world, replace(NOTE, title=f"Xương rồng của {owner}"), owner)
    index()
    user = world.client(name).get("/search/").wsgi_request.user
    may = documents_visible_to(user, clock.today()).filter(title__startswith="Xương rồng")
    found = page(world, name, "xương rồng")
    shown = {row.pk for row in Document.objects.all() if str(row.public_id) in found}
    assert shown == {row.pk for row in may}
    assert (f"{may.count()} kết quả" if may else "Chưa có nơi nào") in found
    assert set(suggested(world, name, "xương rồng")) == {row.title for row in may}


def test_what_is_hidden_changes_no_count_filter_suggestion_or_spelling(world: World, index: Index):
    """Byte by byte the page of someone without it is the page of a library that has no such document."""
    asked = {"q": "quy trình thanh tra nội bộ"}
    index()
    before = {name: world.client(name).get(PAGE, asked).content for name in ("an", "quang")}
    suggestions = {name: suggested(world, name, "quy tri") for name in before}
    hidden = replace(NOTE, title="Quy trình thanh tra nội bộ", issuer="Ủy ban Kiểm tra", issued_on=date(2026, 1, 5))
    bring(world, replace(hidden, areas=["APPARATUS"]), "MD", text="Điều 1. Quy trình thanh tra nội bộ")
    index()
    assert "Ủy ban Kiểm tra" in page(world, "hoa", asked["q"])
    for name, content in before.items():
        assert masked(world.client(name).get(PAGE, asked).content) == masked(content)
        assert suggested(world, name, "quy tri") == suggestions[name] == []


TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def masked(content: bytes) -> bytes:
    return TOKEN.sub(b"", content)


def test_a_case_is_found_only_as_it_was_published(world: World, index: Index):
    """Tuấn answers the case and Quang is recused from it: neither finds it here, nor do those who watch over it."""
    index()
    for name in NAMES:
        found = page(world, name, world.voices.case.text).replace(world.voices.case.text, "")
        assert "mười ngày" not in found
        assert suggested(world, name, "hồ sơ khai sinh") == []
        assert str(world.voices.publication.public_id) in page(world, name, "một cửa mở chiều thứ bảy")


@pytest.mark.parametrize("name", NAMES)
def test_each_finds_the_articles_that_are_for_them(world: World, index: Index, name: str):
    """Of the commune's branch, of one grassroots unit, of everyone; a draft is nobody's."""
    cast = world.cast
    own = {"is_public": False, "body": "<p>Chuyện lò gạch</p>"}
    put_out(written(cast, title="Lò gạch của xã", **own), cast)
    put_out(written(cast, title="Lò gạch của tổ may", audience_unit=cast.units["MD-1"], **own), cast)
    put_out(written(cast, title="Lò gạch của mọi người", **own | {"is_public": True}), cast)
    written(cast, title="Lò gạch đang viết", **own)
    index()
    user = world.client(name).get(PAGE).wsgi_request.user
    may = set(
        articles_visible_to(user, clock.today()).filter(title__startswith="Lò gạch").values_list("title", flat=True)
    )
    assert set(suggested(world, name, "lò gạch")) == may >= {"Lò gạch của mọi người"}
    found = page(world, name, "lò gạch")
    assert f"{len(may)} kết quả" in found
    assert {title for title in ("xã", "tổ may", "mọi người", "đang viết") if f"</mark> của {title}" in found} == {
        title.removeprefix("Lò gạch của ") for title in may
    }
    assert "đang viết" not in found


def test_an_article_taken_away_is_gone_before_the_index_hears_of_it(world: World, index: Index):
    cast = world.cast
    article = put_out(written(cast, title="Bến phà đêm"), cast)
    index()
    assert "Bến phà đêm" in page(world, "an", "ben pha dem")
    withdraw_article(article=article, reason="Sai tên", by=cast.users["hoa"], at=clock.now())
    assert suggested(world, "an", "bến phà") == []
    assert str(article.public_id) not in page(world, "an", "ben pha dem")
    searching.follow()
    assert searching.search(searching.Query("ben pha dem")).total == 0


def test_an_answer_taken_out_is_gone_before_the_index_hears_of_it(world: World, index: Index):
    index()
    published = world.voices.publication
    hoa = world.cast.users["hoa"]
    withdraw_publication(publication=published, reason="Còn tên người", by=hoa, at=clock.now())
    found = page(world, "an", "một cửa mở chiều thứ bảy")
    assert str(published.public_id) not in found
    assert "Trả lời đã công bố" not in found
    searching.follow()
    left = searching.suggest("một cửa mở", frozenset({searching.PUBLIC}))
    assert [suggestion.kind for suggestion in left] == ["article"]  # the world has news of the same title


def test_a_document_that_is_closed_is_gone_before_the_index_hears_of_it(world: World, index: Index):
    index()
    dung = world.cast.users["dung"]
    assert str(world.public.public_id) in page(world, "an", "12/HD-LĐLĐ")
    mend_document(document=world.public, values=replace(GUIDANCE, is_public=False), by=dung, at=clock.now())
    found = page(world, "an", "12/HD-LĐLĐ")
    assert str(world.public.public_id) not in found
    assert "Thông tin, tuyên truyền" not in found
    searching.follow()
    assert suggested(world, "an", "thông tin, tuyên") == []
    assert str(world.public.public_id) in page(world, "dung", "12/HD-LĐLĐ")


def test_the_follower_brings_what_is_new(world: World, index: Index):
    index()
    made = bring(world, replace(GUIDANCE, title="Chế độ thai sản cho nữ đoàn viên", symbol="77/HD-LĐLĐ"))
    assert searching.follow() > 0
    assert str(made.public_id) in page(world, "an", "thai sản")


@pytest.mark.parametrize("kind", ["REPLACES", "REPEALS", "SUSPENDS"])
def test_a_document_that_another_ends_says_so(world: World, index: Index, kind: str):
    index()
    newer = replace(
        GUIDANCE, symbol="20/HD-LĐLĐ", issued_on=date(2026, 3, 1),
        relations=[{"kind": kind, "symbol": "12/HD-LĐLĐ", "text": "Hướng dẫn 12"}],
    )  # fmt: skip
    bring(world, newer)
    searching.follow()
    found = page(world, "an", "12/HD-LĐLĐ")
    assert "Không còn hiệu lực từ" in found
    in_force = page(world, "an", "tuyên truyền cải cách hành chính", on="2026-04-01")
    assert str(world.public.public_id) not in in_force
    assert "20/HD-LĐLĐ" in in_force


def test_filters_narrow_and_stay(world: World, index: Index):
    bring(world, replace(GUIDANCE, symbol="21/HD-LĐLĐ", issued_on=date(2024, 5, 5), areas=["PROCEDURES"]))
    index()
    words = "tuyên truyền cải cách hành chính"
    found = page(world, "an", words, area="PROCEDURES", year="2024")
    assert "21/HD-LĐLĐ" in found
    assert str(world.public.public_id) not in found
    assert '<option value="PROCEDURES" selected>' in found
    assert '<option value="2024" selected>' in found
    wrong = page(world, "an", words, on="31/2/2026")
    assert "Ngày chưa đúng" in wrong
    assert 'value="31/2/2026"' in wrong


QUERIES = [
    *HOSTILE,
    DECOMPOSED,
    "và của các",
    "a AND OR NOT (",
    'title:"x" +*?~^',
    "'; DROP TABLE library_document; --",
]


def test_any_question_and_any_filter_is_answered(world: World, index: Index):
    index()
    hoa, an = world.client("hoa"), world.client("an")
    for words in (*QUERIES, "công đoàn " * 1000, "12/HD-LĐLĐ " * 900):
        for path in (PAGE, "/search/suggest/"):
            assert hoa.get(path, {"q": words}).status_code == 200, words
    for name in ("kind", "area", "issuer", "year", "on", "from"):
        for value in HOSTILE:
            assert an.get(PAGE, {"q": "công đoàn", name: value}).status_code == 200, (name, value)


def test_nothing_found_leads_on(world: World, index: Index):
    """The question goes into the first page of a letter, as it was typed."""
    index()
    asked = "xe buýt đêm <b>khu công nghiệp</b>"
    found = page(world, "an", asked)
    assert "Viết thành câu hỏi" in found
    assert "/library/documents/?area=PROCEDURES" in found
    letter = text_of(world.client("an").post("/feedback/send/", {"text": asked, "go": "back:story"}))
    assert "xe buýt đêm &lt;b&gt;khu công nghiệp&lt;/b&gt;</textarea>" in letter


def test_without_an_index_the_page_says_so(world: World, index: Index):
    found = page(world, "an", "công đoàn")
    assert "đang được lập" in found
    assert "Chưa có nơi nào" not in found


@pytest.mark.parametrize("words", ["Họp tổ công đoàn", DECOMPOSED, "hop to cong doan", "HỌP TỔ"])
def test_accents_are_found_however_they_are_typed(world: World, index: Index, words: str):
    bring(world, replace(GUIDANCE, title="Họp tổ công đoàn", symbol=""))
    index()
    assert suggested(world, "an", words) == ["Họp tổ công đoàn"]
    assert "<mark>Họp tổ" in page(world, "an", words)


def test_what_was_asked_stands_on_the_page_and_is_no_markup(world: World, index: Index):
    index()
    found = page(world, "an", "<b>không có</b>")
    assert "&lt;b&gt;không có&lt;/b&gt;" in found
    assert "Thử ít từ hơn" in found


@pytest.mark.parametrize("name", ["an", "lan", "hoa", "dung"])
def test_a_page_costs_the_same_whatever_it_finds(world: World, index: Index, name: str):
    bring(world, replace(NOTE, title="Sổ công đoàn"), "MD")
    index()
    client = world.client(name)

    def statements(text: str) -> int:
        client.get(PAGE, {"q": text})
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE, {"q": text})
        return len(queries)

    before = statements("công đoàn cải cách")
    for number in range(3):
        bring(world, replace(NOTE, title=f"Sổ công đoàn {number}"), "MD")
        bring(world, replace(GUIDANCE, title=f"Công đoàn {number}", symbol=f"{number}/HD-CĐ"))
    index()
    assert statements("công đoàn cải cách") == before <= 9


def test_a_browser_may_search_from_its_own_box(world: World, index: Index):
    index()
    client = world.client("an")
    described = client.get("/search/opensearch.xml")
    assert described["Content-Type"].startswith("application/opensearchdescription+xml")
    assert "http://testserver/search/?q={searchTerms}" in text_of(described)
    answer = client.get("/search/suggest/", {"q": "thong tin tuy"})
    text, titles, _told, urls = answer.json()
    assert (text, titles[0]) == ("thong tin tuy", world.public.title)
    assert urls[0] == f"http://testserver/library/documents/{world.public.public_id}/"
    assert answer["Cache-Control"] == "private, no-store"
