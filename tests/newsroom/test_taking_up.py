"""A document of the library becomes an article in one step, and from there every form and a contest."""

import pytest
from django.urls import reverse

from caunoi.library.actions import add_version
from caunoi.library.models import Document
from caunoi.newsroom.models import Article
from caunoi.newsroom.queries import forms_of
from tests.cast import AT
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]
TEXT = "Điều 1. Phạm vi\nMọi công đoàn cơ sở.\nĐiều 2. Thời hạn\n1. Phổ biến đến đoàn viên trước ngày 15/12/2026."


@pytest.fixture
def document(world: World) -> Document:
    add_version(document=world.public, text=TEXT, file=None, pages_count=None, by=world.cast.dung, at=AT)
    return world.public


def way(document: Document) -> str:
    return reverse("newsroom:take_up_document", args=[document.public_id])


def test_a_marked_part_becomes_a_draft_that_rests_on_it(world: World, document: Document):
    client = world.client("dung")
    page = client.get(f"{way(document)}?clause=dieu-2.khoan-1").content.decode()
    assert 'value="dieu-2" checked' in page
    assert 'value="dieu-1" checked' not in page
    answer = client.post(way(document), {"part": "dieu-2"})
    article = Article.objects.order_by("-id")[0]
    assert answer["Location"] == reverse("newsroom:desk_article", args=[article.public_id])
    revision = article.revisions.get()
    assert "15/12/2026" in revision.body
    assert "Mọi công đoàn cơ sở" not in revision.body
    assert (article.title, article.is_public, article.state) == (document.title, True, "DRAFT")
    assert list(article.sources.values_list("document", "anchor")) == [(document.pk, "dieu-2")]
    desk = client.get(answer["Location"]).content.decode()
    for route in ("newsroom:forms", "desk:article_quiz"):
        assert reverse(route, args=[article.public_id]) in desk
    assert len(forms_of(article, revision)) == 9
    for name in ("sms", "script", "leaflet-a5", "quiz"):
        assert client.get(reverse("newsroom:form", args=[article.public_id, name])).status_code == 200


def test_all_of_it_rests_on_the_document(world: World, document: Document):
    world.client("dung").post(way(document), {"part": ["dieu-1", "dieu-2"]})
    assert list(Article.objects.order_by("-id")[0].sources.values_list("document", "anchor")) == [(document.pk, "")]


@pytest.mark.parametrize("parts", [[], ["dieu-9"]])
def test_nothing_marked_is_said_and_makes_nothing(world: World, document: Document, parts: list[str]):
    before = Article.objects.count()
    answer = world.client("dung").post(way(document), {"part": parts})
    assert (answer.status_code, Article.objects.count()) == (422, before)
    assert "Đánh dấu ít nhất một phần" in answer.content.decode()


def test_from_what_is_not_public_comes_an_article_for_the_branch(world: World):
    world.client("hoa").post(way(world.private), {"part": "dieu-1"})
    article = Article.objects.order_by("-id")[0]
    assert (article.is_public, article.owner) == (False, world.private.owner)


@pytest.mark.parametrize(("name", "is_shown"), [("dung", True), ("hoa", True), ("minh", False), ("an", False)])
def test_only_writers_are_shown_the_way(world: World, document: Document, name: str, is_shown: bool):
    client = world.client(name)
    pages = [reverse(f"library:{route}", args=[document.public_id]) for route in ("document", "document_text")]
    pages.append(reverse("directives:directive", args=[world.directive.public_id]))
    shown = [way(document) in client.get(page).content.decode() for page in pages]
    assert shown == [is_shown] * 3
