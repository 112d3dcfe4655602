"""The newsroom's desk: what is typed is kept, two people, what changed, and only one's own branch."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.kit.audit.models import AuditRow
from caunoi.kit.ids import new_id
from caunoi.newsroom import actions
from caunoi.newsroom.models import Article
from caunoi.organisations.choices import Role
from caunoi.organisations.models import RoleGrant
from tests.cast import AT, START
from tests.library.test_documents import confirm
from tests.newsroom.texts import draft, put_out, written
from tests.pure.pasted import CLEAN_WORD, FROM_WORD

pytestmark = [pytest.mark.door, pytest.mark.django_db]
BLANK = {"document": "", "clause": ""}


def fields(*sources: dict[str, str], **more: object) -> dict[str, object]:
    values = {
        "title": "Một cửa mở thứ bảy", "lead": "Từ 1/12", "body": "<p>Mở từ 8 giờ.</p>", "kind": "NEWS", "reach": "PUBLIC",
        "audience_unit": "", "note": "", "base": "0", "idempotency_key": str(new_id()), "source-TOTAL_FORMS": "2",
        "source-INITIAL_FORMS": "0", "source-MIN_NUM_FORMS": "0", "source-MAX_NUM_FORMS": "12",
    }  # fmt: skip
    for number, row in enumerate([*sources, BLANK, BLANK][:2]):
        values |= {f"source-{number}-{name}": value for name, value in row.items()}
    return values | more


def edit(client, article, **more):
    return client.post(reverse("newsroom:edit_article", args=[article.public_id]), fields(**{"base": "1"} | more))


def deed(client, article, name: str, **values):
    url = reverse(f"newsroom:{name}", args=[article.public_id])
    return client.post(url, values | {"idempotency_key": str(new_id())})


def shown(client, article) -> str:
    return client.get(reverse("newsroom:desk_article", args=[article.public_id])).content.decode()


def test_an_officer_writes_with_a_source_and_an_audience(cast, sign_in):
    confirm(cast)
    client = sign_in("hoa")
    row = {"document": "12 hd ldld", "clause": "Điều 1 khoản 1 điểm b"}
    more = {"body": FROM_WORD, "audience_unit": "MD-1", "reach": "BRANCH", "areas": ["PROCEDURES"], "ages": ["YOUNG"]}
    answer = client.post(reverse("newsroom:write_article"), fields(row, **more))
    article = Article.objects.get()
    assert answer["Location"].startswith(reverse("newsroom:desk_article", args=[article.public_id]))
    assert (article.owner, article.audience_unit, article.is_public) == (cast.units["MD"], cast.units["MD-1"], False)
    assert (article.revisions.get().body, article.sources.get().anchor) == (CLEAN_WORD, "dieu-1.khoan-1.diem-b")
    page = shown(client, article)
    assert "Điều 1 khoản 1 điểm b" in page
    assert "Đến 30 tuổi" in page
    form = client.get(reverse("newsroom:edit_article", args=[article.public_id])).content.decode()
    assert 'value="CĐCS Công ty TNHH May Sông Đáy (MD-1)"' in form
    assert 'value="Điều 1 khoản 1 điểm b"' in form


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": ""}, "Điền “Tên bài”."),
        ({"body": "<p> </p>"}, "Viết nội dung bài"),
        ({"audience_unit": "HD-1"}, "trong nhánh hoặc cấp trên"),
        ({"source-0-document": "99/QĐ-UBND"}, "Thư viện không có văn bản"),
        ({"source-0-document": "12/HD-LĐLĐ", "source-0-clause": "Điều 9"}, "không có “Điều 9”"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(cast, sign_in, more, said):
    confirm(cast)
    answer = sign_in("hoa").post(reverse("newsroom:write_article"), fields(lead="Chữ đã gõ", **more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Chữ đã gõ" in page
    assert not Article.objects.exists()


def test_of_two_who_edit_the_second_is_told_and_loses_nothing(cast, sign_in):
    article = written(cast)
    hoa, dung = sign_in("hoa"), sign_in("dung")
    assert edit(hoa, article, title="Của Hoa").status_code == 302
    answer = edit(dung, article, title="Của Dũng")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "bản 2" in page
    assert 'value="Của Dũng"' in page
    assert 'name="base" value="2"' in page
    assert edit(dung, article, title="Của Dũng", base="2").status_code == 302
    assert [row.title for row in article.revisions.order_by("number")][1:] == ["Của Hoa", "Của Dũng"]


def test_the_second_person_reads_decides_and_says_why(cast, sign_in):
    article = written(cast)
    hoa, dung = sign_in("hoa"), sign_in("dung")
    deed(hoa, article, "submit_article")
    assert "Người khác của đơn vị hoặc cấp trên duyệt" in shown(hoa, article)
    assert deed(hoa, article, "review_article", number=1, deed="approve").status_code == 409
    assert 'value="approve"' in shown(dung, article)
    answer = deed(dung, article, "review_article", number=1, deed="return", note="")
    assert (answer.status_code, "Viết điều cần sửa" in answer.content.decode()) == (422, True)
    deed(dung, article, "review_article", number=1, deed="return", note="Thêm số liệu")
    assert "Thêm số liệu" in shown(hoa, article)
    deed(hoa, article, "submit_article")
    assert deed(dung, article, "review_article", number=1, deed="approve").status_code == 302
    assert deed(hoa, article, "publish_article").status_code == 302
    assert "Đã đăng" in shown(hoa, article)
    answer = deed(hoa, article, "withdraw_article", reason="")
    assert (answer.status_code, "Điền “" in answer.content.decode()) == (422, True)
    deed(hoa, article, "withdraw_article", reason="Số liệu sai")
    assert "Số liệu sai" in shown(hoa, article)


def test_a_deed_that_does_not_fit_the_state_changes_nothing_and_is_said(cast, sign_in):
    article = written(cast)
    answer = deed(sign_in("hoa"), article, "publish_article")
    assert "Đang soạn" in str(next(iter(get_messages(answer.wsgi_request))))
    assert Article.objects.get().state == "DRAFT"


def test_a_moment_in_the_past_or_in_no_form_is_refused(cast, sign_in):
    article = actions.submit_article(article=written(cast), by=cast.hoa, at=AT)
    actions.approve_article(article=article, number=1, by=cast.dung, at=AT)
    hoa = sign_in("hoa")
    assert deed(hoa, article, "schedule_article", publish_at="hôm sau").status_code == 422
    assert deed(hoa, article, "schedule_article", publish_at="2020-01-01T07:30").status_code == 422
    assert deed(hoa, article, "schedule_article", publish_at="2099-01-01T07:30").status_code == 302
    assert "1/1/2099, 7:30" in shown(hoa, article)


def test_what_changed_is_shown_word_by_word_with_what_stands_beside(cast, sign_in):
    article = written(cast, body="<p>Hẹn ba ngày.</p>")
    wider = draft(body="<p>Hẹn năm ngày.</p>", is_public=False, areas=["PROCEDURES"])
    actions.save_draft(article=article, draft=wider, base=1, by=cast.hoa, at=AT)
    page = sign_in("dung").get(reverse("newsroom:article_revisions", args=[article.public_id])).content.decode()
    assert "Hẹn <del>ba</del><ins>năm</ins> ngày." in page
    assert "<del>Mọi người</del>" in page
    assert "<ins>Cải cách thủ tục hành chính</ins>" in page


def test_the_list_is_narrowed_by_state_words_and_kind(cast, sign_in):
    put_out(written(cast, title="Đã ra"), cast)
    written(cast, title="Bản nháp về sổ ý kiến", kind="GOOD_MODEL")
    client, url = sign_in("hoa"), reverse("newsroom:desk_articles")

    def titles(query: str) -> set[str]:
        page = client.get(f"{url}?{query}").content.decode()
        return {title for title in ("Đã ra", "Bản nháp về sổ ý kiến") if title in page}

    assert titles("") == {"Đã ra", "Bản nháp về sổ ý kiến"}
    assert titles("state=PUBLISHED") == titles("kind=NEWS") == {"Đã ra"}
    assert titles("q=so+y+kien") == titles("state=DRAFT&mine=1") == {"Bản nháp về sổ ý kiến"}
    assert titles("q=kh%C3%B4ng+c%C3%B3&state=%00&kind=x&area=x") == set()


def test_lists_cost_the_same_however_long(cast, sign_in):
    client, counts = sign_in("hoa"), []
    for _round in range(2):
        written(cast)
        written(cast)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("newsroom:desk_articles"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_of_an_article_costs_the_same_however_often_it_was_saved(cast, sign_in):
    article, counts = written(cast), []
    for base in (1, 2, 3):
        with CaptureQueriesContext(connection) as asked:
            shown(sign_in("hoa"), article)
        counts.append(len(asked))
        actions.save_draft(article=article, draft=draft(title=f"Tên {base}"), base=base, by=cast.hoa, at=AT)
    assert counts[0] == counts[2]


def test_while_typing_only_what_the_writer_may_choose_is_offered(cast, sign_in):
    confirm(cast, owner="HD", symbol="7/KH-CĐ", is_public=False)
    confirm(cast)
    hoa = sign_in("hoa")
    units = hoa.post(reverse("newsroom:find_audience"), {"q": "cong"}).content.decode()
    assert re.findall(r"\(([\w-]+)\)", units) == ["MD-1", "MD"]
    documents = hoa.post(reverse("library:find_documents"), {"q": "tuyen truyen"}).content.decode()
    assert "12/HD-LĐLĐ" in documents
    assert "7/KH-CĐ" not in documents


def test_a_text_that_was_never_public_is_dropped_and_one_that_was_is_not(cast, sign_in):
    hoa, row, shown_row = sign_in("hoa"), written(cast, title="Nháp thử"), put_out(written(cast), cast)
    assert "Bỏ hẳn bài này" in shown(hoa, row)
    assert "Bỏ hẳn bài này" not in shown(hoa, shown_row)
    assert deed(hoa, row, "discard_article")["Location"] == reverse("newsroom:desk_articles")
    assert (
        "Nháp thử"
        not in hoa.get(reverse("newsroom:desk_articles")).content.decode().split("<main")[1].split("list")[-1]
    )
    assert hoa.get(reverse("newsroom:desk_article", args=[row.public_id])).status_code == 404
    assert AuditRow.objects.filter(verb="newsroom.discard_article").count() == 1
    answer = deed(hoa, shown_row, "discard_article")
    assert "đã từng đăng" in str(next(iter(get_messages(answer.wsgi_request))))
    shown_row.refresh_from_db()
    assert (shown_row.state, row.revisions.count()) == ("PUBLISHED", 1)


def test_units_are_offered_around_the_unit_that_writes(cast, sign_in):
    RoleGrant.objects.create(user=cast.hoa, unit=cast.units["HD"], role=Role.OFFICER, from_on=START, granted_at=AT)
    hoa, url = sign_in("hoa"), reverse("newsroom:find_audience")
    asked = {code: hoa.post(url, {"q": "bao bi", "owner": cast.units[code].pk}) for code in ("MD", "HD")}
    assert ["HD-1" in answer.content.decode() for answer in asked.values()] == [False, True]
    # A unit that is not theirs is not looked around in; nonsense is the first of theirs.
    for owner in (cast.units["HN"].pk, "x", "9" * 30):
        assert hoa.post(url, {"q": "cong", "owner": owner}).status_code == 200
