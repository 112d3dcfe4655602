"""Two hands at once: a double start, a double handing in, an answer against the end, two tabs; and what happens without the lock."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from caunoi.contests import actions
from caunoi.contests.actions import taking
from caunoi.contests.choices import Ending
from caunoi.contests.models import Answer, Contest, Paper
from caunoi.kit.audit.models import AuditRow
from tests.cast import AT, Cast
from tests.contesting import answer_all, enter, make_contest

pytestmark = [
    pytest.mark.room,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time"),
    pytest.mark.django_db(transaction=True),
]
MINUTE = timedelta(minutes=1)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do them in as many threads; what each gave, or the database's refusal."""
    start, found = threading.Barrier(len(deeds)), list[Any]([None] * len(deeds))

    def do(place: int) -> None:
        start.wait(timeout=10)
        try:
            found[place] = deeds[place]()
        except DatabaseError as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def contest(cast: Cast) -> Contest:
    return make_contest(cast, AT, count=30, attempts_per_round=3)


@pytest.fixture
def paper(contest: Contest, cast: Cast) -> Paper:
    return actions.start_paper(entrant=enter(contest, cast, AT), by=None, at=AT)


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_given: self.all())


def starts(contest: Contest, cast: Cast) -> list[Any]:
    entrant = enter(contest, cast, AT)
    return at_once(*[lambda: actions.start_paper(entrant=entrant, by=None, at=AT)] * 6)


def test_a_double_start_is_one_paper(contest: Contest, cast: Cast):
    found = starts(contest, cast)
    assert len({row.pk for row in found}) == 1
    contest.refresh_from_db()
    assert contest.papers_count == 1


def test_without_the_lock_a_double_start_fails(contest: Contest, cast: Cast, no_locks: None):
    found = starts(contest, cast)
    assert any(isinstance(each, DatabaseError) for each in found)
    assert Paper.objects.count() == 1  # the constraint still holds


def test_those_who_start_at_once_get_numbers_of_their_own(contest: Contest, cast: Cast):
    entrants = [enter(contest, cast, AT, name) for name in ("lan", "minh", "hoa", "dung")]
    found = at_once(*[lambda one=one: actions.start_paper(entrant=one, by=None, at=AT) for one in entrants])
    assert sorted(row.serial for row in found) == [1, 2, 3, 4]


def test_a_double_handing_in_is_one(paper: Paper, cast: Cast):
    answer_all(paper, AT, right=5)
    deeds = [
        lambda n=n: actions.submit_paper(paper=paper, prediction=n, by=cast.lan, at=AT + n * MINUTE)
        for n in range(1, 5)
    ]
    found = at_once(*deeds)
    assert len({(row.prediction, row.finished_at) for row in found}) == 1
    assert AuditRow.objects.filter(verb="contests.submit_paper").count() == 1


def test_without_the_lock_a_double_handing_in_is_told_twice(paper: Paper, cast: Cast, no_locks: None, monkeypatch):
    together, finish = threading.Barrier(2), taking.finish_papers

    def slowly(*args: Any, **given: Any) -> int:
        together.wait(timeout=10)
        return finish(*args, **given)

    monkeypatch.setattr(taking, "finish_papers", slowly)
    at_once(*[lambda: actions.submit_paper(paper=paper, prediction=None, by=cast.lan, at=AT)] * 2)
    assert AuditRow.objects.filter(verb="contests.submit_paper").count() == 2


def test_an_answer_is_counted_or_refused_never_both(paper: Paper, contest: Contest, cast: Cast):
    """What was answered "saved" is in the score; what was refused is not, whichever comes first."""
    for _round in range(5):
        Paper.objects.filter(pk=paper.pk).update(ending="", finished_at=None, correct_count=None)
        Answer.objects.all().delete()
        counted, _ended = at_once(
            lambda: answer_all(paper, AT, right=10),
            lambda: actions.submit_paper(paper=paper, prediction=1, by=cast.lan, at=AT),
        )
        row = Paper.objects.get(pk=paper.pk)
        assert row.ending == Ending.SUBMITTED
        assert row.correct_count == counted.count(True)


def test_without_the_lock_a_saved_answer_is_lost_to_the_score(paper: Paper, cast: Cast, no_locks: None, monkeypatch):
    read, written = threading.Event(), threading.Event()
    fits = taking._fits

    def late(*args: Any) -> bool:  # the saver has seen a running paper, and is slow
        read.set()
        written.wait(timeout=10)
        return fits(*args)

    monkeypatch.setattr(taking, "_fits", late)

    def hand_in() -> None:
        read.wait(timeout=10)
        actions.submit_paper(paper=paper, prediction=1, by=cast.lan, at=AT)
        written.set()

    counted, _none = at_once(lambda: answer_all(paper, AT, right=10), hand_in)
    assert counted == [True] * 10
    assert Paper.objects.get(pk=paper.pk).correct_count == 0


def test_two_tabs_leave_one_answer_for_each_place(paper: Paper):
    at_once(*[lambda right=right: answer_all(paper, AT, right=right) for right in (0, 5, 10)])
    assert Answer.objects.filter(paper=paper).count() == 10


def test_a_round_closes_against_starts_and_answers_without_waiting_for_ever(contest: Contest, cast: Cast, paper: Paper):
    other = enter(contest, cast, AT, "minh")

    def start() -> Any:
        try:
            return actions.start_paper(entrant=other, by=None, at=AT)
        except actions.taking.ValidationError:
            return None

    found = at_once(
        lambda: actions.close_round(contest=contest, number=1, reason="Mất điện", by=cast.hoa, at=AT),
        start,
        lambda: answer_all(paper, AT, right=3),
    )
    assert not any(isinstance(each, DatabaseError) for each in found)
    assert not Paper.objects.filter(ending="").exists()
