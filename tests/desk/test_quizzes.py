"""From an article to a contest: proposals that a person reads, mends and takes one by one."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from caunoi.accounts.models import User
from caunoi.contests import actions
from caunoi.contests.choices import ContestState
from caunoi.contests.models import Contest, Question
from caunoi.desk import quizzes
from caunoi.library.models import Document, DocumentVersion
from caunoi.newsroom.models import Article
from caunoi.organisations.choices import Role
from caunoi.organisations.models import RoleGrant
from tests.pure.samples import ARTICLE
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]


@pytest.fixture
def url(world: World) -> str:
    """A document with the article's text."""
    number = world.public.versions.count() + 1
    first = world.public.versions.order_by("number")[0]
    DocumentVersion.objects.create(
        document=world.public, number=number, text=ARTICLE, file=first.file, added_at=first.added_at
    )
    return reverse("desk:document_quiz", args=[world.public.public_id])


def fields_of(page: str) -> dict[str, Any]:
    """What the page's form would send."""
    fields = dict(re.findall(r'<input type="hidden" name="(q-[A-Z_]+)" value="(\d*)"', page))
    fields |= dict(re.findall(r'<input type="text" name="(q-\d+-option\d)" value="([^"]*)"', page))
    fields |= {
        name: text.strip()
        for name, text in re.findall(r'<textarea name="(q-\d+-text)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    }
    fields |= {
        name: re.findall(r'<option value="(\d)" selected', part)[0]
        for name, part in re.findall(r'<select name="(q-\d+-correct)"[^>]*>(.*?)</select>', page, re.DOTALL)
    }
    return fields


def test_ten_proposals_become_a_contest_in_one_go(world: World, url: str):
    client, before = world.client("hoa"), Question.objects.count()
    fields = fields_of(client.get(url).content.decode())
    assert fields["q-TOTAL_FORMS"] == "10"
    fields |= {f"q-{n}-is_taken": "on" for n in range(10)}
    fields["q-0-text"] = "Câu tôi đã sửa là gì?"
    response = client.post(url, fields | {"go": "contest"})
    contest = Contest.objects.order_by("-id")[0]
    assert response["Location"] == reverse("contests:change_contest", args=[contest.public_id])
    assert (contest.state, contest.question_count, contest.pool.count()) == (ContestState.DRAFT, 10, 10)
    assert Question.objects.count() == before + 10
    mended = Question.objects.get(text="Câu tôi đã sửa là gì?")
    assert (mended.added_by, mended.basis_document) == (world.cast.hoa, world.public)


def test_only_what_was_taken_goes_into_the_bank(world: World, url: str):
    client, before = world.client("hoa"), Question.objects.count()
    fields = fields_of(client.get(url).content.decode()) | {"q-3-is_taken": "on", "go": "bank"}
    fields["q-5-text"] = ""  # nobody took it, so it need not be whole
    assert client.post(url, fields)["Location"] == reverse("contests:questions")
    assert Question.objects.count() == before + 1


def test_nothing_taken_is_said_and_what_was_mended_is_kept(world: World, url: str):
    client, before = world.client("hoa"), Question.objects.count()
    fields = fields_of(client.get(url).content.decode()) | {"q-0-text": "Câu đang sửa dở"}
    response = client.post(url, fields)
    assert response.status_code == 422
    assert "Chọn ít nhất một câu hỏi" in response.content.decode()
    assert "Câu đang sửa dở" in response.content.decode()
    assert Question.objects.count() == before


@pytest.mark.parametrize("is_sample", [True, False])
def test_what_comes_from_a_sample_is_a_sample(world: World, url: str, is_sample: bool):
    Document.objects.filter(pk=world.public.pk).update(is_sample=is_sample)
    client = world.client("hoa")
    client.post(url, fields_of(client.get(url).content.decode()) | {"q-0-is_taken": "on", "go": "contest"})
    contest = Contest.objects.order_by("-id")[0]
    assert (contest.is_sample, contest.pool.get().question.is_sample) == (is_sample, is_sample)


def test_what_comes_from_a_sample_article_is_a_sample(world: World, monkeypatch: pytest.MonkeyPatch):
    Article.objects.update(is_sample=True)
    article = Article.objects.filter(state="PUBLISHED").order_by("id")[0]
    monkeypatch.setattr(quizzes, "words", lambda _body: ARTICLE)
    client, url = world.client("hoa"), reverse("desk:article_quiz", args=[article.public_id])
    client.post(url, fields_of(client.get(url).content.decode()) | {"q-0-is_taken": "on", "go": "bank"})
    assert Question.objects.order_by("-id")[0].is_sample


def test_a_contest_that_cannot_be_made_leaves_no_questions_behind(
    world: World, url: str, monkeypatch: pytest.MonkeyPatch
):
    def refuse(**_given: Any) -> None:
        raise ValidationError("Không chọn được.")

    client, before = world.client("hoa"), Question.objects.count()
    fields = fields_of(client.get(url).content.decode()) | {"q-0-is_taken": "on", "go": "contest"}
    monkeypatch.setattr(actions, "choose_questions", refuse)
    response = client.post(url, fields)
    assert (response.status_code, Question.objects.count()) == (422, before)
    assert "Không chọn được." in response.content.decode()


@pytest.mark.parametrize(("name", "is_shown"), [("hoa", True), ("tuan", False)])
def test_the_ways_to_a_contest_are_shown_to_officers_of_unions_only(world: World, name: str, is_shown: bool):
    """Tuấn is an officer here, but of a people's committee, which holds no contests."""
    user, article = world.cast.users[name], Article.objects.filter(state="PUBLISHED").order_by("id")[0]
    RoleGrant.objects.filter(user=user).update(role=Role.OFFICER)
    User.objects.filter(pk=user.pk).update(is_officer=True)
    user.authenticator_set.get_or_create(type="totp", defaults={"data": {"secret": "x"}})
    Article.objects.filter(pk=article.pk).update(owner=RoleGrant.objects.get(user=user).unit)
    client = world.client(name)
    for page, target in ((world.public, "document"), (article, "article")):
        route = "library:document" if target == "document" else "newsroom:desk_article"
        text = client.get(reverse(route, args=[page.public_id])).content.decode()
        assert (reverse(f"desk:{target}_quiz", args=[page.public_id]) in text) is is_shown
    assert "Đọc văn bản mới" in text  # the menu of an officer
    assert (f'href="{reverse("contests:kept_contests")}"' in text) is is_shown
    status = 200 if is_shown else 404
    assert client.get(reverse("contests:kept_contests")).status_code == status
