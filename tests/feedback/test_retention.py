"""What is removed when its time has run out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.feedback.actions import (
    Asker,
    ask_data_right,
    cancel_removal,
    close_case,
    confirm_removal,
    hold_case,
    lift_hold,
    list_removal,
    merge_cases,
    refuse_case,
    remove_expired_cases,
)
from caunoi.feedback.choices import DataRight, RefusalGround, RemovalState, State
from caunoi.feedback.models import Case, RetentionRule, Tombstone
from caunoi.feedback.queries.retention import months_before
from caunoi.kit import audit, outbox
from caunoi.kit.files import store
from caunoi.kit.models import StoredFile
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer, at_unit, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
LATER = MONDAY + timedelta(days=3000)


def kept_file(text: str = "ảnh chụp") -> StoredFile:
    return store.keep(text.encode(), filename="a.txt", media_type="text/plain", subject="", by=None, at=MONDAY)


def test_months_are_counted_by_the_calendar():
    assert months_before(datetime(2028, 2, 29, tzinfo=UTC), 12) == datetime(2027, 2, 28, tzinfo=UTC)
    assert months_before(datetime(2026, 1, 31, tzinfo=UTC), 2) == datetime(2025, 11, 30, tzinfo=UTC)


def refused(cast: Cast, **facts) -> Case:
    case = send(body=cast.units["UB-MD"], **facts).case
    return refuse_case(case=case, ground=RefusalGround.SPAM, reason="Quảng cáo gửi tự động", by=cast.hoa, at=MONDAY)


def year_later(days: int = 366) -> datetime:
    return MONDAY + timedelta(days=days)


def test_the_list_removes_nothing_and_its_maker_cannot_confirm_it(cast: Cast):
    case = refused(cast)
    assert list_removal(by=cast.hoa, at=year_later(364)) is None
    removal = list_removal(by=cast.hoa, at=year_later())
    assert (list(removal.cases), removal.counts) == ([str(case.pk)], {"ANSWERED": 0, "REFUSED": 1, "WITHDRAWN": 0})
    assert list_removal(by=cast.dung, at=year_later()) == removal
    assert remove_expired_cases(at=year_later()) == 0
    with pytest.raises(ValidationError, match="cán bộ khác"):
        confirm_removal(removal=removal, by=cast.hoa, at=year_later())
    assert Case.objects.count() == 1


def test_confirmed_by_another_a_tombstone_and_the_chain_stay(cast: Cast, django_capture_on_commit_callbacks):
    shared, own = kept_file("mẫu đơn chung"), kept_file("ảnh riêng")
    case = refused(cast, files=(shared, own), name="Lan")
    other = send(files=(kept_file("mẫu đơn chung"),)).case
    outbox.deliver()
    removal = list_removal(by=None, at=year_later())
    confirm_removal(removal=removal, by=cast.dung, at=year_later())
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_expired_cases(at=year_later()) == 1
    assert remove_expired_cases(at=year_later()) == 0
    assert list(Case.objects.all()) == [other]
    stone = Tombstone.objects.get(case_public_id=case.public_id)
    assert (stone.code, stone.state, stone.entry_count, stone.file_count) == (case.code, State.REFUSED, 1, 2)
    assert (store.path_of(shared.sha256).exists(), store.path_of(own.sha256).exists()) == (True, False)
    removal.refresh_from_db()
    assert (removal.state, removal.removed_count, removal.cases) == (RemovalState.DONE, 1, {})
    audit.seal()
    assert audit.verify().is_whole


def test_what_was_merged_into_it_goes_with_it(cast: Cast):
    into, other = at_unit(cast).case, at_unit(cast).case
    merge_cases(cases=[other], into=into, reason="Cùng một việc trả chậm", by=cast.hoa, at=MONDAY)
    answer(Case.objects.get(pk=into.pk), cast, MONDAY)
    close_case(case=into, by=None, at=MONDAY)
    confirm_removal(removal=list_removal(by=None, at=LATER), by=cast.dung, at=LATER)
    remove_expired_cases(at=LATER)
    assert (Case.objects.count(), Tombstone.objects.count()) == (0, 2)


def test_held_or_asked_about_it_stays(cast: Cast):
    held, asked = refused(cast), refused(cast)
    hold = hold_case(case=held, reason="Tòa án đang xem xét vụ việc", by=cast.hoa, at=MONDAY)
    removal = list_removal(by=None, at=year_later())
    asker = Asker(follower=asked.followers.get())
    ask_data_right(right=DataRight.DELETE, text="Xóa hết", key="form-data-0001", asker=asker, by=None, at=MONDAY)
    confirm_removal(removal=removal, by=cast.dung, at=year_later())
    assert (list(removal.cases), remove_expired_cases(at=year_later())) == ([str(asked.pk)], 0)
    assert Case.objects.count() == 2
    lift_hold(hold=hold, reason="Tòa án đã xử xong", by=cast.dung, at=year_later())
    removal = list_removal(by=None, at=year_later())
    assert list(removal.cases) == [str(held.pk)]
    confirm_removal(removal=removal, by=cast.dung, at=year_later())
    assert remove_expired_cases(at=year_later()) == 1


def test_a_list_that_was_put_away_removes_nothing(cast: Cast):
    refused(cast)
    removal = cancel_removal(
        removal=list_removal(by=None, at=year_later()), reason="Cần giữ để tổng kết năm", by=cast.dung, at=year_later()
    )
    assert (removal.state, remove_expired_cases(at=year_later())) == (RemovalState.CANCELLED, 0)
    with pytest.raises(ValidationError):
        confirm_removal(removal=removal, by=cast.hoa, at=year_later())


def test_without_a_rule_everything_is_kept(cast: Cast):
    refused(cast)
    RetentionRule.objects.all().delete()
    assert list_removal(by=None, at=LATER) is None
