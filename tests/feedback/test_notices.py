"""Who is told what, and how rarely."""

from datetime import timedelta

import pytest

from caunoi.feedback.actions import (
    Classification,
    add_to_case,
    ask_extension,
    ask_sender,
    classify_case,
    decide_extension,
    merge_cases,
    note_received,
    note_step,
    quarantine_case,
    recuse,
    refuse_case,
    send_digests,
    transfer_case,
)
from caunoi.feedback.choices import Identity, RecusalSource, RefusalGround
from caunoi.feedback.models import Case, CaseStep, DigestLine
from caunoi.kit import clock, outbox
from caunoi.kit.outbox.models import OutboxEvent, ProcessedEvent
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Message
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, TEXT, answer, at_unit, follower_of, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MONDAY):
        yield


def tell(at=LATER) -> int:
    while outbox.deliver():
        pass
    return send_digests(at=at)


def mails(cast: Cast, name: str) -> list[str]:
    rows = Message.objects.filter(recipient=cast.users[name], channel=Channel.EMAIL, title="Bạn có việc mới")
    return list(rows.order_by("id").values_list("body", flat=True))


def told(cast: Cast, name: str) -> list[str]:
    rows = Message.objects.filter(
        recipient=cast.users[name], channel=Channel.IN_APP, title="Việc bạn theo dõi có cập nhật"
    )
    return list(rows.order_by("id").values_list("body", flat=True))


def test_many_letters_of_a_machine_are_one_mail(cast: Cast):
    for number in range(70):
        send(text=f"{TEXT} Thư số {number}", body=cast.units["UB-MD"], is_screened=False)
    tell()
    assert len(mails(cast, "hoa")) == 1
    assert mails(cast, "hoa")[0].endswith("và 50 việc khác.")
    assert tell() == 0


def test_a_digest_says_codes_and_deeds_and_no_word_of_the_sender(cast: Cast):
    case = send(body=cast.units["UB-MD"], name="Nguyễn Thị Lan").case
    tell()
    message = Message.objects.get(recipient=cast.hoa, channel=Channel.EMAIL)
    assert (message.title, message.body) == ("Bạn có việc mới", f"{case.code}: việc mới; hạn trả lời 17:00 01/12/2026")
    everything = " ".join(Message.objects.values_list("title", flat=True)) + message.body + message.path
    assert not [word for word in ("khai sinh", "Lan", str(case.public_id)) if word in everything]


def test_the_next_digest_comes_a_quarter_of_an_hour_later_with_only_what_is_new(cast: Cast):
    first = send(body=cast.units["UB-MD"]).case
    assert tell() == 1
    second = send(body=cast.units["UB-MD"], at=LATER).case
    assert tell(LATER + timedelta(minutes=10)) == 0
    assert tell(LATER + timedelta(minutes=15)) == 1
    assert [first.code in body for body in mails(cast, "hoa")] == [True, False]
    assert [second.code in body for body in mails(cast, "hoa")] == [False, True]


def test_a_burst_is_waited_out(cast: Cast):
    send(body=cast.units["UB-MD"])
    assert tell(MONDAY + timedelta(minutes=1)) == 0
    assert tell(MONDAY + timedelta(minutes=2)) == 1


def test_one_case_is_one_line_and_the_newest_comes_first(cast: Cast):
    old, new = at_unit(cast), at_unit(cast)
    add_to_case(follower=follower_of(old), text="Tôi có thêm ảnh phiếu hẹn", by=None, at=MONDAY)
    classify_case(case=old.case, decided=Classification(area=""), by=cast.tuan, at=MONDAY)
    tell()
    lines = mails(cast, "tuan")[0].splitlines()
    assert [line.split(";")[0] for line in lines] == [
        f"{old.case.code}: được giao đến, người gửi viết thêm", f"{new.case.code}: được giao đến",
    ]  # fmt: skip


@pytest.mark.parametrize("hours", [12, 20])
def test_at_night_nobody_is_told_and_nothing_is_lost(cast: Cast, hours: int):
    send(body=cast.units["UB-MD"])
    assert tell(MONDAY + timedelta(hours=hours)) == 0  # 21:00, 5:00
    assert tell(MONDAY + timedelta(hours=23)) == 1


def test_on_a_day_off_nobody_is_told(cast: Cast):
    send(body=cast.units["UB-MD"])
    assert tell(MONDAY + timedelta(days=5)) == 0  # a Saturday
    assert tell(MONDAY + timedelta(days=8)) == 0  # 24/11, a holiday since 2026
    assert tell(MONDAY + timedelta(days=9)) == 1


def test_who_is_named_in_a_case_hears_nothing_of_it(cast: Cast):
    text = f"{TEXT} Ông Đỗ Anh Tuấn không giải thích."
    at_unit(cast, text=text)
    send(text=text, body=cast.units["UB-MD"])
    tell()
    assert (len(mails(cast, "hoa")), mails(cast, "tuan")) == (1, [])
    assert not DigestLine.objects.exists()


def test_who_turns_out_to_be_named_before_the_digest_hears_nothing_either(cast: Cast):
    case = at_unit(cast).case
    while outbox.deliver():
        pass
    recuse(case=case, user=cast.tuan, source=RecusalSource.ADDED, by=cast.hoa, at=MONDAY)
    send_digests(at=LATER)
    assert mails(cast, "tuan") == []


def test_what_was_set_apart_is_told_to_those_who_keep_it_only(cast: Cast):
    case = quarantine_case(case=at_unit(cast).case, by=cast.hoa, at=MONDAY)
    tell()
    assert (mails(cast, "hoa"), mails(cast, "tuan")) == ([], [])
    assert mails(cast, "dung") == [f"{case.code}: việc cần xem riêng"]


def test_who_did_it_is_not_told_of_it(cast: Cast):
    case = at_unit(cast).case
    tell()
    ask_extension(case=case, days=3, reason="Chờ xác minh thêm tại xã", by=cast.tuan, at=LATER)
    tell(LATER + timedelta(hours=1))
    assert (len(mails(cast, "hoa")), len(mails(cast, "tuan"))) == (1, 1)


def test_followers_with_an_account_are_told_of_each_turn(cast: Cast):
    received = at_unit(cast, user=cast.lan)
    case = received.case
    transfer_case(case=case, unit=cast.units["MD"], reason="Thuộc thẩm quyền bên kia", by=cast.tuan, at=MONDAY)
    extension = ask_extension(case=case, days=3, reason="Chờ xác minh thêm tại xã", by=cast.hoa, at=MONDAY)
    decide_extension(extension=extension, is_approved=True, note="", by=cast.dung, at=MONDAY)
    ask_sender(case=case, text="Bạn nộp hồ sơ ngày nào?", by=cast.hoa, at=MONDAY)
    answer(case, cast, MONDAY)
    tell()
    said = [body.split("\n")[0].removeprefix(f"Việc {case.code} ") for body in told(cast, "lan")]
    assert said == [
        "đã chuyển đơn vị khác trả lời.", "được gia hạn, có ngày mới và lý do.", "có câu hỏi cho bạn.", "đã có trả lời.",
    ]  # fmt: skip


def test_a_refused_extension_is_not_told_to_the_sender(cast: Cast):
    case = at_unit(cast, user=cast.lan).case
    extension = ask_extension(case=case, days=3, reason="Chờ xác minh thêm tại xã", by=cast.tuan, at=MONDAY)
    decide_extension(extension=extension, is_approved=False, note="Không cần thiết", by=cast.hoa, at=MONDAY)
    tell()
    assert told(cast, "lan") == []


def test_an_address_that_the_sender_left_is_written_to_without_content(cast: Cast):
    case = send(contact="lan@example.vn", name="Lan").case
    refuse_case(
        case=case, ground=RefusalGround.COMPLAINT, reason="Đây là khiếu nại quyết định", by=cast.dung, at=MONDAY
    )
    tell()
    message = Message.objects.get(address__gt="", recipient=None)
    assert (message.address, message.title) == ("lan@example.vn", "Việc bạn theo dõi có cập nhật")
    assert not [word for word in ("khiếu nại", "khai sinh", "Lan") if word in message.body]


def test_receipt_only_is_never_written_to(cast: Cast):
    case = send(identity=Identity.RECEIPT, contact="lan@example.vn", user=cast.lan).case
    refuse_case(case=case, ground=RefusalGround.SPAM, reason="Quảng cáo gửi tự động", by=cast.dung, at=MONDAY)
    tell()
    assert (told(cast, "lan"), Message.objects.filter(recipient=None).count()) == ([], 0)


def test_an_event_told_again_is_told_to_people_once(cast: Cast):
    case = at_unit(cast, user=cast.lan).case
    answer(case, cast, MONDAY)
    tell()
    count = Message.objects.count()
    OutboxEvent.objects.update(delivered_at=None)
    tell(LATER + timedelta(hours=1))
    assert Message.objects.count() == count


def test_without_the_mark_officers_hear_twice_but_the_sender_does_not(cast: Cast):
    """Negative control: the keys of messages are a second guard, the lines of a digest have none."""
    case = at_unit(cast, user=cast.lan).case
    answer(case, cast, MONDAY)
    tell()
    ProcessedEvent.objects.all().delete()
    OutboxEvent.objects.update(delivered_at=None)
    tell(LATER + timedelta(hours=1))
    assert (len(mails(cast, "tuan")), len(told(cast, "lan"))) == (2, 1)


def test_the_same_news_of_a_case_waits_once(cast: Cast):
    case = at_unit(cast).case
    step = CaseStep.objects.get(case=case, verb="assign_case")
    for _ in range(2):
        note_received(case_id=case.pk, at=MONDAY)
        note_step(case_id=case.pk, step_id=step.pk, at=MONDAY)
    assert DigestLine.objects.filter(user=cast.tuan).count() == 1


def test_an_answer_reaches_the_senders_of_what_was_merged(cast: Cast):
    into = at_unit(cast, contact="mot@example.vn").case
    other = send(body=cast.units["UB-MD"], user=cast.lan, contact="hai@example.vn").case
    merge_cases(cases=[other], into=into, reason="Cùng một việc trả chậm", by=cast.hoa, at=MONDAY)
    tell()
    Message.objects.all().delete()
    answer(Case.objects.get(pk=into.pk), cast, MONDAY)
    tell()
    assert [body.split("\n")[0] for body in told(cast, "lan")] == [f"Việc {into.code} đã có trả lời."]
    letters = {row.address for row in Message.objects.filter(recipient=None)}
    assert letters == {"mot@example.vn", "hai@example.vn"}
