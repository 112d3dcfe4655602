"""Articles on their way: two people, one public text, nothing that readers get changes without the second."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from caunoi.kit import clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.newsroom import actions, jobs, queries, rules
from caunoi.newsroom.actions import articles
from caunoi.newsroom.choices import AgeBand, ArticleState, Readership
from caunoi.newsroom.models import Article, Review, Revision
from caunoi.organisations.queries import scope_of
from tests.cast import AT, NAMES
from tests.library.test_documents import confirm
from tests.newsroom.texts import draft, put_out, written
from tests.pure.pasted import CLEAN_WORD, FROM_WORD

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TODAY = AT.date()


def submitted(cast, **more) -> Article:
    return actions.submit_article(article=written(cast, **more), by=cast.hoa, at=AT)


def approved(cast, **more) -> Article:
    return actions.approve_article(article=submitted(cast, **more), number=1, by=cast.dung, at=AT)


def code_of(failed) -> str:
    return failed.value.error_list[0].code


def readers(cast, article: Article) -> set[str]:
    people = {name: cast.users.get(name, AnonymousUser()) for name in NAMES}
    return {name for name, user in people.items() if article in queries.articles_visible_to(user, TODAY)}


# Writing


def test_an_article_begins_as_a_draft_with_a_clean_first_revision(cast):
    article = written(cast, body=FROM_WORD)
    revision = article.revisions.get()
    assert (article.state, article.slug, article.folded_title) == (
        ArticleState.DRAFT, "mot-cua-nhan-ho-so-trong-ngay", "mot cua nhan ho so trong ngay",
    )  # fmt: skip
    assert (revision.number, revision.body, revision.written_by) == (1, CLEAN_WORD, cast.hoa)
    assert AuditRow.objects.get(verb="newsroom.create_article").actor.endswith(str(cast.hoa.public_id))


def test_codes_on_leaflets_have_no_signs_that_look_alike(cast):
    codes = [written(cast).short_code for _ in range(20)]
    assert len(set(codes)) == len(codes)
    assert not set("".join(codes)) & set("01ilo")


def test_what_it_is_about_and_for_whom_stands_with_it(cast):
    document = confirm(cast)
    article = written(
        cast, areas=["PROCEDURES"], audiences=[Readership.MEMBER, AgeBand.YOUNG], sources=[(document, "dieu-1")]
    )
    assert list(article.areas.values_list("area", flat=True)) == ["PROCEDURES"]
    assert set(article.audiences.values_list("value", flat=True)) == {"MEMBER", "YOUNG"}
    assert article.sources.get().anchor == "dieu-1"


@pytest.mark.parametrize("body", ["", "   ", "<p>&nbsp;</p>", '<img src="https://a.vn/x.png">', "<script>1</script>"])
def test_a_text_without_words_is_refused(cast, body):
    with pytest.raises(ValidationError, match="nội dung"):
        written(cast, body=body)
    assert not Article.objects.exists()


def test_a_text_that_is_too_long_is_refused(cast):
    with pytest.raises(ValidationError, match="dài quá"):
        written(cast, body="<p>" + "chữ " * 60_000 + "</p>")


def test_each_change_is_a_revision_and_no_change_is_none(cast):
    article = written(cast)
    save = {"article": article, "by": cast.hoa, "at": AT}
    assert actions.save_draft(draft=draft(), base=1, **save).number == 1
    assert actions.save_draft(draft=draft(title="Tên mới"), base=1, **save).number == 2
    assert actions.save_draft(draft=draft(title="Tên mới", areas=["PROCEDURES"]), base=2, **save).number == 3
    assert Article.objects.get().title == "Tên mới"


def test_of_two_who_edit_at_once_neither_overwrites_the_other(cast):
    article = written(cast)
    actions.save_draft(article=article, draft=draft(title="Của Hoa"), base=1, by=cast.hoa, at=AT)
    with pytest.raises(ValidationError, match="bản 2") as failed:
        actions.save_draft(article=article, draft=draft(title="Của Dũng"), base=1, by=cast.dung, at=AT)
    assert code_of(failed) == "STALE"
    assert queries.newest_revision(article).title == "Của Hoa"


# Two people


def test_whoever_wrote_it_does_not_approve_it(cast):
    article = submitted(cast)
    with pytest.raises(ValidationError, match="người khác") as failed:
        actions.approve_article(article=article, number=1, by=cast.hoa, at=AT)
    assert code_of(failed) == "TWO_PEOPLE"
    article.refresh_from_db()
    assert article.state == ArticleState.IN_REVIEW
    revision = article.revisions.get()
    assert not rules.may_review_revision(cast.hoa, revision)
    assert rules.may_review_revision(cast.dung, revision)


def test_an_approval_is_of_the_revision_that_was_read(cast):
    article = written(cast)
    actions.save_draft(article=article, draft=draft(title="Khác"), base=1, by=cast.hoa, at=AT)
    actions.submit_article(article=article, by=cast.hoa, at=AT)
    with pytest.raises(ValidationError) as failed:
        actions.approve_article(article=article, number=1, by=cast.dung, at=AT)
    assert code_of(failed) == "STALE"


def test_a_change_after_the_approval_needs_another(cast):
    article = approved(cast)
    actions.save_draft(article=article, draft=draft(title="Khác"), base=1, by=cast.hoa, at=AT)
    with pytest.raises(ValidationError) as failed:
        actions.publish_article(article=article, by=cast.hoa, at=AT)
    assert code_of(failed) == "STATE"


def test_it_returns_with_what_to_mend_and_comes_again(cast):
    article = submitted(cast)
    with pytest.raises(ValidationError, match="cần sửa"):
        actions.return_article(article=article, number=1, note=" ", by=cast.dung, at=AT)
    actions.return_article(article=article, number=1, note="Thêm số liệu", by=cast.dung, at=AT)
    article.refresh_from_db()
    assert (article.state, article.revisions.get().reviews.get().note) == (ArticleState.DRAFT, "Thêm số liệu")
    actions.submit_article(article=article, by=cast.hoa, at=AT)
    assert actions.approve_article(article=article, number=1, by=cast.dung, at=AT).state == ArticleState.APPROVED


def test_a_state_that_was_set_past_the_table_publishes_nothing(cast):
    article = written(cast)
    Article.objects.update(state=ArticleState.APPROVED)
    with pytest.raises(ValidationError) as failed:
        actions.publish_article(article=article, by=cast.dung, at=AT)
    assert code_of(failed) == "TWO_PEOPLE"


# Publishing


def test_publishing_is_announced_once_with_the_revision(cast):
    article = put_out(written(cast), cast)
    event = OutboxEvent.objects.get(name="newsroom.article_published")
    assert event.payload == {"article_id": article.pk, "revision_id": article.published_id}
    assert (article.state, article.published_at) == (ArticleState.PUBLISHED, AT)


def test_what_is_public_stays_while_the_next_text_is_written(cast):
    article = put_out(written(cast), cast)
    later = AT + timedelta(days=1)
    wider = draft(title="Tên mới", is_public=False, areas=["PROCEDURES"])
    actions.save_draft(article=article, draft=wider, base=1, by=cast.hoa, at=later)
    article.refresh_from_db()
    assert (article.state, article.title, article.is_public, article.areas.count(), article.published.number) == (
        ArticleState.DRAFT, "Một cửa nhận hồ sơ trong ngày", True, 0, 1,
    )  # fmt: skip
    article = Article.objects.get()
    actions.submit_article(article=article, by=cast.hoa, at=later)
    actions.approve_article(article=article, number=2, by=cast.dung, at=later)
    article = actions.publish_article(article=article, by=cast.hoa, at=later)
    assert (article.title, article.is_public, article.areas.count(), article.published.number, article.published_at) == (
        "Tên mới", False, 1, 2, AT,
    )  # fmt: skip


def test_it_goes_out_by_itself_when_its_moment_comes(cast):
    article = approved(cast)
    with pytest.raises(ValidationError, match="sau lúc này"):
        actions.schedule_article(article=article, publish_at=AT, by=cast.hoa, at=AT)
    moment = AT + timedelta(hours=2)
    actions.schedule_article(article=article, publish_at=moment, by=cast.hoa, at=AT)
    with clock.frozen(moment - timedelta(seconds=1)):
        jobs.publish_scheduled()
    assert Article.objects.get().state == ArticleState.SCHEDULED
    with clock.frozen(moment):
        jobs.publish_scheduled()
        jobs.publish_scheduled()
    article = Article.objects.get()
    assert (article.state, article.published_at, article.publish_at) == (ArticleState.PUBLISHED, moment, None)
    assert OutboxEvent.objects.filter(name="newsroom.article_published").count() == 1


def test_a_moment_called_off_publishes_nothing(cast):
    article = actions.schedule_article(article=approved(cast), publish_at=AT + timedelta(hours=2), by=cast.hoa, at=AT)
    actions.unschedule_article(article=article, by=cast.hoa, at=AT)
    assert actions.publish_due(at=AT + timedelta(days=1)) == 0
    assert Article.objects.get().state == ArticleState.APPROVED


def test_one_that_is_refused_or_called_off_meanwhile_does_not_hold_up_the_others(cast, monkeypatch, caplog):
    moment = AT + timedelta(hours=2)
    first, second, third = (
        actions.schedule_article(article=approved(cast), publish_at=moment + timedelta(minutes=n), by=cast.hoa, at=AT)
        for n in range(3)
    )
    Review.objects.filter(revision__article=first).delete()  # as if the approval had been undone by hand
    locked = articles._locked

    def called_off_first(article):
        if article.pk == second.pk:
            Article.objects.filter(pk=second.pk).update(state=ArticleState.APPROVED, publish_at=None)
        return locked(article)

    monkeypatch.setattr(articles, "_locked", called_off_first)
    assert actions.publish_due(at=AT + timedelta(days=1)) == 1
    states = [Article.objects.get(pk=article.pk).state for article in (first, second, third)]
    assert states == [ArticleState.SCHEDULED, ArticleState.APPROVED, ArticleState.PUBLISHED]


def test_withdrawing_takes_the_text_away_and_keeps_the_reason(cast):
    article = put_out(written(cast), cast)
    with pytest.raises(ValidationError, match="lý do"):
        actions.withdraw_article(article=article, reason="", by=cast.hoa, at=AT)
    article = actions.withdraw_article(article=article, reason="Số liệu sai", by=cast.hoa, at=AT)
    assert (article.state, article.published, article.withdrawal_reason) == ("WITHDRAWN", None, "Số liệu sai")
    assert readers(cast, article) == set()
    assert OutboxEvent.objects.filter(name="newsroom.article_withdrawn").count() == 1


def test_what_is_public_can_be_withdrawn_whatever_happens_to_its_next_text(cast):
    article = put_out(written(cast), cast)
    actions.save_draft(article=article, draft=draft(title="Khác"), base=1, by=cast.hoa, at=AT)
    assert actions.withdraw_article(article=article, reason="Sai", by=cast.hoa, at=AT).published is None
    with pytest.raises(ValidationError):
        actions.withdraw_article(article=written(cast), reason="Sai", by=cast.hoa, at=AT)


# Readers


def test_nobody_reads_a_draft_and_anyone_reads_what_is_public(cast):
    article = written(cast)
    assert readers(cast, article) == set()
    assert readers(cast, put_out(article, cast)) == set(NAMES)


def test_what_is_for_a_branch_is_read_in_it_and_by_those_above(cast):
    article = put_out(written(cast, is_public=False), cast)
    assert readers(cast, article) == {"lan", "minh", "hoa", "dung"}
    narrow = put_out(written(cast, owner="HN", is_public=False, audience_unit=cast.units["HD"]), cast)
    assert readers(cast, narrow) == {"quang", "dung"}


def test_the_desk_of_a_branch_shows_its_articles_and_no_others(cast):
    article = written(cast)
    for name, count in (("hoa", 1), ("dung", 1), ("minh", 0), ("lan", 0), ("quang", 0), ("tuan", 0)):
        scope = scope_of(cast.users[name], TODAY)
        assert queries.articles_on_desk(scope).count() == count
    assert queries.article_on_desk(scope_of(cast.hoa, TODAY), article.public_id).owner_path
    with pytest.raises(Article.DoesNotExist):
        queries.article_on_desk(scope_of(cast.quang, TODAY), article.public_id)
    assert Revision.objects.count() == 1
