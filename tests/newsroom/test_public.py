"""The news as it is read: who sees which article, what stands beside it, what programs are told."""

import io
import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from caunoi.kit import clock
from caunoi.kit.documents import share_card
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.library.models import Document
from caunoi.newsroom import queries
from caunoi.newsroom.actions import save_draft, withdraw_article
from caunoi.newsroom.choices import ArticleKind
from caunoi.newsroom.models import Milestone
from tests.cast import AT, Cast
from tests.newsroom.texts import draft, picture_of, put_out, written
from tests.pages import Page

pytestmark = [pytest.mark.door, pytest.mark.django_db]
TODAY = AT.date()


def page(client, route: str, *args, **query) -> str:
    response = client.get(reverse(route, args=args), query)
    assert response.status_code == 200, response.status_code
    text = response.content.decode()
    assert Page(text).problems() == []
    return text


@pytest.fixture
def guidance(cast: Cast) -> Document:
    values = Confirmed(title="Tuyên truyền", type_name="Hướng dẫn", issuer="LĐLĐ", symbol="12/HD-LĐLĐ", issued_on=TODAY)
    text = "Điều 5. Việc phải làm\n2. Phổ biến.\na) Bằng loa."
    return confirm_reading(reading=None, values=values, owner=cast.units["MD"], by=None, at=AT, text=text)


def test_an_article_stands_with_its_basis_its_address_and_what_programs_read(cast: Cast, client, guidance: Document):
    article = put_out(
        written(
            cast, title="Một cửa <mở> chiều thứ bảy & cả tối", areas=["PROCEDURES"],
            sources=[(guidance, "dieu-5.khoan-2.diem-a")],
        ),
        cast,
    )  # fmt: skip
    text = page(client, "newsroom:article", article.public_id)
    assert f'/library/documents/{guidance.public_id}/text/#dieu-5.khoan-2.diem-a">Điều 5 khoản 2 điểm a' in text
    assert f"http://testserver/t/{article.short_code}" in text
    assert "Một cửa &lt;mở&gt; chiều thứ bảy &amp; cả tối" in text
    said = json.loads(re.search(r"ld\+json\">(.*?)</script>", text, re.DOTALL)[1])["@graph"]
    assert [part["@type"] for part in said] == ["NewsArticle", "BreadcrumbList"]
    assert said[0]["headline"] == article.title
    assert f'property="og:image" content="{said[0]["image"][0]}"' in text
    assert "noindex" not in text


def test_an_article_shows_its_pictures_in_the_widths_they_have(cast: Cast, client):
    shown, cover = picture_of(cast, alt="Quầy một cửa"), picture_of(cast, caption="Chiều thứ bảy", credit="Lan")
    body = f'<p>Chữ</p><figure><img src="/news/pictures/{shown.public_id}/" alt="cũ"></figure>'
    article = put_out(written(cast, body=body, cover=cover), cast)
    text = page(client, "newsroom:article", article.public_id)
    assert 'alt="Quầy một cửa"' in text
    assert f'srcset="/news/pictures/{shown.public_id}/' in text
    assert f"/news/pictures/{cover.public_id}/" in text
    assert "Chiều thứ bảy (Lan)" in text


def test_a_text_cannot_leave_the_data_block(cast: Cast, client):
    article = put_out(written(cast, title="</script><script>alert(1)</script>"), cast)
    text = client.get(reverse("newsroom:article", args=[article.public_id])).content.decode()
    assert "<script>alert" not in text
    assert Page(text).problems() == []


def test_a_basis_that_the_reader_may_not_open_is_not_named(cast: Cast, client, guidance: Document):
    article = put_out(written(cast, sources=[(guidance, "")]), cast)
    Document.objects.filter(pk=guidance.pk).update(is_public=False)
    assert "12/HD-LĐLĐ" not in page(client, "newsroom:article", article.public_id)


def test_readers_get_the_approved_text_while_the_next_is_written(cast: Cast, client):
    article = put_out(written(cast, title="Đã duyệt"), cast)
    save_draft(article=article, draft=draft(title="Bản nháp mới"), base=1, by=cast.hoa, at=AT)
    text = page(client, "newsroom:article", article.public_id)
    assert "Đã duyệt" in text
    assert "Bản nháp mới" not in text + page(client, "newsroom:articles")


def test_a_withdrawn_article_leaves_a_stone_with_the_reason_and_nothing_else(cast: Cast, client):
    article = put_out(written(cast, title="Bài có tên người", body="<p>Tên của người ấy.</p>"), cast)
    withdraw_article(article=article, reason="Nêu tên khi chưa được đồng ý.", by=cast.hoa, at=AT)
    response = client.get(reverse("newsroom:article", args=[article.public_id]))
    text = response.content.decode()
    assert response.status_code == 410
    assert "Nêu tên khi chưa được đồng ý." in text
    assert "Tên của người ấy" not in text
    assert "Bài có tên người" not in text
    for route in ("newsroom:articles", "newsroom:feed", "newsroom:series", "portal:home"):
        assert "Bài có tên người" not in client.get(reverse(route)).content.decode()
    assert str(article.public_id) not in client.get(reverse("portal:sitemap_part", args=["news", 1])).content.decode()
    card = client.get(reverse("newsroom:article_card", args=[article.public_id]))
    assert card.status_code == 404


def test_what_is_for_a_branch_is_read_there_and_nowhere_else(cast: Cast, sign_in):
    article = put_out(written(cast, title="Lịch họp nội bộ", is_public=False), cast)
    for name, is_seen in (
        ("lan", True),
        ("minh", True),
        ("hoa", True),
        ("an", False),
        ("tuan", False),
        ("quang", False),
    ):
        client = sign_in(name)
        assert ("Lịch họp nội bộ" in client.get(reverse("newsroom:articles")).content.decode()) == is_seen, name
        assert client.get(reverse("newsroom:article", args=[article.public_id])).status_code == (
            200 if is_seen else 404
        )
        # Feeds and sitemaps are read by programs: they hold what anyone may read, whoever asks.
        for route, args in (("newsroom:feed", []), ("portal:sitemap_part", ["news", 1])):
            assert str(article.public_id) not in client.get(reverse(route, args=args)).content.decode()
    text = sign_in("lan").get(reverse("newsroom:article", args=[article.public_id])).content.decode()
    assert "og:title" not in text
    assert "noindex" in text


def test_the_list_is_chosen_by_kind_area_and_unit(cast: Cast, client):
    put_out(written(cast, title="Tin thủ tục", areas=["PROCEDURES"]), cast)
    put_out(written(cast, title="Gương sáng", kind=ArticleKind.GOOD_EXAMPLE, areas=["CIVIL_SERVICE"]), cast)
    for query, seen in (
        ({}, {"Tin thủ tục", "Gương sáng"}),
        ({"kind": "GOOD_EXAMPLE"}, {"Gương sáng"}),
        ({"area": "PROCEDURES"}, {"Tin thủ tục"}),
        ({"area": "PROCEDURES", "kind": "GOOD_EXAMPLE"}, set()),
        ({"unit": cast.units["MD-1"].public_id}, {"Tin thủ tục", "Gương sáng"}),
        ({"kind": "'; DROP", "area": "🙂", "unit": "x", "from": "-1"}, {"Tin thủ tục", "Gương sáng"}),
    ):
        text = page(client, "newsroom:articles", **query)
        assert {title for title in ("Tin thủ tục", "Gương sáng") if title in text} == seen, query
        feed = ET.fromstring(client.get(reverse("newsroom:feed"), query).content)  # noqa: S314 - our own
        assert {item.findtext("title") for item in feed.iter("item")} == seen, query


def test_a_unit_elsewhere_is_not_concerned(cast: Cast, client):
    put_out(written(cast, title="Chỉ của Mỹ Đức"), cast)
    other = next(unit for code, unit in cast.units.items() if not code.startswith("MD") and code not in {"HN", "TP"})
    found = queries.news_rows(
        queries.articles_visible_to(AnonymousUser(), TODAY), queries.NewsWanted(unit=other), TODAY
    )
    assert list(found) == []


def test_beside_an_article_first_what_shares_most_then_the_newest(cast: Cast, guidance: Document):
    one = put_out(written(cast, title="Gốc", areas=["PROCEDURES", "CIVIL_SERVICE"], sources=[(guidance, "")]), cast)
    both = put_out(written(cast, title="Hai nội dung", areas=["PROCEDURES", "CIVIL_SERVICE"]), cast)
    single = put_out(written(cast, title="Một nội dung", areas=["PROCEDURES"]), cast, AT + timedelta(hours=1))
    same = put_out(written(cast, title="Cùng căn cứ", areas=["PROCEDURES"], sources=[(guidance, "")]), cast)
    none = put_out(written(cast, title="Khác hẳn", areas=["PUBLIC_FINANCE"]), cast)
    found = queries.beside(one, queries.articles_visible_to(AnonymousUser(), TODAY))
    assert [row.title for row in found.recommended] == [same.title, both.title, single.title]
    assert [row.title for row in found.others] == [none.title]


@pytest.mark.parametrize(
    "route", ["newsroom:articles", "newsroom:article", "newsroom:series", "newsroom:feed", "portal:home"]
)
def test_more_rows_are_no_more_questions(cast: Cast, client, django_assert_num_queries, route):
    def ask():
        first = queries.articles_visible_to(AnonymousUser(), TODAY).order_by("pk").first()
        return client.get(reverse(route, args=[first.public_id] if route == "newsroom:article" else []))

    counts = []
    for number in (1, 3):
        for n in range(number):
            put_out(written(cast, title=f"Bài {number}.{n}", kind="GOOD_MODEL", areas=["PROCEDURES"]), cast)
        ask()
        with django_assert_num_queries(999, exact=False) as asked:
            ask()
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


def test_the_short_address_leads_to_the_article(cast: Cast, client):
    article = put_out(written(cast), cast)
    for code in (article.short_code, article.short_code.upper()):
        response = client.get(reverse("open_short", args=[code]))
        assert response["Location"] == reverse("newsroom:article", args=[article.public_id])
    assert client.get("/t/khongco").status_code == 404


def milestone(cast: Cast, **more) -> Milestone:
    facts = {
        "owner": cast.units["MD"], "area": "PROCEDURES", "year": 2026, "title": "Thủ tục làm trọn trên mạng",
        "measure": "thủ tục", "done_count": 3, "total_count": 8, "as_of": date(2026, 6, 30), "changed_at": AT,
        "source_text": "Báo cáo quý II",
    }  # fmt: skip
    return Milestone.objects.create(**facts | more)


def test_progress_says_so_many_of_so_many_on_which_day_by_whom(cast: Cast, client, guidance: Document):
    milestone(cast, target_percent="80")
    milestone(cast, title="Chưa có mẫu số", total_count=0, done_count=0, source=guidance)
    milestone(cast, title="Không công khai", is_public=False)
    milestone(cast, title="Năm trước", year=2025)
    text = page(client, "newsroom:progress")
    for words in ("3 / 8", "37,5%", "mục tiêu 80%", "30/6/2026", "Báo cáo quý II", "Chưa có mẫu số nên", "12/HD-LĐLĐ"):
        assert words in text, words
    assert "Không công khai" not in text
    assert "Năm trước" not in text
    assert text.count("Chưa có số liệu công bố") == 5
    assert "Năm trước" in page(client, "newsroom:progress", year=2025)
    Document.objects.filter(pk=guidance.pk).update(is_public=False)
    assert "12/HD-LĐLĐ" not in page(client, "newsroom:progress")


def test_the_sitemap_names_its_parts_and_each_part_its_pages(cast: Cast, client):
    article = put_out(written(cast), cast)
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    parts = [node.text for node in index.iter() if node.tag.endswith("loc")]
    assert "http://testserver/sitemap-news-1.xml" in parts
    found = []
    for part in parts:
        response = client.get(part)
        assert response.status_code == 200
        found += [node.text for node in ET.fromstring(response.content).iter() if node.tag.endswith("loc")]  # noqa: S314
    assert f"http://testserver/news/{article.public_id}/" in found
    assert "http://testserver/" in found
    assert b"<loc>" not in client.get("/sitemap-khac-1.xml").content


def test_programs_are_told_what_is_not_for_them(client, settings):
    settings.CAUNOI._values["is_sample"], before = False, settings.CAUNOI.is_sample
    try:
        text = client.get("/robots.txt").content.decode()
    finally:
        settings.CAUNOI._values["is_sample"] = before
    assert "Disallow: /desk/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /\n" not in text


@pytest.mark.pure
@pytest.mark.parametrize(
    "title",
    ["Một", "Sáu nội dung cải cách hành chính, mỗi nội dung một câu", "Ngữ nghĩa " * 40, "x" * 300],
    ids=["short", "usual", "long", "one word without end"],
)
def test_the_card_is_a_picture_of_the_right_size_whatever_the_title(title):
    made = share_card(title=title, kicker="Tin", foot="Công đoàn xã Mỹ Đức · Công đoàn Thủ đô")
    picture = Image.open(io.BytesIO(made))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(made) < 60_000


@pytest.mark.pure
def test_accents_are_drawn(tmp_path):
    plain, accented = (share_card(title=title, kicker="Tin", foot="") for title in ("Sau noi dung", "Sáu nội dung"))
    assert plain != accented


def test_an_article_says_which_basis_has_ended_when_and_by_what(cast: Cast, client, guidance: Document):
    article = put_out(written(cast, sources=[(guidance, "")]), cast)
    assert "đã hết hiệu lực" not in page(client, "newsroom:article", article.public_id)
    values = Confirmed(
        title="Mới", type_name="Hướng dẫn", issuer="LĐLĐ", symbol="20/HD-LĐLĐ", issued_on=TODAY,
        relations=[{"kind": "REPLACES", "symbol": "12/HD-LĐLĐ", "text": "Hướng dẫn 12/HD-LĐLĐ"}],
    )  # fmt: skip
    new = confirm_reading(reading=None, values=values, owner=cast.units["MD"], by=None, at=AT)
    with clock.frozen(AT):
        text = page(client, "newsroom:article", article.public_id)
    note = text.split("đã hết hiệu lực")[1].split("</div>")[0]
    assert f"/library/documents/{guidance.public_id}/" in note
    assert "23/11/2026" in note
    assert f"/library/documents/{new.public_id}/" in note


def test_a_cover_stands_small_in_lists_and_costs_no_statement_a_row(cast: Cast, client):
    put_out(written(cast, title="Không ảnh"), cast)
    covers = [picture_of(cast, alt=f"Ảnh {n}") for n in range(3)]
    put_out(written(cast, cover=covers[0]), cast)
    url, used = reverse("newsroom:articles"), []
    for rows in ([], covers[1:]):
        for cover in rows:
            put_out(written(cast, cover=cover), cast)
        with CaptureQueriesContext(connection) as queries_made:
            text = client.get(url).content.decode()
        used.append(len(queries_made))
    assert used[0] == used[1]
    assert text.count('loading="lazy"') == 3
    assert (
        f'src="/news/pictures/{covers[0].public_id}/480/" srcset="/news/pictures/{covers[0].public_id}/480/ 480w'
        in text
    )
    assert 'alt="Ảnh 2"' in text
