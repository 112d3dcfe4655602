"""A unit takes a public article home: its own leaflet, words to copy, and what it did with them."""

import pytest
from django.urls import reverse

from caunoi.kit.ids import new_id
from caunoi.newsroom import actions, queries
from caunoi.newsroom.choices import Form
from caunoi.newsroom.models import Article, Use
from caunoi.organisations.choices import Role
from caunoi.organisations.models import RoleGrant
from tests.cast import AT, START, Cast
from tests.newsroom.texts import draft, put_out, written

pytestmark = [pytest.mark.door, pytest.mark.django_db]


@pytest.fixture
def article(cast: Cast) -> Article:
    return put_out(written(cast), cast)


def at(article: Article, slug: str, name: str = "take_form") -> str:
    return reverse(f"newsroom:{name}", args=[article.public_id, slug])


def test_a_chair_finds_the_forms_at_the_article_and_a_member_does_not(cast: Cast, sign_in, article: Article):
    page, way = (
        reverse("newsroom:article", args=[article.public_id]),
        reverse("newsroom:take_forms", args=[article.public_id]),
    )
    shown = [way in sign_in(name).get(page).content.decode() for name in ("minh", "lan", "an")]
    assert shown == [True, False, False]
    text = sign_in("minh").get(way).content.decode()
    assert "CĐCS Công ty TNHH May Sông Đáy" in text
    assert text.count("Máy soạn từ bài đang đăng") == len(queries.taking.TAKEN)


def test_a_message_leads_back_to_the_unit_and_kept_words_come_before_the_machines(
    cast: Cast, sign_in, article: Article
):
    minh = sign_in("minh")
    page = minh.get(at(article, "zalo")).content.decode()
    assert f"/t/{article.short_code}?c=ZALO&amp;d=MD-1" in page
    assert "Đọc lại trước khi gửi" in page
    words = {"plain": "Mot cua mo thu bay", "accented": "Một cửa mở thứ bảy"}
    actions.save_words(
        article=article, form=Form.SMS, words=words, revision=article.revisions.get(), by=cast.hoa, at=AT
    )
    page = minh.get(at(article, "sms")).content.decode()
    assert "Mot cua mo thu bay" in page
    assert "Đọc lại trước khi gửi" not in page


def test_words_of_another_text_than_the_public_one_are_not_taken(cast: Cast, article: Article):
    words = {"plain": "cu", "accented": "cũ"}
    facts = {"article": article, "form": Form.SMS, "by": cast.hoa, "at": AT}
    newer = actions.save_draft(article=article, draft=draft(title="Bản sau"), base=1, by=cast.hoa, at=AT)
    actions.save_words(words=words, revision=newer, **facts)
    article = Article.objects.select_related("published").get()
    assert not queries.form_to_take(article, Form.SMS, cast.units["MD-1"]).is_read
    assert queries.form_to_take(article, Form.SMS, cast.units["MD-1"]).words["plain"] != "cu"


def test_the_leaflet_is_the_units_own(sign_in, article: Article):
    answer = sign_in("minh").get(at(article, "leaflet-a5", "take_pdf"))
    assert answer.content.startswith(b"%PDF")
    assert "leaflet-a5-md-1.pdf" in answer["Content-Disposition"]


def test_a_use_is_recorded_to_the_unit_and_bad_numbers_are_asked_again(cast: Cast, sign_in, article: Article):
    minh, url = sign_in("minh"), at(article, "script")
    answer = minh.post(url, {"sent_count": "0", "note": "Loa xưởng 2", "idempotency_key": str(new_id())})
    assert (answer.status_code, "Loa xưởng 2" in answer.content.decode()) == (422, True)
    answer = minh.post(url, {"sent_count": "3", "note": "Loa xưởng 2", "idempotency_key": str(new_id())})
    assert answer["Location"] == url
    use = Use.objects.get()
    assert (use.unit, use.by, use.channel, use.sent_count) == (cast.units["MD-1"], cast.minh, "LOUDSPEAKER", 3)
    assert "Loa xưởng 2" in minh.get(url).content.decode()


def test_a_unit_uses_the_public_text_whatever_is_written_meanwhile(cast: Cast, sign_in, article: Article):
    public = Article.objects.get().published
    newer = actions.save_draft(article=article, draft=draft(title="Bản sau"), base=1, by=cast.hoa, at=AT)
    actions.save_words(article=article, form=Form.SCRIPT, revision=newer, words={"text": "mới"}, by=cast.hoa, at=AT)
    sign_in("minh").post(at(article, "script"), {"sent_count": "3", "idempotency_key": str(new_id())})
    assert Use.objects.get().revision == public


def test_whoever_acts_for_two_units_says_for_which_and_never_for_another(cast: Cast, sign_in, article: Article):
    RoleGrant.objects.create(user=cast.minh, unit=cast.units["MD-2"], role=Role.CHAIR, from_on=START, granted_at=AT)
    minh, url = sign_in("minh"), at(article, "zalo")
    for code in ("MD-2", "HD-1"):
        minh.post(f"{url}?unit={code}", {"sent_count": "1", "idempotency_key": str(new_id())})
    units = list(Use.objects.order_by("id").values_list("unit__code", flat=True))
    assert units[0] == "MD-2"
    assert units[1] in {"MD-1", "MD-2"}


@pytest.mark.parametrize("slug", ["email", "quiz", "song"])
def test_forms_that_are_not_for_units_are_not_there(sign_in, article: Article, slug: str):
    assert sign_in("minh").get(at(article, slug)).status_code == 404
