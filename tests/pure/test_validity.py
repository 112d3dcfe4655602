"""Is a document in force on a day? Its dates say, and what other documents do to it."""

from datetime import date

import pytest

from caunoi.pure.validity import Status, Touch, Verdict, status_on

pytestmark = pytest.mark.pure

FROM, UNTIL = date(2021, 7, 15), date(2026, 1, 1)


def status(day: date, *touches: Touch, effective_on: date | None = FROM, expires_on: date | None = UNTIL) -> Verdict:
    return status_on(day, effective_on=effective_on, expires_on=expires_on, touches=list(touches))


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2021, 7, 14), Verdict(Status.NOT_YET, since_on=FROM)),
        (date(2021, 7, 15), Verdict(Status.IN_FORCE, since_on=FROM)),
        (date(2025, 12, 31), Verdict(Status.IN_FORCE, since_on=FROM)),
        (date(2026, 1, 1), Verdict(Status.EXPIRED, since_on=UNTIL)),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_the_dates_of_a_document_decide(day, verdict):
    assert status(day) == verdict


def test_without_any_date_nothing_is_known():
    assert status(FROM, effective_on=None, expires_on=None) == Verdict(Status.UNKNOWN)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("REPLACES", Status.EXPIRED),
        ("REPEALS", Status.EXPIRED),
        ("SUSPENDS", Status.SUSPENDED),
        ("AMENDS", Status.PARTLY_EXPIRED),
        ("GUIDES", Status.IN_FORCE),
    ],
)
def test_another_document_decides_from_its_day_on(kind, expected):
    touch = Touch(kind, date(2024, 3, 1), "61/2024/NĐ-CP")
    assert status(date(2024, 2, 29), touch).status is Status.IN_FORCE
    assert status(date(2024, 3, 1), touch).status is expected


def test_the_verdict_names_the_document_that_decided():
    touch = Touch("REPLACES", date(2024, 3, 1), "61/2024/NĐ-CP")
    assert status(UNTIL, touch, expires_on=None) == Verdict(Status.EXPIRED, "61/2024/NĐ-CP", date(2024, 3, 1))


def test_a_document_without_dates_can_still_be_ended_by_another():
    touch = Touch("REPEALS", date(2024, 3, 1), "61/2024/NĐ-CP")
    assert status(UNTIL, touch, effective_on=None, expires_on=None).status is Status.EXPIRED


def test_a_touch_without_a_day_decides_nothing():
    assert status(FROM, Touch("REPEALS", None, "61/2024/NĐ-CP")).status is Status.IN_FORCE


def test_what_is_repealed_is_not_suspended():
    touches = (Touch("SUSPENDS", date(2023, 1, 1), "1/QĐ-TTg"), Touch("REPEALS", date(2024, 1, 1), "2/QĐ-TTg"))
    assert status(date(2025, 1, 1), *touches).status is Status.EXPIRED


def test_of_two_endings_the_earlier_one_ended_it():
    touches = (Touch("REPEALS", date(2025, 1, 1), "2/QĐ-TTg"), Touch("REPLACES", date(2024, 1, 1), "1/QĐ-TTg"))
    assert status(date(2025, 6, 1), *touches) == Verdict(Status.EXPIRED, "1/QĐ-TTg", date(2024, 1, 1))


def test_what_had_expired_by_its_own_date_was_not_ended_by_a_later_document():
    touch = Touch("REPEALS", date(2026, 6, 1), "2/QĐ-TTg")
    assert status(date(2026, 7, 1), touch) == Verdict(Status.EXPIRED, since_on=UNTIL)


def test_of_two_amendments_the_latest_is_named():
    touches = (Touch("AMENDS", date(2024, 1, 1), "2/QĐ-TTg"), Touch("AMENDS", date(2023, 1, 1), "1/QĐ-TTg"))
    assert status(date(2025, 1, 1), *touches) == Verdict(Status.PARTLY_EXPIRED, "2/QĐ-TTg", date(2024, 1, 1))
