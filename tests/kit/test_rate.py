"""So many an hour for everybody together; the last token goes to one."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from caunoi.kit import clock
from caunoi.kit.http.models import BucketLevel
from caunoi.kit.http.rate import Bucket
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]
SLOW = Bucket("slow", per_hour=60, burst=5)


def takes(seconds: float, times: int = 1, bucket: Bucket = SLOW) -> int:
    """How many of so many are had, so many seconds after AT."""
    with clock.frozen(AT + timedelta(seconds=seconds)):
        return sum(bucket.take() for _ in range(times))


def test_a_burst_is_had_and_then_one_a_minute():
    assert takes(0, 9) == 5
    assert takes(59) == 0
    assert takes(60, 3) == 1
    assert takes(180, 9) == 2


def test_a_bucket_that_rests_is_full_again_and_never_fuller():
    takes(0, 5)
    assert takes(5 * 60, 9) == 5
    assert takes(1_000_000, 9) == 5


def test_buckets_are_apart():
    takes(0, 5)
    assert takes(0, 2, Bucket("other", per_hour=60, burst=2)) == 2


def test_twenty_thousand_take_no_more_than_the_cap_in_an_hour():
    had = sum(takes(second, 3) for second in range(0, 3600, 15))
    assert had == 5 + 59


def test_a_deed_that_is_undone_gives_its_token_back():
    takes(0, 4)
    with clock.frozen(AT):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert 1 / (not SLOW.take())
        assert SLOW.take()
        assert not SLOW.take()


def test_a_clock_set_back_opens_nothing():
    takes(3600, 5)
    assert takes(0, 5) == 0


def race(take) -> int:
    had, ready = [], threading.Barrier(8)

    def one() -> None:
        ready.wait()
        had.append(take())
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(had)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="the test's database in memory has one connection")
def test_eight_who_come_at_once_have_no_more_than_there_is():
    assert Bucket("race", per_hour=1, burst=3).take()
    assert race(Bucket("race", per_hour=1, burst=3).take) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="the test's database in memory has one connection")
def test_who_reads_first_and_writes_then_lets_too_many_through():
    """Negative control of the test above."""
    BucketLevel.objects.create(name="naive", full_at=0)
    looked = threading.Barrier(8)

    def naive() -> bool:
        had = BucketLevel.objects.get(name="naive").full_at < 3
        looked.wait()
        if had:
            row = BucketLevel.objects.get(name="naive")
            row.full_at += 1
            row.save()
        return had

    assert race(naive) == 8
