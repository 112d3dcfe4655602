"""Nominations from below, chosen at the desk; milestones as done of total."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from caunoi.accounts.models import User
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.ids import new_id
from caunoi.newsroom import actions, queries
from caunoi.newsroom.models import Article, Milestone, Nomination
from caunoi.organisations.choices import Role
from caunoi.organisations.models import RoleGrant
from caunoi.organisations.queries import scope_of
from tests.cast import AT, NAMES, START
from tests.kit.samples import picture
from tests.newsroom.texts import nominated, nominee, put_out, target

pytestmark = [pytest.mark.door, pytest.mark.django_db]
TODAY = AT.date()
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def send(client, **more):
    values = {
        "kind": "GOOD_EXAMPLE", "subject": "Chị Lan", "story": "Làm tờ hướng dẫn.", "has_consent": "on", "photo_alt": "",
        "idempotency_key": str(new_id()),
    }  # fmt: skip
    return client.post(reverse("newsroom:nominate"), values | more)


def decide(client, row, **values):
    url = reverse("newsroom:decide_nomination", args=[row.public_id])
    return client.post(url, values | {"idempotency_key": str(new_id())})


def save(cast, milestone=None, **more) -> Milestone:
    return actions.save_milestone(
        milestone=milestone, owner=cast.units["MD"], draft=target(**more), by=cast.hoa, at=AT, today=TODAY
    )


def test_a_member_puts_forward_from_the_phone_with_a_photo(cast, sign_in):
    client = sign_in("lan")
    photo = SimpleUploadedFile("anh.jpg", picture(size=(900, 600)), "image/jpeg")
    assert send(client, photo=photo, photo_alt="Chị Lan ở quầy").status_code == 302
    row = Nomination.objects.get()
    assert (row.unit, row.sent_by, row.photo.media_type) == (cast.units["MD-1"], cast.lan, "image/webp")
    assert "Chị Lan" in client.get(reverse("newsroom:nominate")).content.decode()
    answer = client.get(reverse("newsroom:nomination_photo", args=[row.public_id]))
    assert b"".join(answer.streaming_content).startswith(b"RIFF")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"has_consent": ""}, "Hỏi người được nêu tên"),
        ({"story": ""}, "Điền “"),
        ({"kind": "NEWS"}, 'class="err"'),
        ({"photo": "IMAGE"}, "Viết ảnh cho thấy gì"),
        ({"photo": "BROKEN", "photo_alt": "Ảnh"}, "không"),
    ],
)
def test_what_lacks_is_said_and_what_was_typed_stays(cast, sign_in, more, said):
    files = {"IMAGE": picture(), "BROKEN": picture()[:80]}
    if "photo" in more:
        more = more | {"photo": SimpleUploadedFile("anh.jpg", files[more["photo"]], "image/jpeg")}
    answer = send(sign_in("minh"), **{"result": "Chữ đã gõ"} | more)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Chữ đã gõ" in page
    assert not Nomination.objects.exists()


def test_the_desk_of_the_branch_sees_it_and_no_other(cast):
    row = nominated(cast)
    seen = {
        name for name in NAMES if name != "an" and row in queries.nominations_on_desk(scope_of(cast.users[name], TODAY))
    }
    assert seen == {"hoa", "dung"}


def test_chosen_it_becomes_an_article_with_its_words_and_photo(cast, sign_in):
    row = nominated(cast, result="31 trên 40 người <b>hài lòng</b>")
    answer = decide(sign_in("hoa"), row, deed="select", note="Rất hay")
    article = Article.objects.get()
    assert answer["Location"] == reverse("newsroom:edit_article", args=[article.public_id])
    body = article.revisions.get().body
    assert body == (
        "<p>Làm tờ hướng dẫn.</p><p>Phát cho mọi người.</p><h2>Kết quả</h2>"
        "<p>31 trên 40 người &lt;b&gt;hài lòng&lt;/b&gt;</p>"
    )
    assert (article.kind, article.owner, article.cover.alt) == (
        "GOOD_EXAMPLE", cast.units["MD"], "Chị Lan phát tờ hướng dẫn",
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.article) == ("SELECTED", article)
    # Hoa began it from Minh's words; a second person still reads it.
    put_out(article, cast)
    row.refresh_from_db()
    assert row.state == "PUBLISHED"


def test_not_chosen_it_says_why_and_is_not_decided_twice(cast, sign_in):
    row, hoa = nominated(cast), sign_in("hoa")
    answer = decide(hoa, row, deed="decline", note="")
    assert (answer.status_code, "Viết vì sao" in answer.content.decode()) == (422, True)
    assert decide(hoa, row, deed="decline", note="Thêm con số").status_code == 302
    assert "Thêm con số" in sign_in("minh").get(reverse("newsroom:nominate")).content.decode()
    answer = decide(hoa, row, deed="select", note="")
    assert (answer.status_code, "đã được quyết định" in answer.content.decode()) == (422, True)
    assert not Article.objects.exists()


def test_a_nomination_without_consent_is_not_kept_even_by_a_program(cast):
    with pytest.raises(ValidationError):
        actions.nominate(unit=cast.units["MD-1"], draft=nominee(has_consent=False), by=cast.minh, at=AT)


# Milestones


def test_a_share_is_done_of_total_with_its_day_and_source(cast, sign_in):
    save(cast)
    page = sign_in("hoa").get(reverse("newsroom:desk_milestones")).content.decode()
    for text in ("3/8 một cửa", "37,5%", "23/11/2026", "Báo cáo tháng 11"):
        assert text in page
    assert page.count("chưa có mục tiêu") == 5


@pytest.mark.parametrize(
    "more",
    [
        {"done_count": 9}, {"total_count": 0, "done_count": 0}, {"source_text": " "},
        {"as_of": TODAY.replace(year=2027)},
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_refused(cast, more):
    with pytest.raises(ValidationError):
        save(cast, **more)
    assert not Milestone.objects.exists()


def test_bringing_it_up_to_date_keeps_what_it_said_before(cast):
    row = save(cast, save(cast), done_count=5)
    facts = AuditRow.objects.filter(verb="newsroom.save_milestone").latest("id").facts
    assert (row.done_count, facts["before"]["done_count"], facts["now"]["done_count"]) == (5, 3, 5)
    assert Milestone.objects.count() == 1


def test_the_form_keeps_what_was_typed(cast, sign_in):
    values = {
        "area": "PROCEDURES", "year": "2026", "title": "Niêm yết", "measure": "một cửa", "done_count": "9",
        "total_count": "8", "as_of": "2026-11-23", "source_text": "Báo cáo", "idempotency_key": str(new_id()),
    }  # fmt: skip
    client, url = sign_in("hoa"), reverse("newsroom:add_milestone")
    answer = client.post(url, values)
    assert (answer.status_code, 'value="Niêm yết"' in answer.content.decode()) == (422, True)
    answer = client.post(url, values | {"done_count": "7", "idempotency_key": str(new_id())})
    assert answer["Location"] == f"{reverse('newsroom:desk_milestones')}?year=2026"
    row = Milestone.objects.get()
    assert client.get(reverse("newsroom:edit_milestone", args=[row.public_id])).status_code == 200


def test_an_officer_of_two_units_says_which_desk_writes_it(cast, sign_in):
    row = nominated(cast)
    RoleGrant.objects.create(user=cast.hoa, unit=cast.units["HD"], role=Role.OFFICER, from_on=START, granted_at=AT)
    hoa, other = sign_in("hoa"), cast.units["HD"]
    page = hoa.get(reverse("newsroom:desk_nomination", args=[row.public_id])).content.decode()
    assert f'<option value="{other.pk}"' in page
    assert decide(hoa, row, deed="select", note="", owner=cast.units["HN"].pk).status_code == 422
    assert decide(hoa, row, deed="select", note="", owner=other.pk).status_code == 302
    assert Article.objects.get().owner == other


def test_a_nomination_whose_draft_is_dropped_waits_again(cast, sign_in):
    row = nominated(cast)
    decide(sign_in("hoa"), row, deed="select", note="")
    actions.discard_article(article=Article.objects.get(), by=cast.hoa, at=AT)
    row.refresh_from_db()
    assert (row.state, row.article, row.decided_by) == ("SENT", None, None)


def test_the_way_to_nominate_is_shown_to_those_who_have_a_post(cast, sign_in, client):
    User.objects.create(email="moi@example.vn", full_name="Người mới")
    new = Client()
    new.force_login(User.objects.get(email="moi@example.vn"), backend=BACKEND)
    url, way = reverse("newsroom:series"), reverse("newsroom:nominate")
    assert [way in one.get(url).content.decode() for one in (sign_in("lan"), new, client)] == [True, False, False]
    assert new.get(way).status_code == 404
    assert way not in new.get(reverse("notifications:notices")).content.decode()
