"""More comes than can be done: what is refused first, what last, and that nobody who is let in waits long."""

import io
import logging
import threading
import time
from collections import defaultdict
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver

from caunoi.conf.wsgi import application, inner
from caunoi.kit.http import admission
from caunoi.kit.http.admission import TURNED_AWAY, Admission, Errand, Pool, Urgency, urgency_of

pytestmark = pytest.mark.door
BY_PATH = {f"/{urgency.name}/": urgency for urgency in Urgency}


def ask(door: Admission, urgency: Urgency) -> str:
    """The status that a request of this urgency gets."""
    heads: list[str] = []
    door({"PATH_INFO": f"/{urgency.name}/", "REQUEST_METHOD": "GET"}, lambda *head: heads.append(head[0]))
    return heads[0]


def until(is_so) -> None:
    ends = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < ends, "it never came to be"
        time.sleep(0.002)


class Stage:
    """An application that works only when it is told to, behind its queue."""

    def __init__(self, monkeypatch, *, at_once: int = 2) -> None:
        monkeypatch.setattr(admission, "urgency_of", BY_PATH.__getitem__)
        self.curtain = threading.Event()
        self.seen: list[str] = []
        self.door = Admission(self.work, at_once=at_once)
        self.threads: list[threading.Thread] = []
        self.heavy = 0

    def work(self, environ, start_response):
        if TURNED_AWAY in environ:
            start_response("503 Service Unavailable", [])
            return [b""]
        self.seen.append(environ["PATH_INFO"].strip("/"))
        assert self.curtain.wait(10)
        start_response("200 OK", [])
        return [b""]

    def send(self, urgency: Urgency, times: int = 1) -> None:
        """Requests that wait for their answers in threads of their own."""
        for _ in range(times):
            self.threads.append(threading.Thread(target=ask, args=[self.door, urgency]))
            self.threads[-1].start()
            self.heavy += urgency <= Urgency.SEARCH
            until(self.is_settled)

    def is_settled(self) -> bool:
        """Who can be worked on is, and the others are in the queue."""
        pool, sent = self.door.pool, len(self.threads)
        running = min(pool.at_once, sent - self.heavy + min(self.heavy, pool._heavy_most))
        return (len(self.seen), len(pool._queue)) == (running, sent - running)

    def end(self) -> None:
        self.curtain.set()
        for thread in self.threads:
            thread.join(10)


@pytest.fixture
def stage(monkeypatch):
    made = Stage(monkeypatch)
    yield made
    made.end()


def open_to(stage: Stage) -> list[str]:
    return [urgency.name for urgency in Urgency if stage.door.pool.is_open_to(urgency)]


def test_the_longer_the_queue_the_more_urgent_one_must_be(stage):
    stage.send(Urgency.INTAKE, 2)
    found = {}
    for length in range(41):
        found[length] = open_to(stage)
        if length < 40:
            stage.send(Urgency.INTAKE)
    everything = ["STATISTICS", "SEARCH", "DASHBOARD", "ORDINARY", "INTAKE", "ALWAYS"]
    assert {length: names for length, names in found.items() if names != found.get(length - 1)} == {
        0: everything,
        4: everything[1:],
        8: everything[2:],
        14: everything[3:],
        24: everything[4:],
        40: everything[5:],
    }


def test_what_is_turned_away_is_told_at_once_and_a_receipt_is_looked_up_all_the_same(stage):
    stage.send(Urgency.INTAKE, 42)
    started = time.perf_counter()
    assert [ask(stage.door, urgency) for urgency in list(Urgency)[:-1]] == ["503 Service Unavailable"] * 5
    assert time.perf_counter() - started < 0.1
    stage.send(Urgency.ALWAYS)
    stage.end()
    assert (len(stage.seen), stage.seen[-1]) == (43, "ALWAYS")


def test_who_came_first_is_served_first(monkeypatch):
    stage = Stage(monkeypatch, at_once=1)
    for urgency in (Urgency.ORDINARY, Urgency.SEARCH, Urgency.INTAKE, Urgency.STATISTICS):
        stage.send(urgency)
    stage.end()
    assert stage.seen == ["ORDINARY", "SEARCH", "INTAKE", "STATISTICS"]


def test_heavy_requests_never_take_all_threads(monkeypatch):
    stage = Stage(monkeypatch, at_once=4)
    stage.send(Urgency.STATISTICS, 4)
    stage.send(Urgency.INTAKE)
    assert stage.seen == ["STATISTICS", "STATISTICS", "INTAKE"]
    stage.end()
    assert stage.seen.count("STATISTICS") == 4


def overload(monkeypatch, *, is_bounded: bool) -> dict[str, list[tuple[str, float]]]:
    """Two threads at 5 ms a request are 400/s; 150 clients that never rest ask for several times as much."""
    wanted = [Urgency.STATISTICS, Urgency.SEARCH, Urgency.DASHBOARD, Urgency.ORDINARY, Urgency.INTAKE]
    monkeypatch.setattr(admission, "urgency_of", lambda path: BY_PATH[path] if is_bounded else Urgency.ALWAYS)
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)

    def work(environ, start_response):
        if TURNED_AWAY not in environ:
            time.sleep(0.005)
        start_response("503" if TURNED_AWAY in environ else "200", [])
        return [b""]

    door, ends = Admission(work, at_once=2), time.perf_counter() + 1.5

    def client(urgency: Urgency) -> None:
        while (started := time.perf_counter()) < ends:
            status = ask(door, urgency)
            found[urgency.name].append((status, time.perf_counter() - started))
            time.sleep(0.05)

    threads = [threading.Thread(target=client, args=[wanted[number % 5]]) for number in range(150)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def waits(found: dict[str, list[tuple[str, float]]], status: str) -> list[float]:
    return sorted(wait for rows in found.values() for said, wait in rows if said == status)


def share(rows: list[tuple[str, float]]) -> float:
    return sum(said == "200" for said, _wait in rows) / len(rows)


def test_five_times_too_much_is_borne(monkeypatch):
    found = overload(monkeypatch, is_bounded=True)
    taken, refused = waits(found, "200"), waits(found, "503")
    assert len(refused) > len(taken) > 100
    assert taken[int(len(taken) * 0.99)] <= 2
    assert refused[int(len(refused) * 0.99)] <= 0.1
    assert share(found["INTAKE"]) > share(found["ORDINARY"]) >= share(found["DASHBOARD"]) >= share(found["STATISTICS"])
    assert share(found["INTAKE"]) > 0.9


def test_without_bounds_everybody_waits(monkeypatch):
    """Negative control of the test above."""
    bounded = waits(overload(monkeypatch, is_bounded=True), "200")
    unbounded = overload(monkeypatch, is_bounded=False)
    assert waits(unbounded, "503") == []
    assert waits(unbounded, "200")[-1] > 2 * bounded[len(bounded) // 2]
    assert abs(share(unbounded["INTAKE"]) - share(unbounded["STATISTICS"])) == 0


def test_an_error_is_raised_where_it_was_asked_for(monkeypatch):
    monkeypatch.setattr(admission, "urgency_of", BY_PATH.__getitem__)

    def fail(environ, start_response):
        raise ZeroDivisionError

    door = Admission(fail, at_once=1)
    for _ in range(3):  # the thread goes on
        with pytest.raises(ZeroDivisionError):
            ask(door, Urgency.INTAKE)


def test_a_body_is_read_before_a_thread_is_taken():
    environ = {"CONTENT_LENGTH": "4", "wsgi.input": io.BytesIO(b"name=Lan")}
    admission._read_body(environ)
    assert environ["wsgi.input"].read() == b"name"
    large = {"CONTENT_LENGTH": str(2 * 1024 * 1024), "wsgi.input": io.BytesIO(b"x")}
    admission._read_body(large)
    assert large["wsgi.input"].read() == b"x"


def test_an_answer_that_streams_goes_on_as_it_is():
    class Streaming:
        streaming = True

    made = Streaming()
    errand = Errand({}, Urgency.ORDINARY)
    Pool(lambda *_: made, at_once=1).join(errand)
    assert errand.done.wait(10)
    assert errand.answer is made


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "status"), [("/", "200 OK"), ("/khong-co/", "404 Not Found")])
def test_the_house_answers_through_its_queue(path, status):
    def leaving_nothing(*given):
        answer = inner(*given)
        connections.close_all()
        return answer

    heads: list[tuple] = []
    environ = RequestFactory().get(path, HTTP_HOST="localhost").environ
    body = b"".join(Admission(leaving_nothing, at_once=1)(environ, lambda *head: heads.append(head)))
    assert heads[0][0] == status
    assert b"</html>" in body
    layer: Any = application
    while not isinstance(layer, Admission):
        layer = layer.application


@pytest.fixture
def overloaded():
    def get(path: str, **cookies: str):
        client = Client()
        client.cookies.load(cookies)
        return client.get(path, **{TURNED_AWAY: True})

    return get


def test_who_is_turned_away_reads_what_to_do_and_the_database_is_not_asked(overloaded):
    response = overloaded("/desk/")
    assert response.status_code == 503
    assert (response["Retry-After"], response["Cache-Control"]) == ("5", "no-store")
    for part in ("Máy chủ đang quá tải", "Điều gì vẫn an toàn", "Bạn làm gì"):
        assert part in response.content.decode()
    assert response["Content-Security-Policy"]
    assert response["X-Request-Id"]


def test_each_reads_it_in_their_language_and_colours(overloaded):
    overloaded("/")
    page = overloaded("/", django_language="en", theme="dark").content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert '<html lang="vi">' in overloaded("/", theme='"><script>').content.decode()


def test_a_program_is_told_in_its_own_way(overloaded):
    response = overloaded("/api/v1/feedback/cases")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response.json() == {"type": "about:blank", "title": "Service Unavailable", "status": 503}


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "status"), [(OperationalError("database is locked"), 503), (ValueError(), 500)])
def test_a_database_without_room_or_turn_is_an_overload_not_a_crash(monkeypatch, error, status):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("caunoi.kit.views.connection.cursor", fail)
    response = Client(raise_request_exception=False).get("/healthz")
    assert response.status_code == status
    assert response.has_header("Retry-After") == (status == 503)


def names(resolver: URLResolver | None = None, prefix: str = "") -> list[str]:
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            found.append(f"{prefix}{entry.name}")
    return found


def test_every_line_of_the_table_means_a_route():
    rooms = {name.partition(":")[0] for name in names()}
    idle = [
        pattern
        for pattern, urgency in settings.ADMISSION
        if pattern.partition(":")[0] in rooms and not any(fnmatchcase(name, pattern) for name in names())
    ]
    assert [pattern for pattern in idle if not pattern.startswith(("kit:upload_", "*"))] == []
    assert {urgency for _pattern, urgency in settings.ADMISSION} <= set(Urgency.__members__)


@pytest.mark.parametrize(
    ("path", "urgency"),
    [
        ("/healthz", Urgency.ALWAYS),
        ("/d/khoa/", Urgency.INTAKE),
        ("/k/ma-hop/", Urgency.INTAKE),
        ("/plans/activities/new/", Urgency.INTAKE),
        ("/plans/indicators/", Urgency.STATISTICS),
        ("/desk/", Urgency.DASHBOARD),
        ("/search/", Urgency.SEARCH),
        ("/directives/0197a1b2-0000-7000-8000-000000000000/coverage/export.xlsx", Urgency.STATISTICS),
        ("/units/", Urgency.ORDINARY),
        ("/khong-co/", Urgency.ORDINARY),
    ],
)
def test_a_route_is_as_urgent_as_the_table_says(path, urgency):
    assert urgency_of(path) is urgency


def test_what_is_turned_away_is_said_in_the_log_but_not_each(monkeypatch):
    lines: list[str] = []
    monkeypatch.setattr(logging.getLogger("django.request"), "error", lambda *given, **_more: lines.append(given[0]))
    for _time in range(3):
        assert Client().get("/", **{TURNED_AWAY: True}).status_code == 503
    assert lines == []
    monkeypatch.setattr(admission.log, "warning", lambda text, *given: lines.append(text % given))
    refusals = admission.Refusals(every_seconds=10)
    for at in (0, 1, 2, 11):
        refusals.note(at)
    assert lines == ["requests turned away: 1", "requests turned away: 3"]
