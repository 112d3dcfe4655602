"""The desk says what waits, and for a person without a post says that nothing does."""

import pytest
from django.urls import reverse

from caunoi.accounts.models import User
from caunoi.newsroom.actions import return_article, submit_article
from caunoi.plans.choices import PlanAnswer, PlanState
from caunoi.plans.models import Plan
from tests.doors import HOSTILE, text_of
from tests.newsroom.texts import AT, written
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
EMPTY = "Hết việc rồi. Việc mới sẽ hiện ở đây."


def test_the_first_page_after_signing_in_is_kept_by_no_cache(world: World):
    response = world.client("minh").get("/desk/")
    assert response["Cache-Control"] == "private, no-store"
    assert world.directive.title in text_of(response)


def test_someone_without_a_post_has_nothing_to_do(world: World):
    world.cast.users["moi"] = User.objects.create(full_name="Người mới đến", email="m@example.vn")
    assert EMPTY in text_of(world.client("moi").get("/desk/"))


def test_a_person_who_left_every_post_still_gets_an_answer(world: World):
    world.cast.users["minh"].grants.update(to_on="2026-01-01")
    for path in ("/desk/", "/mine/", "/notices/", "/accounts/me/"):
        assert world.client("minh").get(path).status_code == 200


@pytest.mark.parametrize("words", HOSTILE)
def test_the_address_of_the_desk_may_hold_anything(world: World, words: str):
    assert world.client("hoa").get(reverse("desk:home"), {"from": words, "open": words}).status_code == 200


def test_a_plan_from_above_is_work_for_the_chair_then_for_who_decides_then_for_the_chair_again(world: World):
    leaf, minh, hoa = world.plans.grassroots, world.cast.users["minh"], world.cast.users["hoa"]
    Plan.objects.filter(pk=leaf.pk).update(state=PlanState.DRAFT, answer=PlanAnswer.SILENT, revision=0)
    page = text_of(world.client("minh").get("/desk/"))
    assert "Trả lời kế hoạch cấp trên" in page
    assert reverse("plans:plan", args=[leaf.public_id]) in page
    assert "Duyệt 1 kế hoạch" in text_of(world.client("hoa").get("/desk/"))
    Plan.objects.filter(pk=leaf.pk).update(state=PlanState.SUBMITTED, submitted_by=minh, submitted_at=AT)
    assert "Duyệt 2 kế hoạch" in text_of(world.client("hoa").get("/desk/"))
    assert "Trả lời kế hoạch cấp trên" not in text_of(world.client("minh").get("/desk/"))
    back = {"decided_by": hoa, "decided_at": AT, "decision_note": "Ghi rõ số buổi"}
    Plan.objects.filter(pk=leaf.pk).update(state=PlanState.RETURNED, **back)
    page = text_of(world.client("minh").get("/desk/"))
    assert "Sửa kế hoạch bị trả lại" in page
    assert "Lý do: Ghi rõ số buổi" in page


def test_the_bar_at_the_foot_of_a_phone_is_for_who_has_no_rail(world: World):
    bar = '<nav class="dock'
    for name, doors in (("minh", ["plans:activities", "feedback:inbox"]), ("lan", ["notifications:notices"])):
        page = world.client(name).get("/desk/").content.decode()
        foot = page[page.index(bar) :]
        assert [door for door in doors if f'href="{reverse(door)}"' in foot] == doors
    assert bar not in world.client("hoa").get("/desk/").content.decode()


def test_who_reviews_an_article_finds_it_on_the_desk_and_its_writer_finds_the_answer(world: World):
    article = written(world.cast, title="Bài chờ người thứ hai")
    submit_article(article=article, by=world.cast.hoa, at=AT)
    to_review = f"Duyệt bài: {article.title}"
    assert to_review in text_of(world.client("dung").get("/desk/"))
    assert to_review not in text_of(world.client("hoa").get("/desk/"))
    return_article(article=article, number=1, note="Thêm số liệu", by=world.cast.dung, at=AT)
    assert f"Sửa bài bị trả lại: {article.title}" in text_of(world.client("hoa").get("/desk/"))
    assert article.title not in text_of(world.client("dung").get("/desk/"))
