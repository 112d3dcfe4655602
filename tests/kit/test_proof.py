"""Proof of work: made here, checked here, used once; without it a person looks first; machines get their form back."""

import base64
import json
import threading
from datetime import timedelta

import pytest
from altcha.v1 import solve_challenge
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict

from caunoi.kit import clock, queue
from caunoi.kit.http import lanes, proof
from caunoi.kit.http.lanes import Lane, lane_of
from caunoi.kit.http.models import Spent
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]
EASY = 50


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()
    yield
    cache.clear()


def solution(made: dict | None = None, **changes) -> str:
    made = made or proof.challenge(EASY)
    found = solve_challenge(made["challenge"], made["salt"], "SHA-256", made["maxNumber"])
    assert found is not None
    said = {name: made[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": found.number}
    return base64.b64encode(json.dumps(said | changes).encode()).decode()


def test_a_solution_counts_once():
    payload = solution()
    assert proof.is_solved(payload)
    assert not proof.is_solved(payload)


def test_without_the_note_of_what_was_used_a_solution_counts_twice():
    """Negative control of the test above."""
    payload = solution()
    assert proof.is_solved(payload)
    Spent.objects.all().delete()
    assert proof.is_solved(payload)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": -1},
        {"number": None},
        {"algorithm": "SHA-1"},
        {"algorithm": ["SHA-256"]},
        {"signature": "0" * 64},
        {"salt": "00?expires=99999999999&"},
        {"salt": 7},
        {"challenge": "0" * 64},
        {"challenge": None},
    ],
)
def test_what_was_not_made_and_solved_here_counts_for_nothing(changes):
    assert not proof.is_solved(solution(**changes))
    assert Spent.objects.count() == 0


@pytest.mark.parametrize("payload", ["", "x", "bnVsbA==", "W10=", "e30=", "MTIz", "ÿ", "A" * 1001])
def test_nonsense_counts_for_nothing(payload):
    assert not proof.is_solved(payload)


def test_a_solution_is_taken_for_an_hour():
    with clock.frozen(AT):
        early, late = solution(), solution()
    with clock.frozen(AT + timedelta(minutes=59)):
        assert proof.is_solved(early)
    with clock.frozen(AT + timedelta(minutes=61)):
        assert not proof.is_solved(late)


def test_a_deed_that_is_undone_leaves_the_solution_unused():
    payload = solution()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert 1 / (not proof.is_solved(payload))
    assert proof.is_solved(payload)


def test_what_was_used_is_forgotten_when_nobody_would_take_it_any_more():
    with clock.frozen(AT):
        proof.is_solved(solution())
    with clock.frozen(AT + timedelta(minutes=59)):
        assert proof.sweep() == 0
    with clock.frozen(AT + timedelta(minutes=61)):
        assert proof.sweep() == 1
    assert "caunoi.kit.jobs.sweep_spent" in queue.periodics()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="the test's database in memory has one connection")
def test_the_same_solution_sent_at_once_by_ten_counts_once():
    payload, counted, ready = solution(), [], threading.Barrier(10)

    def send() -> None:
        ready.wait()
        counted.append(proof.is_solved(payload))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counted) == [False] * 9 + [True]


def test_the_database_itself_refuses_a_second_use():
    """What the race above ends at, on every database."""
    row = {"kind": Spent.PROOF, "token": "a", "at": AT, "until": AT}
    Spent.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Spent.objects.create(**row)


@pytest.mark.parametrize(("solved", "times"), [(0, 1), (300, 1), (600, 2), (10_000, 8)])
def test_the_work_grows_with_what_comes_in(solved, times):
    with clock.frozen(AT):
        Spent.objects.bulk_create(
            Spent(kind=Spent.PROOF, token=str(number), at=AT - timedelta(minutes=2), until=AT)
            for number in range(solved)
        )
        assert proof.cost() == proof.BASE_COST * times
        assert proof.challenge()["maxNumber"] == proof.BASE_COST * times


def test_the_work_is_light_again_after_five_minutes():
    Spent.objects.bulk_create(
        Spent(kind=Spent.PROOF, token=str(number), at=AT - timedelta(minutes=6), until=AT) for number in range(900)
    )
    with clock.frozen(AT):
        assert proof.cost() == proof.BASE_COST


def form(after: timedelta = timedelta(seconds=10), **changes: str) -> QueryDict:
    """A form opened at AT, as it is looked at `after` that."""
    with clock.frozen(AT):
        given = QueryDict(mutable=True)
        given.update({"opened": lanes.opened(), "proof": solution(), "website": ""} | changes)
        return given


@pytest.mark.parametrize(
    ("after", "changes", "lane"),
    [
        (10, {}, Lane.FAST),
        (10, {"proof": ""}, Lane.SLOW),
        (10, {"proof": "x"}, Lane.SLOW),
        (3601, {}, Lane.SLOW),
        (2, {}, Lane.BACK),
        (-5, {}, Lane.BACK),
        (24 * 3600 + 1, {}, Lane.BACK),
        (10, {"website": "https://example.vn"}, Lane.BACK),
        (10, {"opened": ""}, Lane.BACK),
        (10, {"opened": "abc.1700000000000:xxxx"}, Lane.BACK),
    ],
)
def test_each_letter_takes_its_lane(after, changes, lane):
    given = form(**changes)
    with clock.frozen(AT + timedelta(seconds=after)):
        assert lane_of(given) is lane


def test_a_form_without_proof_is_taken_once():
    given = form(proof="")
    with clock.frozen(AT + timedelta(seconds=10)):
        assert [lane_of(given), lane_of(given)] == [Lane.SLOW, Lane.BACK]


def test_twenty_thousand_copies_of_one_form_are_one_letter():
    given = form(proof="")
    with clock.frozen(AT + timedelta(seconds=10)):
        lanes_taken = [lane_of(given) for _ in range(200)]
    assert lanes_taken.count(Lane.SLOW) == 1
    assert Spent.objects.count() == 1
