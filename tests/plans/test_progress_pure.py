"""How far a plan is: by hand, and for any numbers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.pure.plan_changes import compared
from caunoi.pure.plan_guesses import area_of, form_of, is_for_below
from caunoi.pure.plan_progress import FULL, elapsed, expected, own_share, weighted

pytestmark = pytest.mark.pure
shares = st.integers(0, FULL)
numbers = st.decimals(0, 10**9, places=2)
DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("done", "target", "accepted", "share"),
    [
        (0, None, 0, 0), (0, None, 1, FULL), (1, 2, 1, 5000), (3, 2, 3, FULL), (1, 3, 1, 3333), (5, 2, 0, 0),
        ("999.99", 1000, 9, 9999), (0, 4, 2, 0),
    ],
)  # fmt: skip
def test_own_share_by_hand(done, target, accepted, share):
    assert own_share(Decimal(done), None if target is None else Decimal(target), accepted) == share


@given(numbers, st.none() | numbers, st.integers(0, 5))
def test_nothing_is_done_without_accepted_evidence(done, target, accepted):
    share = own_share(done, target, accepted)
    assert 0 <= share <= FULL
    if accepted == 0:
        assert share == 0
    if target and share == FULL:
        assert done >= target


@given(st.lists(st.tuples(st.integers(0, 100), shares), max_size=20))
def test_a_plan_lies_between_its_tasks_and_is_whole_only_when_all_are(rows):
    counted = [share for weight, share in rows if weight]
    share = weighted(rows)
    if not counted:
        assert share == 0
        return
    assert min(counted) <= share <= max(counted)
    assert (share == FULL) == all(each == FULL for each in counted)


@given(st.lists(st.tuples(st.integers(1, 9), shares), min_size=1, max_size=9), st.integers(0, 8), st.integers(0, FULL))
def test_more_done_never_means_less_progress(rows, place, more):
    place %= len(rows)
    raised = list(rows)
    raised[place] = (rows[place][0], min(FULL, rows[place][1] + more))
    assert weighted(raised) >= weighted(rows)


@given(st.integers(0, 400), st.integers(-50, 500))
def test_time_only_goes_on(length, passed):
    to_on, on = DAY + timedelta(days=length), DAY + timedelta(days=passed)
    share = elapsed(DAY, to_on, on)
    assert 0 <= share <= elapsed(DAY, to_on, on + timedelta(days=1)) <= FULL
    assert (share == FULL) == (on >= to_on)
    assert (share == 0) == (on < DAY)


def test_expected_is_the_weighted_mean_of_the_periods():
    first = (1, DAY, DAY + timedelta(days=9))
    later = (3, DAY + timedelta(days=100), DAY + timedelta(days=109))
    assert expected([first, later], DAY + timedelta(days=4)) == 1250
    assert expected([], DAY) == 0


def words(**changes):
    return {"title": "KH", "tasks": [{"id": "a", "title": "Họp", "weight": 1}, {"id": "b", "title": "Thi"}]} | changes


def test_what_changed_between_two_versions():
    after = words(
        title="KH mới",
        tasks=[
            {"id": "a", "title": "Họp", "weight": 2},
            {"id": "b", "title": "Thi", "cancel_reason": "Hết tiền"},
            {"id": "c", "title": "Loa"},
        ],
    )
    found = compared(words(), after, ["title"], ["title", "weight"])
    assert [(row.name, row.before, row.after) for row in found.words] == [("title", "KH", "KH mới")]
    assert [(row.kind, row.title) for row in found.tasks] == [
        ("CHANGED", "Họp"),
        ("CANCELLED", "Thi"),
        ("ADDED", "Loa"),
    ]
    assert found.tasks[0].fields[0].after == 2
    assert [row.kind for row in compared(after, words(title="KH mới"), ["title"], ["title"]).tasks] == [
        "RESTORED",
        "REMOVED",
    ]
    assert not compared(words(), words(), ["title"], ["title", "weight"])


@pytest.mark.parametrize(
    ("text", "form", "area"),
    [
        ("Tổ chức lớp tập huấn về thủ tục hành chính", "TRAINING", "PROCEDURES"),
        ("Phổ biến Hướng dẫn đến 100% đoàn viên", "GROUP_MEETING", ""),
        ("Phát trên loa truyền thanh của đơn vị", "LOUDSPEAKER", ""),
        ("Báo cáo kết quả", "OTHER", ""),
    ],
)
def test_a_sentence_is_guessed_at(text, form, area):
    assert (form_of(text), area_of(text)) == (form, area)


def test_who_acts_is_read_from_the_sentence():
    assert is_for_below("Công đoàn cơ sở phổ biến đến đoàn viên")
    assert not is_for_below("Liên đoàn Lao động thành phố tổng hợp")
