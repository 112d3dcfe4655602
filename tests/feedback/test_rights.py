"""What people may ask about their data, and what is removed when its time has run out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.feedback.actions import (
    DataAsking,
    acknowledge_data_request,
    add_to_case,
    add_voice,
    ask_data_right,
    cancel_removal,
    close_case,
    confirm_removal,
    extend_data_request,
    finish_data_request,
    hold_case,
    lift_hold,
    list_removal,
    merge_cases,
    rate_case,
    refuse_case,
    remove_expired_cases,
)
from caunoi.feedback.choices import DataRequestState, DataRight, RefusalGround, RemovalState, State
from caunoi.feedback.models import Attachment, Case, DataRequest, Entry, Rating, RetentionRule, Sender, Tombstone
from caunoi.feedback.queries import follower_for
from caunoi.feedback.queries.data_requests import data_request_by_receipt, data_requests_of, late_acknowledgements
from caunoi.feedback.queries.retention import months_before
from caunoi.feedback.queries.search import cases_matching
from caunoi.kit import audit, outbox
from caunoi.kit.files import store
from caunoi.kit.models import StoredFile
from caunoi.organisations.queries import scope_of
from caunoi.pure.receipts import shown
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer, at_unit, follower_of, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
ASKED = "Xóa giúp tôi mọi thứ tôi đã gửi"
LATER = MONDAY + timedelta(days=3000)


def asking(**facts) -> DataAsking:
    values = {"right": DataRight.DELETE, "text": ASKED, "key": "form-data-0001", "contact": "lan@example.vn", **facts}
    return DataAsking(**values)


def ask(**facts) -> DataRequest:
    return ask_data_right(asking=asking(**facts), by=None, at=MONDAY)[0]


def kept_file(text: str = "ảnh chụp") -> StoredFile:
    return store.keep(text.encode(), filename="a.txt", media_type="text/plain", subject="", by=None, at=MONDAY)


def test_the_clocks_of_the_law(cast: Cast):
    row = ask()
    assert row.acknowledge_due_at == datetime(2026, 11, 18, 10, 0, tzinfo=UTC)  # two working days
    assert row.due_at.date() == datetime(2026, 12, 1, tzinfo=UTC).date()  # fifteen days
    other = ask(key="form-data-0002", has_third_party=True)
    assert (other.due_at - row.due_at).days == 6  # twenty days end on a Sunday


def test_the_same_form_is_one_request_that_its_receipt_opens(cast: Cast):
    one, receipt = ask_data_right(asking=asking(), by=None, at=MONDAY)
    two, again = ask_data_right(asking=asking(), by=None, at=MONDAY)
    assert (one, receipt) == (two, again)
    assert data_request_by_receipt(shown(receipt)) == one
    assert data_request_by_receipt("x") is None
    assert follower_for(shown(receipt), MONDAY) is None


def test_who_cannot_be_reached_is_asked_for_a_way(cast: Cast):
    with pytest.raises(ValidationError):
        ask(contact="")


def test_the_queue_is_of_the_desk_and_not_of_who_is_named(cast: Cast):
    received = send(body=cast.units["UB-MD"], text="Bà Lê Thị Hoa không tiếp nhận hồ sơ của tôi từ tuần trước.")
    row = ask(follower=follower_of(received))
    assert row.desk == cast.units["MD"]
    hoa = data_requests_of(cast.hoa, scope_of(cast.hoa, MONDAY.date()))
    assert not hoa.exists()
    plain = ask(key="form-data-0003", follower=follower_of(send(body=cast.units["UB-MD"])))
    assert list(hoa) == [plain]
    assert late_acknowledgements(MONDAY + timedelta(days=3)).count() == 2


def test_acknowledged_extended_once_and_done_once(cast: Cast):
    row = ask(right=DataRight.VIEW)
    row = acknowledge_data_request(request=row, by=cast.dung, at=MONDAY)
    assert row.state == DataRequestState.ACKNOWLEDGED
    due = row.due_at
    row = extend_data_request(request=row, reason="Cần tìm trong hồ sơ giấy", by=cast.dung, at=MONDAY)
    assert (row.due_at - due).days == 15
    with pytest.raises(ValidationError):
        extend_data_request(request=row, reason="Cần tìm trong hồ sơ giấy", by=cast.dung, at=MONDAY)
    row = finish_data_request(request=row, answer="Bản sao dữ liệu ở văn phòng", by=cast.dung, at=MONDAY)
    assert (row.state, row.text) == (DataRequestState.DONE, ASKED)
    with pytest.raises(ValidationError):
        finish_data_request(request=row, answer="Bản sao dữ liệu ở văn phòng", by=cast.dung, at=MONDAY)


def test_deleting_erases_what_hangs_on_the_receipt(cast: Cast, django_capture_on_commit_callbacks):
    file = kept_file()
    received = at_unit(cast, name="Lan", contact="lan@example.vn", place="Thôn 3", files=(file,))
    follower, other = follower_of(received), add_voice(case=received.case, key="other-1", by=None, at=MONDAY)
    add_to_case(follower=follower, text="Số hồ sơ của tôi là 77", by=None, at=MONDAY)
    add_to_case(follower=other[0], text="Tôi cũng bị như vậy", by=None, at=MONDAY)
    answer(received.case, cast, MONDAY)
    rate_case(follower=follower, score=2, reasons=[], comment="Chưa thấy gì", by=None, at=MONDAY)
    outbox.deliver()
    with django_capture_on_commit_callbacks(execute=True):
        row = finish_data_request(request=ask(follower=follower), answer="Đã xóa theo yêu cầu", by=cast.hoa, at=LATER)
    case = Case.objects.get()
    assert (case.text, case.place, Sender.objects.count(), Attachment.objects.count()) == ("", "", 0, 0)
    assert [entry.text for entry in Entry.objects.order_by("id")][:3] == ["", "", "Tôi cũng bị như vậy"]
    assert (Rating.objects.get().comment, Rating.objects.get().score) == ("", 2)
    assert (StoredFile.objects.count(), store.path_of(file.sha256).exists()) == (0, False)
    assert (row.name, row.contact, row.text) == ("", "", "")
    assert follower_for(shown(received.receipt), LATER) is None
    assert follower_for(shown(other[1]), MONDAY) is not None
    assert Tombstone.objects.get().entry_count == 2
    assert not cases_matching(Case.objects.all(), "mot cua ").exists()
    assert cases_matching(Case.objects.all(), "cung bi nhu vay").exists()


def test_an_open_case_that_nobody_else_follows_ends(cast: Cast):
    follower = follower_of(at_unit(cast))
    finish_data_request(request=ask(follower=follower), answer="Đã xóa theo yêu cầu", by=cast.hoa, at=MONDAY)
    assert Case.objects.get().state == State.WITHDRAWN


def test_refused_nothing_is_erased(cast: Cast):
    follower = follower_of(at_unit(cast))
    row = finish_data_request(
        request=ask(follower=follower), answer="Đang là chứng cứ của vụ việc", is_refused=True, by=cast.hoa, at=MONDAY
    )
    assert (row.state, Case.objects.get().text != "", row.text) == (DataRequestState.REFUSED, True, ASKED)


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
    ask(follower=asked.followers.get())
    confirm_removal(removal=removal, by=cast.dung, at=year_later())
    assert (list(removal.cases), remove_expired_cases(at=year_later())) == ([str(asked.pk)], 0)
    assert Case.objects.count() == 2
    lift_hold(hold=hold, by=cast.dung, at=year_later())
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
