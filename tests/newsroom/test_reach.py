"""Counts without persons: what a page tells of how it is read, and what is honest to show of it."""

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse

from caunoi.kit import outbox
from caunoi.newsroom import queries
from caunoi.newsroom.actions import add_reach, reaching, withdraw_article
from caunoi.newsroom.actions.reaching import OPENED, READ, Mark, Tally
from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Article, Reach, Use
from caunoi.notifications.events import MessagesDelivered, MessagesReturned
from caunoi.organisations.queries import scope_of
from tests.cast import AT, Cast
from tests.newsroom.texts import put_out, written

pytestmark = [pytest.mark.door, pytest.mark.django_db]
TODAY = AT.date()


@pytest.fixture
def article(cast: Cast) -> Article:
    return put_out(written(cast), cast)


@pytest.fixture(autouse=True)
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """Nothing writes behind the test's back: what waits is written when the test says so."""
    made = Tally()
    made._timer = object()  # type: ignore[assignment] - as if one ran already
    monkeypatch.setattr(reaching, "tally", made)
    return made


def told(client, article: Article, mark: str, **headers: str) -> int:
    url = reverse("newsroom:note_reading", args=[article.public_id])
    return client.post(url, {"mark": mark}, headers=headers).status_code


def counts() -> list[tuple]:
    return list(Reach.objects.order_by("unit_id", "channel").values_list("channel", "unit__code", OPENED, READ))


def test_a_page_that_was_opened_and_read_counts_and_names_nobody(cast: Cast, sign_in, article: Article, tally: Tally):
    for name, marks in (("an", ("opened", "read")), ("an", ("opened",)), ("lan", ("opened",))):
        for mark in marks:
            assert told(sign_in(name), article, mark) == 204
    assert counts() == []  # gathered first
    tally.write()
    assert set(counts()) == {("WEB", None, 2, 1), ("WEB", "MD-1", 1, 0)}
    assert not {field.name for field in Reach._meta.get_fields()} & {"user", "by", "address", "at", "session"}
    tally.write()
    assert sum(row[2] for row in counts()) == 3


@pytest.mark.parametrize("mark", ["", "liked", "opened_count", "🙂" * 50])
def test_what_is_no_mark_is_not_counted(sign_in, article: Article, tally: Tally, mark: str):
    assert told(sign_in("an"), article, mark) == 204
    tally.write()
    assert counts() == []


def test_another_site_cannot_count(sign_in, article: Article, tally: Tally):
    told(sign_in("an"), article, "opened", **{"Sec-Fetch-Site": "cross-site"})
    told(sign_in("an"), article, "opened", Origin="https://example.com")
    tally.write()
    assert counts() == []


def test_what_one_may_not_read_or_is_gone_does_not_count(cast: Cast, sign_in, article: Article, tally: Tally):
    hidden = put_out(written(cast, title="Nội bộ", is_public=False), cast)
    assert told(sign_in("an"), hidden, "opened") == 404
    withdraw_article(article=article, reason="Sai.", by=cast.hoa, at=AT)
    assert told(sign_in("an"), article, "opened") == 204
    tally.write()
    assert counts() == []


def test_marks_that_could_not_be_written_wait_on(article: Article, tally: Tally, monkeypatch: pytest.MonkeyPatch):
    mark = Mark(article.pk, Channel.WEB, None, TODAY, OPENED)
    tally.note(mark)
    with monkeypatch.context() as broken:
        broken.setattr(reaching, "add_reach", None)
        tally.write()
    tally.note(mark)
    tally.write()
    assert counts() == [("WEB", None, 2, 0)]


def test_a_scanned_code_counts_for_its_channel_and_unit(cast: Cast, client, article: Article, tally: Tally):
    url = reverse("open_short", args=[article.short_code])
    navigate = {"Sec-Fetch-Mode": "navigate"}
    for query, headers in (
        ("?d=MD-1", navigate),
        ("?c=LEAFLET", navigate),
        ("?c=ZALO&d=khong-co", navigate),
        ("?c=MEETING", navigate),
        ("?c=LEAFLET", {}),  # a program that makes a preview
        ("?c=WEB", navigate),
        ("", navigate),
    ):
        assert client.get(url + query, headers=headers)["Location"].endswith(f"/news/{article.public_id}/")
    tally.write()
    expected = [("LEAFLET", "MD-1", 1, 0), ("LEAFLET", None, 1, 0), ("MEETING", None, 1, 0), ("ZALO", None, 1, 0)]
    assert sorted(counts(), key=str) == sorted(expected, key=str)


def test_mails_that_the_server_took_are_counted_once(cast: Cast, article: Article):
    ours = f"newsroom.revision:{article.published_id}"
    subjects = [ours, "directives.recipient:4", ours, "newsroom.revision:999999", "newsroom.revision:x"]
    outbox.post(MessagesDelivered(subjects, "EMAIL", "2026-11-20T18:00:00+00:00"))  # the 21st in Hà Nội
    outbox.deliver()
    outbox.deliver()
    assert list(Reach.objects.values_list("channel", "day", "delivered_count")) == [("EMAIL", date(2026, 11, 21), 2)]


def test_a_mail_that_comes_back_is_taken_from_its_day(cast: Cast, article: Article):
    ours, evening = f"newsroom.revision:{article.published_id}", "2026-11-20T18:00:00+00:00"
    outbox.post(MessagesDelivered([ours, ours], "EMAIL", evening))
    for _more_than_there_were in range(3):
        outbox.post(MessagesReturned([ours, "directives.recipient:4"], "EMAIL", evening, "SMTP 5.1.1"))
        outbox.deliver()
    assert list(Reach.objects.values_list("day", "delivered_count")) == [(date(2026, 11, 21), 0)]


def test_what_a_channel_cannot_tell_is_not_known_and_not_nothing(cast: Cast, article: Article):
    revision = article.published
    for sent in (30, 20):
        Use.objects.create(article=article, revision=revision, channel=Channel.LEAFLET, sent_count=sent, at=AT)
    Use.objects.create(article=article, revision=revision, channel=Channel.LOUDSPEAKER, sent_count=2, at=AT)
    add_reach(
        Counter(
            {
                Mark(article.pk, Channel.WEB, None, TODAY, OPENED): 10,
                Mark(article.pk, Channel.WEB, None, TODAY, READ): 4,
            }
        )
    )
    found = {line.channel: line.counts for line in queries.reach_of(article)}
    assert set(found) == set(Channel)
    assert found["WEB"] == (None, None, 10, 4)
    assert found["LEAFLET"] == (50, None, 0, None)
    assert found["LOUDSPEAKER"] == (2, None, None, None)
    assert found["EMAIL"] == (0, 0, 0, None)


def test_a_report_of_arrival_is_told_where_there_was_one(cast: Cast, article: Article):
    """A message sent by hand tells nothing; of what the house sent, the gateway reports."""
    Use.objects.create(article=article, revision=article.published, channel=Channel.SMS, sent_count=30, at=AT)
    subjects = [f"newsroom.revision:{article.published_id}"] * 2
    outbox.post(MessagesDelivered(subjects, "ZALO", "2026-11-20T03:00:00+00:00"))
    outbox.deliver()
    found = {line.channel: line.counts for line in queries.reach_of(article)}
    assert (found["ZALO"], found["SMS"]) == ((0, 2, 0, None), (30, None, 0, None))


def test_few_readers_of_a_unit_are_not_a_number(cast: Cast, sign_in, article: Article):
    for code, count in (("MD-1", 4), ("MD", 7)):
        add_reach(Counter({Mark(article.pk, Channel.WEB, cast.units[code].pk, TODAY, OPENED): count}))
    lines = queries.reach_by_unit(article, scope_of(cast.hoa, TODAY))
    assert [(line.unit.code, line.counts[2]) for line in lines] == [("MD", 7), ("MD-1", None)]
    text = sign_in("hoa").get(reverse("newsroom:article_reach", args=[article.public_id])).content.decode()
    assert "&lt; 5" in text
    assert "không biết" in text
    assert "Chưa dùng: " in text


def test_the_list_says_how_many_of_how_many(cast: Cast, sign_in, article: Article):
    add_reach(
        Counter(
            {Mark(article.pk, Channel.WEB, None, TODAY, OPENED): 8, Mark(article.pk, Channel.WEB, None, TODAY, READ): 2}
        )
    )
    client = sign_in("hoa")
    rows = queries.reach_rows(queries.articles_on_desk(scope_of(cast.hoa, TODAY)), TODAY)
    assert [(row.title, row.opened, row.finished) for row in rows] == [(article.title, 8, 2)]
    assert client.get(reverse("newsroom:reach")).status_code == 200
    assert sign_in("lan").get(reverse("newsroom:reach")).status_code == 404


def test_the_page_says_where_its_end_is_and_how_soon_it_can_be_read(cast: Cast, client):
    long = put_out(written(cast, body=f"<p>{'chữ ' * 1000}</p>"), cast)
    text = client.get(reverse("newsroom:article", args=[long.public_id])).content.decode()
    assert 'data-seconds="100"' in text
    assert 'id="het-bai"' in text
    assert reverse("newsroom:note_reading", args=[long.public_id]) in text
