"""Before Django: answers written many at one stroke, and the waiting room."""

import io
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from caunoi.contests import actions
from caunoi.contests.models import Answer, Paper
from caunoi.contests.queries import key_of_entrant, key_of_paper
from caunoi.contests.web import quick, waiting
from caunoi.kit import clock
from tests.cast import AT, Cast
from tests.contesting import enter, make_contest

pytestmark = [pytest.mark.door, pytest.mark.django_db]
SECOND = timedelta(seconds=1)


class Inner:
    """The application behind; counts who comes through."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        self.count += 1
        start_response("200 OK", [])
        return [b"inner"]


def ask(
    application: Any, path: str, body: str = "", query: str = "", method: str = "POST"
) -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "QUERY_STRING": query,
        "wsgi.input": io.BytesIO(body.encode()), "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http",
    }  # fmt: skip
    content = b"".join(application(environ, lambda status, headers: said.append((status, dict(headers)))))
    return (*said[0], content)


@pytest.fixture
def paper(cast: Cast) -> Paper:
    now = clock.now()
    entrant = enter(make_contest(cast, now), cast, now)
    return actions.start_paper(entrant=entrant, by=None, at=now)


@pytest.fixture
def writing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The writer writes in the thread that asks: the memory database of the tests is one thread's."""
    monkeypatch.setattr(quick.Writer, "_begin", lambda self: self._write([self._waiting.get_nowait()]))
    monkeypatch.setattr(quick, "close_old_connections", lambda: None)


def test_an_answer_is_on_the_disk_when_it_is_told(paper: Paper, writing_here: None):
    inner = Inner()
    status, headers, _body = ask(
        quick.QuickSaves(inner), f"/contests/papers/{key_of_paper(paper)}/answers/", "a3=2&a4=1"
    )
    assert (status, headers["Cache-Control"]) == ("204 No Content", "no-store")
    assert dict(Answer.objects.values_list("position", "choice")) == {3: 2, 4: 1}
    assert inner.count == 0


def test_after_the_end_it_says_so(paper: Paper, writing_here: None):
    actions.submit_paper(paper=paper, prediction=None, by=None, at=clock.now())
    status, _headers, _body = ask(quick.QuickSaves(Inner()), f"/contests/papers/{key_of_paper(paper)}/answers/", "a3=2")
    assert status == "409 Conflict"
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("body", ["", "a=1", "a3=x", "b3=1", "a3=-1", "a٣=1", "%00"])
def test_what_is_no_answer_is_refused(paper: Paper, writing_here: None, body: str):
    status, _headers, _body = ask(quick.QuickSaves(Inner()), f"/contests/papers/{key_of_paper(paper)}/answers/", body)
    assert status == "400 Bad Request"


def test_a_forged_key_and_every_other_request_go_through_to_django(paper: Paper):
    inner, key = Inner(), key_of_paper(paper)
    application = quick.QuickSaves(inner)
    ask(application, f"/contests/papers/{key[:-1]}x/answers/", "a3=2")
    ask(application, f"/contests/papers/{key}/answers/", method="GET")
    ask(application, f"/contests/papers/{key}/", "a3=2")
    assert inner.count == 3


def test_what_cannot_be_written_is_answered_so_that_it_is_sent_again(paper: Paper, writing_here: None, monkeypatch):
    def broken(**_given: Any) -> list[bool]:
        raise OSError("no room")

    monkeypatch.setattr(actions, "save_answers", broken)
    status, _headers, _body = ask(quick.QuickSaves(Inner()), f"/contests/papers/{key_of_paper(paper)}/answers/", "a3=2")
    assert status == "503 Service Unavailable"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the memory database of the tests is one thread's")
@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_written_by_one_thread_and_each_is_told_its_own(paper: Paper, monkeypatch):
    monkeypatch.setattr(quick, "IDLE_SECONDS", 0.2)
    application, path = quick.QuickSaves(Inner()), f"/contests/papers/{key_of_paper(paper)}/answers/"
    found: dict[int, str] = {}

    def send(n: int) -> None:
        found[n] = ask(application, path, f"a{n}=1")[0]

    threads = [threading.Thread(target=send, args=(n,)) for n in range(1, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while application.writer._thread is not None:
        time.sleep(0.05)
    assert [found[n][:3] for n in range(1, 13)] == ["204"] * 10 + ["409"] * 2
    assert Answer.objects.count() == 10


def test_the_door_gives_turns_in_order_and_keeps_them():
    door = waiting.Door(a_second=2, burst=2)
    turns = [door.turn(f"key-{n}", AT) for n in range(5)]
    assert [(turn - AT) / SECOND for turn in turns] == [0, 0, 0.5, 1, 1.5]
    assert door.turn("key-4", AT) == turns[4]
    assert door.turn("key-new", AT) == AT + 2 * SECOND
    assert door.turn("later", AT + 60 * SECOND) == AT + 60 * SECOND


def test_who_must_wait_gets_a_page_that_comes_again_and_then_the_button(cast: Cast):
    with clock.frozen(AT):
        key = key_of_entrant(enter(make_contest(cast, AT), cast, AT))
        inner = Inner()
        room = waiting.WaitingRoom(inner, waiting.Door(a_second=1, burst=1))
        room.door.turn("somebody-else", AT)
        status, headers, _body = ask(room, f"/contests/entries/{key}/start/")
        assert status == "303 See Other"
        place, _mark, query = headers["Location"].partition("?")
        status, headers, page = ask(room, place, query=query, method="GET")
        assert (status, headers["Refresh"]) == ("200 OK", "1")
        assert "Còn khoảng 1 giây" in page.decode()
        assert ask(room, f"{place}start/", query=query)[0] == "303 See Other"
        assert inner.count == 0
    with clock.frozen(AT + SECOND):
        assert ask(room, place, query=query, method="GET")[2] == b"inner"
        assert ask(room, f"{place}start/", query=query)[2] == b"inner"


def test_a_turn_is_nobody_elses_and_does_not_last_for_ever(cast: Cast):
    with clock.frozen(AT):
        contest = make_contest(cast, AT)
        mine, other = (key_of_entrant(enter(contest, cast, AT, name)) for name in ("lan", "minh"))
        text = waiting.signed(mine, AT + SECOND)
        assert waiting.turn_in(mine, text) == AT + SECOND
        assert waiting.turn_in(other, text) is None
        assert waiting.turn_in(mine, text[:-1] + "x") is None
    with clock.frozen(AT + waiting.GOOD_FOR + 2 * SECOND):
        assert waiting.turn_in(mine, text) is None


def test_a_forged_key_takes_no_turn():
    inner = Inner()
    room = waiting.WaitingRoom(inner, waiting.Door(a_second=1, burst=1))
    for _time in range(3):
        ask(room, f"/contests/entries/{'x' * 40}/start/")
    assert inner.count == 3
