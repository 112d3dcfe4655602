"""Kept pages: the same for everyone, never older than the last change, also when it comes while a page is made."""

import gzip
import re
import threading
import time
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import get_resolver

from caunoi.kit import clock
from caunoi.kit.http import pagecache
from caunoi.kit.http.pagecache import PageCache
from caunoi.kit.http.pagechanges import Gathered, install, watched
from caunoi.kit.http.pagerules import Page
from caunoi.kit.models import PageChange
from tests.test_policy import POLICY, address, objects, routes
from tests.world import World, kept_world  # noqa: F401

PATH = "/library/documents/"


class Source:
    """An application with one page that shows `text`, which tells of its topic's token."""

    def __init__(self) -> None:
        self.text, self.token, self.head, self.extra = "cũ", "1", "200 OK", []
        self.asked: list[dict] = []
        self.while_making = lambda: None

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        body = self.text.encode()
        self.while_making()
        start_response(self.head, [("Content-Type", "text/html"), ("X-Request-Id", "a"), *self.extra])
        return [body]

    def tokens(self):
        return {"news": self.token}


class Reply:
    """What a reader gets."""

    def __init__(self, cache, path=PATH, method="GET", **environ) -> None:
        made = RequestFactory().generic(method, path, **{"HTTP_HOST": "localhost", **environ}).environ
        if not environ.get("HTTP_COOKIE"):
            made.pop("HTTP_COOKIE", None)
        heads = []
        self.body = b"".join(cache(made, lambda *head: heads.append(head)))
        self.status = int(heads[0][0].split()[0])
        self.headers = dict(heads[0][1])


@pytest.fixture
def source(monkeypatch) -> Source:
    page = Page(("news",), {"page": r"\d{1,3}", "area": "[A-Z]+"})
    monkeypatch.setattr(settings, "PAGES_KEPT", {"library:documents": page})
    return Source()


@pytest.fixture
def cache(source) -> PageCache:
    return PageCache(source, source.tokens)


def test_a_page_is_made_once_for_all_who_have_no_account(source, cache):
    replies = [Reply(cache), Reply(cache), Reply(cache, HTTP_COOKIE="csrftoken=abc")]
    assert {reply.body.decode() for reply in replies} == {"cũ"}
    assert len(source.asked) == 1
    first = replies[0].headers
    assert (first["Vary"], first["Cache-Control"]) == ("Accept-Encoding, Cookie", "no-cache")
    assert "X-Request-Id" not in first


def test_what_has_changed_is_made_anew(source, cache):
    Reply(cache)
    source.text, source.token = "mới", "2"
    assert [Reply(cache).body.decode(), Reply(cache).body.decode()] == ["mới", "mới"]
    assert len(source.asked) == 2


def test_a_change_of_another_topic_makes_nothing_anew(source, cache):
    Reply(cache)
    source.tokens = lambda: {"news": source.token, "library": str(time.time())}
    cache.tokens = source.tokens
    Reply(cache)
    assert len(source.asked) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_COOKIE": "django_language=en"},
        {"HTTP_COOKIE": "theme=dark"},
        {"HTTP_HOST": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"path": f"{PATH}?page=2"},
    ],
    ids=str,
)
def test_another_language_theme_host_or_place_is_another_page(source, cache, other):
    for _ in range(2):
        Reply(cache)
        Reply(cache, **other)
    assert len(source.asked) == 2


def test_the_order_of_parameters_makes_no_other_page(source, cache):
    for query in ("page=2&area=LAND", "area=LAND&page=2"):
        Reply(cache, f"{PATH}?{query}")
    assert len(source.asked) == 1
    assert source.asked[0]["QUERY_STRING"] == "area=LAND&page=2"


@pytest.mark.parametrize(
    "request_",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_COOKIE": "theme=" + "d" * 400},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"method": "POST"},
        {"path": f"{PATH}?q=tim"},
        {"path": f"{PATH}?page=1&page=2"},
        {"path": f"{PATH}?page={'9' * 300}"},
        {"path": "/desk/"},
        {"path": "/khong-co/"},
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_may_differ_between_people_is_never_kept(source, cache, request_):
    for _ in range(2):
        Reply(cache, **request_)
    assert len(source.asked) == 2
    assert not cache._pages


@pytest.mark.parametrize(
    ("head", "extra"),
    [
        ("404 Not Found", []),
        ("410 Gone", []),
        ("302 Found", [("Location", "/")]),
        ("200 OK", [("Set-Cookie", "a=b")]),
        ("200 OK", [("Cache-Control", "private, no-store")]),
    ],
)
def test_what_is_not_a_page_for_everybody_is_passed_on_and_not_kept(source, cache, head, extra):
    source.head, source.extra = head, extra
    replies = [Reply(cache), Reply(cache)]
    assert [f"{reply.status}" for reply in replies] == [head[:3]] * 2
    assert len(source.asked) == 2
    assert set(dict(extra).items()) <= set(replies[0].headers.items())


def test_nothing_of_the_first_reader_is_on_the_page(source, cache):
    Reply(cache, HTTP_COOKIE="csrftoken=abc; theme=dark", HTTP_IF_NONE_MATCH='"x"', HTTP_RANGE="bytes=0-1")
    asked = source.asked[0]
    assert asked["HTTP_COOKIE"] == "django_language=vi; theme=dark"
    assert not {"HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_ACCEPT_ENCODING"} & set(asked)


@pytest.mark.parametrize(
    ("wanted", "is_packed"),
    [("gzip, br", True), ("gzip;q=0", False), ("gzip;q=0.5", True), ("br", False), ("", False)],
)
def test_a_page_travels_compressed_to_those_who_can_read_it(source, cache, wanted, is_packed):
    reply = Reply(cache, HTTP_ACCEPT_ENCODING=wanted)
    assert (reply.headers.get("Content-Encoding") == "gzip") == is_packed
    assert (gzip.decompress(reply.body) if is_packed else reply.body).decode() == "cũ"
    assert reply.headers["Content-Length"] == str(len(reply.body))


def test_whoever_has_the_page_is_told_that_it_is_the_same(source, cache):
    mark = Reply(cache).headers["ETag"]
    again = Reply(cache, HTTP_IF_NONE_MATCH=mark)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", mark)
    source.text, source.token = "mới", "2"
    assert Reply(cache, HTTP_IF_NONE_MATCH=mark).status == 200


def test_head_is_the_page_without_its_body(cache):
    reply = Reply(cache, method="HEAD")
    assert (reply.status, reply.body, reply.headers["Content-Length"]) == (200, b"", "3")


def test_what_is_withdrawn_while_the_page_is_made_is_not_kept(source, cache):
    def withdraw() -> None:
        source.text, source.token = "đã gỡ", "2"
        source.while_making = lambda: None

    source.while_making = withdraw
    assert Reply(cache).body.decode() == "cũ"  # came before the withdrawal
    assert Reply(cache).body.decode() == "đã gỡ"


def test_a_cache_that_asks_after_the_making_would_keep_it(source, cache, monkeypatch):
    """The negative control of the test above: the same race is lost when the token is read too late."""
    keep = PageCache._keep
    late = lambda self, key, rule, _tokens, *rest: keep(self, key, rule, (source.token,), *rest)  # noqa: E731
    monkeypatch.setattr(PageCache, "_keep", late)
    source.while_making = lambda: setattr(source, "token", "2")
    Reply(cache)
    source.text, source.while_making = "đã gỡ", lambda: None
    assert Reply(cache).body.decode() == "cũ"


def test_many_who_come_at_once_wait_for_one(source, cache):
    curtain = threading.Event()
    source.while_making = lambda: curtain.wait(10)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(Reply(cache).body.decode())) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    curtain.set()
    for thread in threads:
        thread.join(10)
    assert (found, len(source.asked)) == (["cũ"] * 8, 1)


def test_who_comes_after_a_change_does_not_wait_for_the_old_page(source, cache):
    curtain, is_making = threading.Event(), threading.Event()

    def hold() -> None:
        is_making.set()
        curtain.wait(10)

    source.while_making = hold
    first = threading.Thread(target=Reply, args=[cache])
    first.start()
    assert is_making.wait(10)
    source.text, source.token, source.while_making = "đã gỡ", "2", lambda: None
    try:
        assert Reply(cache).body.decode() == "đã gỡ"
    finally:
        curtain.set()
        first.join(10)
    assert Reply(cache).body.decode() == "đã gỡ"  # the late maker did not put the old page back


def test_when_the_tokens_cannot_be_read_every_page_is_made(source, cache):
    Reply(cache)
    cache.tokens = lambda: 1 / 0
    source.text = "mới"
    assert Reply(cache).body.decode() == "mới"


def test_no_page_outlives_its_day_or_its_time(source, cache, monkeypatch):
    monkeypatch.setattr(pagecache.time, "time", lambda: datetime(2026, 11, 27, 16, 59, tzinfo=UTC).timestamp())
    with clock.frozen(datetime(2026, 11, 27, 16, 59, tzinfo=UTC)):  # a minute before midnight in Hà Nội
        Reply(cache)
        Reply(cache)
    assert len(source.asked) == 1
    monkeypatch.setattr(pagecache.time, "time", lambda: datetime(2026, 11, 27, 17, 0, 1, tzinfo=UTC).timestamp())
    Reply(cache)
    assert len(source.asked) == 2


def test_memory_is_bounded_and_the_oldest_goes_first(source, cache, monkeypatch):
    monkeypatch.setattr(pagecache, "MEMORY_BYTES", 20)
    for page in range(10):
        Reply(cache, f"{PATH}?page={page}")
    assert cache._bytes_count == sum(len(kept.body) for kept in cache._pages.values()) <= 20
    assert [key[1] for key in cache._pages] == [f"page={page}" for page in range(10 - len(cache._pages), 10)]
    monkeypatch.setattr(pagecache, "PAGE_BYTES", 2)
    Reply(cache, f"{PATH}?page=99")
    assert "page=99" not in [key[1] for key in cache._pages]


def test_questions_at_once_are_one_but_never_an_older_one():
    asked, curtain = [], threading.Event()

    def read():
        asked.append(time.monotonic_ns())
        curtain.wait(10)
        return {"n": str(len(asked))}

    gathered = Gathered(read)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(gathered()["n"])) for _ in range(6)]
    threads[0].start()
    while not asked:
        time.sleep(0.001)
    for thread in threads[1:]:
        thread.start()
    time.sleep(0.2)
    curtain.set()
    for thread in threads:
        thread.join(10)
    assert sorted(found) == ["1", "2", "2", "2", "2", "2"]  # who came during the first question shares the second


@pytest.mark.pure
def test_every_kept_route_exists_and_every_topic_is_watched():
    assert get_resolver()
    assert set(settings.PAGES_KEPT) <= set(routes())
    topics = {topic for page in settings.PAGES_KEPT.values() for topic in page.topics}
    assert topics <= set(settings.PAGES_WATCHED)
    assert all(len(each.name) <= 63 for each in watched())


def token_of(topic: str) -> str:
    return PageChange.objects.get(topic=topic).token


@pytest.mark.django_db
@pytest.mark.room
@pytest.mark.parametrize(
    ("topic", "name", "field"),
    [
        ("library", "library.Document", "title"),
        ("register", "feedback.Publication", "withdrawal_reason,withdrawn_at"),
        ("directives", "directives.Directive", "is_public"),
        ("units", "organisations.Unit", "code"),
        ("units", "organisations.UnitName", "name"),
    ],
)
def test_whoever_changes_a_row_renews_the_token(world: World, topic: str, name: str, field: str):
    rows = apps.get_model(name)._default_manager
    with transaction.atomic():
        PageChange.objects.filter(topic=topic).update(token="before")
    row = rows.first()
    assert row is not None
    with transaction.atomic():  # as any program would, past every action
        rows.filter(pk=row.pk).update(**{each: getattr(row, each) for each in field.split(",")})
    assert token_of(topic) != "before"


@pytest.mark.django_db
@pytest.mark.room
def test_all_triggers_stand_after_all_migrations():
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {name for (name,) in cursor.fetchall()}
    assert {each.name for each in watched()} <= found
    install()  # and once more does no harm


# Rows that never change once they are there, and are reached only through rows that are watched.
NEVER_CHANGE = {"newsroom_revision", "kit_storedfile"}


@pytest.mark.room
@pytest.mark.parametrize("route", sorted(settings.PAGES_KEPT))
def test_a_kept_page_reads_only_what_is_watched(world: World, route: str, client, django_assert_num_queries):
    """Whatever such a page shows renews a token of its topics; a page that counts what is not watched is kept briefly."""
    page = settings.PAGES_KEPT[route]
    given = objects(world)
    for entry in POLICY[route]:
        with django_assert_num_queries(99, exact=False) as asked:
            response = client.get(address(route, given[entry.get("of", "")]))
        if response.status_code != 200:
            continue
        tables = {
            name for query in asked for name in re.findall(r'(?:FROM|JOIN)\s+"?(\w+)"?', query["sql"]) if "_" in name
        }
        known = {each.table for each in watched() if each.topic in page.topics} | NEVER_CHANGE
        assert tables, route
        assert tables <= known or page.seconds <= 60, sorted(tables - known)
