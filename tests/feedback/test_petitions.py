"""A petition is of many and names nobody; its answer reaches each."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from caunoi.feedback.actions import (
    add_petition_voice,
    assign_case,
    cancel_petition,
    forward_petition,
    open_petition,
    rate_case,
    reopen_case,
)
from caunoi.feedback.choices import Channel, FollowerKind, PetitionState, State
from caunoi.feedback.models import Case, Petition
from caunoi.feedback.queries import follower_for
from caunoi.feedback.queries.petitions import (
    petition_for,
    petition_for_token,
    petition_voice_for,
    petitions_of,
    voice_count_shown,
)
from caunoi.organisations.queries import scope_of
from caunoi.pure.receipts import shown
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TEXT = "Đoàn viên phải nghỉ làm cả ngày để nộp hồ sơ bảo hiểm; đề nghị nhận hồ sơ ngay tại nhà máy."


@pytest.fixture
def petition(cast: Cast) -> Petition:
    return open_petition(
        unit=cast.units["MD-1"], title="Nhận hồ sơ tại nhà máy", text=TEXT, body=cast.units["UB-MD"], by=cast.minh, at=MONDAY
    )  # fmt: skip


def join(petition: Petition, count: int, start: int = 0) -> list[str]:
    found = []
    for number in range(start, start + count):
        words = {"text": f"Tôi mất {number} buổi", "name": f"Người thứ {number}"}
        at = MONDAY + timedelta(hours=number)
        _voice, receipt = add_petition_voice(petition=petition, key=f"phone-{number}", by=None, at=at, **words)
        found.append(shown(receipt))
    return found


def test_members_join_by_the_printed_token_and_hold_a_receipt(petition: Petition):
    found = petition_for_token(petition.token)
    (receipt,) = join(found, 1)
    assert petition_voice_for(receipt, MONDAY).petition == petition
    assert follower_for(receipt, MONDAY) is None
    assert petition_voice_for(receipt, MONDAY + timedelta(days=366)) is None
    assert petition_voice_for("wrong", MONDAY) is None
    with pytest.raises(Petition.DoesNotExist):
        petition_for_token("khac")


def test_the_same_form_is_one_voice(petition: Petition):
    assert join(petition, 1) == join(petition, 1)
    assert petition.voices.count() == 1


def test_below_the_threshold_nothing_is_sent_and_no_count_is_shown(cast: Cast, petition: Petition):
    join(petition, 4)
    assert voice_count_shown(petition) is None
    with pytest.raises(ValidationError, match="thêm 1"):
        forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    join(petition, 1, start=4)
    assert voice_count_shown(petition) == 5


def test_a_threshold_that_hides_nobody_is_refused(cast: Cast):
    with pytest.raises(ValidationError):
        open_petition(unit=cast.units["MD-1"], title="Tên", text=TEXT, threshold=4, by=cast.minh, at=MONDAY)


def test_one_case_goes_out_and_nothing_of_the_members_goes_with_it(cast: Cast, petition: Petition):
    join(petition, 6)
    case = forward_petition(petition=petition, by=cast.minh, at=MONDAY + timedelta(days=1))
    assert (case.channel, case.voice_count, case.desk) == (Channel.PETITION, 6, cast.units["MD"])
    assert (case.sender.name, case.sender.unit) == (cast.units["MD-1"].name, cast.units["MD-1"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM feedback_case")
        case_row = str(cursor.fetchall())
    entries = " ".join(case.entries.values_list("text", flat=True))
    assert not [word for word in ("Người thứ", "buổi") if word in case_row + entries + case.sender.contact]
    followers = case.followers.filter(kind=FollowerKind.PETITIONER)
    assert set(followers.values_list("joined_at", flat=True)) == {MONDAY + timedelta(days=1)}
    hashes = list(followers.order_by("id").values_list("receipt_hash", flat=True))
    assert hashes == sorted(hashes)


def test_it_goes_out_once(cast: Cast, petition: Petition):
    join(petition, 5)
    forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    for deed in (
        lambda: forward_petition(petition=petition, by=cast.minh, at=MONDAY),
        lambda: join(petition, 1, start=9),
    ):
        with pytest.raises(ValidationError):
            deed()
    assert Case.objects.count() == 1


def test_the_answer_comes_back_to_each_who_may_rate_and_reopen(cast: Cast, petition: Petition):
    receipts = join(petition, 5)
    case = forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    case = assign_case(case=case, unit=cast.units["UB-MD"], by=cast.hoa, at=MONDAY)
    answer(case, cast, MONDAY)
    followers = [follower_for(receipt, MONDAY) for receipt in receipts]
    assert {follower.case for follower in followers} == {case}
    rate_case(follower=followers[0], score=2, reasons=[], comment="", by=None, at=MONDAY)
    reopened = reopen_case(follower=followers[4], reason="Vẫn phải lên xã nộp hồ sơ", by=None, at=MONDAY)
    assert reopened.state == State.HANDLING


def test_whoever_is_entered_by_the_union_gets_a_printed_receipt(cast: Cast, petition: Petition):
    with pytest.raises(ValidationError):
        add_petition_voice(petition=petition, key="desk-1", entered_by=cast.minh, by=cast.minh, at=MONDAY)
    voice, _receipt = add_petition_voice(
        petition=petition, key="desk-1", entered_by=cast.minh, has_printed_receipt=True, by=cast.minh, at=MONDAY
    )
    assert voice.entered_by == cast.minh


def test_stopped_it_says_why_and_forgets_what_was_said(cast: Cast, petition: Petition):
    (receipt, *_) = join(petition, 2)
    cancel_petition(petition=petition, reason="Công ty đã bố trí điểm nhận hồ sơ", by=cast.minh, at=MONDAY)
    voice = petition_voice_for(receipt, MONDAY)
    assert (voice.petition.state, voice.text, voice.name) == (PetitionState.CANCELLED, "", "")
    assert voice.petition.stop_reason == "Công ty đã bố trí điểm nhận hồ sơ"


def test_only_the_union_that_gathers_sees_it(cast: Cast, petition: Petition):
    def sees(name: str) -> bool:
        return petitions_of(scope_of(cast.users[name], MONDAY.date())).exists()

    assert {name: sees(name) for name in ("minh", "lan", "hoa", "dung", "tuan", "quang")} == {
        "minh": True, "lan": False, "hoa": False, "dung": False, "tuan": False, "quang": False,
    }  # fmt: skip
    with pytest.raises(Petition.DoesNotExist):
        petition_for(cast.hoa, petition.public_id, scope_of(cast.hoa, MONDAY.date()))
