"""One case, from its receipt to its answer and back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from caunoi.feedback.actions import (
    Classification,
    KeyConflictError,
    add_voice,
    appeal_case,
    classify_case,
    merge_cases,
    quarantine_case,
    rate_case,
    receive_case,
    reopen_case,
    transfer_case,
    unmerge_case,
)
from caunoi.feedback.choices import Identity, Kind, State, Urgency
from caunoi.feedback.models import Case, CaseStep, Sender
from caunoi.feedback.queries import cases_visible_to, follower_for
from caunoi.kit import audit
from caunoi.organisations.queries import scope_of
from caunoi.pure.receipts import shown
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer, at_unit, draft, follower_of, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def seen(cast: Cast, name: str) -> set[str]:
    user = cast.users[name]
    return set(cases_visible_to(user, scope_of(user, MONDAY.date())).values_list("code", flat=True))


def test_a_case_comes_in_with_a_receipt_and_a_promise(cast: Cast):
    received = send(body=cast.units["UB-MD"], name="Lan", contact="lan@example.vn")
    case = received.case
    assert (case.state, case.desk, received.is_new) == (State.RECEIVED, cast.units["MD"], True)
    # 16/11 is day 0, 24/11 a holiday: the tenth working day is 1/12, 17:00 in Hà Nội
    assert case.due_at == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    assert follower_for(shown(received.receipt).lower(), MONDAY).case == case
    assert case.code not in received.receipt


def test_names_and_contacts_lie_encrypted(cast: Cast):
    send(name="Lan", contact="lan@example.vn")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact FROM feedback_sender")
        lying = " ".join(cursor.fetchone())
    assert "Lan" not in lying
    assert "lan@" not in lying
    assert (Sender.objects.get().name, Sender.objects.get().contact) == ("Lan", "lan@example.vn")


def test_the_same_key_is_the_same_case_and_receipt(cast: Cast):
    first = draft()
    one = receive_case(draft=first, by=None, at=MONDAY)
    two = receive_case(draft=first, by=None, at=MONDAY + timedelta(minutes=3))
    assert (two.case, two.receipt, two.is_new) == (one.case, one.receipt, False)
    assert Case.objects.count() == 1


def test_the_same_key_with_another_text_is_refused(cast: Cast):
    first = draft()
    receive_case(draft=first, by=None, at=MONDAY)
    with pytest.raises(KeyConflictError):
        receive_case(draft=draft(key=first.key, text="Một nội dung hoàn toàn khác hẳn"), by=None, at=MONDAY)


def test_receipt_only_keeps_nothing_of_the_sender(cast: Cast):
    received = send(identity=Identity.RECEIPT, name="Lan", contact="0912345678", user=cast.lan)
    assert not Sender.objects.filter(case=received.case).exists()
    assert follower_of(received).user is None


def test_who_sees_a_case(cast: Cast):
    case = at_unit(cast).case
    everyone = {name: seen(cast, name) for name in ("lan", "minh", "hoa", "dung", "tuan", "quang")}
    mine = {case.code}
    assert everyone == {"lan": set(), "minh": set(), "hoa": mine, "dung": mine, "tuan": mine, "quang": set()}


def test_a_person_named_in_the_words_is_out_of_it(cast: Cast):
    send(body=cast.units["UB-MD"], text="Ông DO ANH TUAN ở một cửa quát mắng dân, không hướng dẫn hồ sơ.")
    assert (len(seen(cast, "hoa")), len(seen(cast, "tuan"))) == (1, 0)
    Case.objects.update(unit=cast.units["UB-MD"], state=State.ASSIGNED)
    assert (len(seen(cast, "hoa")), len(seen(cast, "tuan"))) == (1, 0)


def test_a_union_that_a_case_is_about_neither_receives_nor_sees_it(cast: Cast):
    received = send(body=cast.units["MD"], is_about_body=True)
    assert received.case.desk == cast.units["HN"]
    assert (seen(cast, "hoa"), seen(cast, "dung")) == (set(), {received.case.code})


def test_urgent_shortens_and_normal_never_shrinks(cast: Cast):
    case = send().case
    urgent = classify_case(case=case, decided=Classification(urgency=Urgency.URGENT), by=cast.hoa, at=MONDAY)
    assert urgent.due_at == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)  # 9:00, 2.5 h to lunch, 1.5 h from 13:30: 15:00
    normal = classify_case(case=case, decided=Classification(urgency=Urgency.COMPLEX), by=cast.hoa, at=MONDAY)
    assert normal.due_at > urgent.due_at


def test_a_kind_that_is_not_handled_here_cannot_be_set(cast: Cast):
    with pytest.raises(ValidationError):
        classify_case(case=send().case, decided=Classification(kind=Kind.COMPLAINT), by=cast.hoa, at=MONDAY)


def test_the_fourth_transfer_is_refused(cast: Cast):
    case = at_unit(cast).case
    for code in ("MD", "UB-MD", "MD"):
        case = transfer_case(
            case=case, unit=cast.units[code], reason="Thuộc thẩm quyền bên kia", by=cast.tuan, at=MONDAY
        )
    assert (case.transfer_count, case.state) == (3, State.ASSIGNED)
    with pytest.raises(ValidationError, match="3 lần"):
        transfer_case(case=case, unit=cast.units["UB-MD"], reason="Thuộc thẩm quyền bên kia", by=cast.tuan, at=MONDAY)


def test_answer_rate_reopen_appeal(cast: Cast):
    received = at_unit(cast)
    at = MONDAY + timedelta(days=2)
    answer(received.case, cast, at)
    follower = follower_of(received)
    assert (follower.case.state, follower.case.is_on_time) == (State.ANSWERED, True)
    rate_case(follower=follower, score=2, reasons=["GENERIC"], comment="", by=None, at=at)
    case = reopen_case(follower=follower, reason="Chưa thấy trả giấy khai sinh", by=None, at=at)
    assert (case.state, case.reopened_count, case.is_on_time) == (State.HANDLING, 1, None)
    answer(case, cast, at)
    case = appeal_case(follower=follower, reason="Trả lời không đúng sự thật", by=None, at=at)
    # nothing stands above the committee: the desk above sorts it
    assert (case.state, case.unit, case.desk) == (State.RECEIVED, None, cast.units["HN"])


def test_merged_cases_keep_the_earliest_promise_and_come_apart_again(cast: Cast):
    early, late = send().case, send(at=MONDAY + timedelta(days=3)).case
    into = merge_cases(cases=[early], into=late, reason="Cùng một việc trả chậm", by=cast.hoa, at=MONDAY)
    assert (into.due_at, into.voice_count) == (early.due_at, 2)
    back = unmerge_case(case=Case.objects.get(pk=early.pk), reason="Thật ra là hai việc", by=cast.hoa, at=MONDAY)
    assert (back.state, back.merged_into) == (State.RECEIVED, None)


def test_a_possible_denunciation_is_set_apart(cast: Cast):
    case = quarantine_case(case=send(body=cast.units["UB-MD"]).case, by=cast.hoa, at=MONDAY)
    assert (case.text, case.title, case.desk) == ("", "", cast.units["HN"])
    assert "khai sinh" in case.sealed_text
    assert (seen(cast, "hoa"), seen(cast, "dung")) == (set(), {case.code})


def test_every_deed_has_its_line_of_history_and_the_chain_is_whole(cast: Cast):
    received = at_unit(cast)
    answer(received.case, cast, MONDAY)
    verbs = list(CaseStep.objects.filter(case=received.case).order_by("id").values_list("verb", flat=True))
    assert verbs == ["receive_case", "assign_case", "accept_case", "reply_case"]
    audit.seal()
    assert audit.verify().is_whole


def test_a_voice_has_a_receipt_of_its_own_and_counts_once(cast: Cast):
    first = draft()
    received = receive_case(draft=first, by=None, at=MONDAY)
    follower, receipt = add_voice(case=received.case, key=first.key, by=None, at=MONDAY)
    again, same = add_voice(case=received.case, key=first.key, by=None, at=MONDAY)
    assert (again, same) == (follower, receipt)
    assert receipt != received.receipt
    assert Case.objects.get().voice_count == 2


def test_a_voice_for_a_merged_case_joins_the_one_it_is_in(cast: Cast):
    one, other = send().case, send().case
    merge_cases(cases=[one], into=other, reason="Cùng một việc trả chậm", by=cast.hoa, at=MONDAY)
    follower, _receipt = add_voice(case=Case.objects.get(pk=one.pk), key="voice-secret-1", by=None, at=MONDAY)
    assert (follower.case, Case.objects.get(pk=other.pk).voice_count) == (other, 3)


def test_a_case_set_apart_takes_no_voices(cast: Cast):
    case = quarantine_case(case=send().case, by=cast.hoa, at=MONDAY)
    with pytest.raises(ValidationError):
        add_voice(case=case, key="voice-secret-2", by=None, at=MONDAY)
