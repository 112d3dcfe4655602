"""E-mail: letters become cases, replies become part of them, answers go back."""

import io
import os
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError

from caunoi.channels.choices import InboundOutcome as Outcome
from caunoi.channels.email import actions, queries
from caunoi.channels.email.actions import receiving
from caunoi.channels.models import InboundMessage
from caunoi.feedback.actions import admit_case, ask_sender, assign_case, discard_case, merge_cases
from caunoi.feedback.choices import Channel, State
from caunoi.feedback.models import Attachment, Case, Entry, Follower, Sender
from caunoi.kit import outbox
from caunoi.kit.models import StoredFile
from caunoi.notifications.actions import send_due
from caunoi.notifications.models import Message
from tests.cast import Cast
from tests.channels.imap import Mailbox
from tests.feedback.deeds import MONDAY, TEXT, answer, at_unit
from tests.kit.samples import pdf, picture
from tests.notifications.sink import Sink

pytestmark = [pytest.mark.room, pytest.mark.django_db]
BOX = "phanhoi@congdoan.vn"


@pytest.fixture(autouse=True)
def mailbox(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.CAUNOI._values, "email_in", BOX)


def letter(text: str = TEXT, sender: str = "Lan <lan@example.vn>", to: str = BOX, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, headers.pop("subject", "Giấy khai sinh trả chậm")
    made["Message-ID"] = headers.pop("message_id", f"<{os.urandom(6).hex()}@example.vn>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def take(made: EmailMessage | bytes) -> InboundMessage | None:
    data = made if isinstance(made, bytes) else made.as_bytes()
    return actions.receive_letter(data=data, by=None, at=MONDAY)


def mails() -> list[Message]:
    return list(Message.objects.order_by("id"))


def test_a_letter_becomes_a_case_that_waits_for_a_look(cast: Cast):
    noted = take(letter())
    case = Case.objects.get()
    assert (noted.outcome, noted.case, case.channel, case.state) == (Outcome.CASE, case, Channel.EMAIL, State.SCREENING)
    assert case.text == f"Giấy khai sinh trả chậm\n\n{TEXT}"
    assert (case.sender.name, case.sender.contact) == ("Lan", "lan@example.vn")


def test_the_acknowledgement_names_the_code_and_the_day_and_neither_words_nor_receipt(cast: Cast):
    take(letter())
    (mail,) = mails()
    case = Case.objects.get()
    assert (mail.title, mail.address) == (f"Đã nhận việc {case.code}", "lan@example.vn")
    assert "1/12/2026" in mail.body
    assert "khai sinh" not in mail.title + mail.body
    token = mail.reply_to.removeprefix("phanhoi+").removesuffix("@congdoan.vn")
    assert (len(token), token.isalnum()) == (38, True)


def test_the_same_letter_twice_is_one_case(cast: Cast):
    made = letter()
    assert take(made) is not None
    assert take(made) is None
    assert (Case.objects.count(), len(mails())) == (1, 1)


def test_a_reply_to_the_token_is_part_of_the_case_and_leaves_out_what_it_quotes(cast: Cast):
    take(letter())
    reply = letter(
        f"Số giấy hẹn 123.\n\nVào Th 2, 16 thg 11, 2026 Cầu Nối <{BOX}> đã viết:\n> cũ", to=mails()[0].reply_to
    )
    assert take(reply).outcome == Outcome.ADDITION
    assert Entry.objects.order_by("-id").first().text == "Số giấy hẹn 123."
    assert Case.objects.count() == 1


def test_a_reply_by_reference_counts_from_the_same_address_only(cast: Cast):
    take(letter())
    reference = f"<{mails()[0].public_id}@caunoi>"
    assert take(letter("Bổ sung giấy hẹn", In_Reply_To=reference)).outcome == Outcome.ADDITION
    assert take(letter(sender="x@example.vn", In_Reply_To=reference)).outcome == Outcome.CASE


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1] + "a7"[token[-1] == "a"], lambda token: token[:-1], str.swapcase]
)
def test_a_token_that_we_did_not_make_opens_nothing(cast: Cast, change: Any):
    take(letter())
    token = mails()[0].reply_to.removeprefix("phanhoi+").partition("@")[0]
    noted = take(letter(to=f"phanhoi+{change(token)}@congdoan.vn"))
    assert noted.outcome == (Outcome.ADDITION if change is str.swapcase else Outcome.CASE)


def test_files_are_taken_and_those_refused_are_named(cast: Cast):
    made = letter()
    made.add_attachment(pdf(), maintype="application", subtype="pdf", filename="giay-hen.pdf")
    made.add_attachment(picture(), maintype="image", subtype="jpeg", filename="anh.jpg")
    made.add_attachment(b"MZ\0\0", maintype="application", subtype="exe", filename="a.exe")
    take(made)
    assert sorted(Attachment.objects.values_list("file__name", flat=True)) == ["anh.jpg", "giay-hen.pdf"]
    assert "- a.exe: Không nhận loại tệp này" in mails()[0].body


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "AUTO"), ({"Precedence": "bulk"}, "LIST"), ({"Return_Path": "<>"}, "BOUNCE"),
        ({"sender": "MAILER-DAEMON@mx.vn"}, "NOBODY"), ({"sender": BOX}, "LOOP"), ({"sender": "cau-noi@localhost.vn"}, ""),
    ],
)  # fmt: skip
def test_what_no_person_wrote_is_counted_and_not_answered(cast: Cast, headers: dict[str, str], reason: str):
    noted = take(letter(**headers))
    assert (noted.reason, len(mails())) == (reason, 0 if reason else 1)
    assert Case.objects.exists() == (not reason)


def test_a_flood_from_one_address_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receiving, "A_DAY_MOST", 2)
    assert [take(letter()).reason for _ in range(3)] == ["", "", "FLOOD"]
    assert take(letter(sender="khac@example.vn")).reason == ""


def test_a_letter_that_says_nothing_is_told_why(cast: Cast):
    made = letter("?", subject="")
    made.add_attachment(pdf(), maintype="application", subtype="pdf", filename="a.pdf")
    assert take(made).outcome == Outcome.REFUSED
    assert "Cần ít nhất 10 chữ cái" in mails()[0].body
    assert not StoredFile.objects.exists()


def deliver() -> None:
    while outbox.deliver():
        pass


def test_questions_and_answers_go_back_and_the_subject_says_nothing(cast: Cast):
    take(letter())
    case = admit_case(case=Case.objects.get(), by=cast.hoa, at=MONDAY)
    case = assign_case(case=case, unit=cast.units["UB-MD"], by=cast.hoa, at=MONDAY)
    ask_sender(case=case, text="Giấy hẹn ngày nào?", by=cast.tuan, at=MONDAY)
    answer(case, cast, MONDAY)
    deliver()
    told = [(mail.title, mail.body.split("\n")[0]) for mail in mails()[1:]]
    title = f"Bạn có tin về việc {case.code}"
    assert told == [
        (title, f"Việc {case.code} đã được nhận. Hạn trả lời: 1/12/2026."),
        (title, f"Việc {case.code} đã chuyển đến Ủy ban nhân dân xã Mỹ Đức. Hạn trả lời: 1/12/2026."),
        (title, "Ủy ban nhân dân xã Mỹ Đức hỏi bạn:"), (title, "Ủy ban nhân dân xã Mỹ Đức trả lời:"),
    ]  # fmt: skip
    assert "Tuấn" not in "".join(mail.body for mail in mails())


def test_an_answer_reaches_who_wrote_what_was_merged_and_nobody_of_the_web(cast: Cast):
    take(letter())
    case = admit_case(case=Case.objects.get(), by=cast.hoa, at=MONDAY)
    into = at_unit(cast, name="Bình", contact="binh@example.vn").case
    merge_cases(cases=[case], into=into, reason="Cùng một việc trả chậm", by=cast.hoa, at=MONDAY)
    ask_sender(case=into, text="Chị ở thôn nào?", by=cast.tuan, at=MONDAY)
    answer(into, cast, MONDAY)
    deliver()
    told = [m.body.split("\n")[0] for m in mails() if m.address == "lan@example.vn"]
    assert told[2:] == [
        f"Việc {case.code} được gộp với việc giống thế. Bạn nhận cùng một câu trả lời.", "Ủy ban nhân dân xã Mỹ Đức trả lời:",
    ]  # fmt: skip
    assert not [m for m in mails() if m.address == "binh@example.vn" and "trả lời:" in m.body]


def test_a_refusal_goes_back_with_its_reason(cast: Cast):
    take(letter())
    discard_case(case=Case.objects.get(), reason="Nội dung quảng cáo", by=cast.hoa, at=MONDAY)
    deliver()
    assert "Nội dung quảng cáo" in mails()[-1].body


def test_a_letter_through_a_real_server_and_the_pipe_and_back(cast: Cast, settings: Any):
    """SMTP out, a reply made as mail programs make it, the pipe in."""
    call_command("receive_mail", stdin=io.BytesIO(letter().as_bytes()))
    with Sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_SSL, settings.EMAIL_HOST_USER = False, ""
        send_due(at=MONDAY)
    (sent,) = sink.letters
    assert sent["Auto-Submitted"] == "auto-generated"
    reply = letter("Số giấy hẹn 123", to=sent["Reply-To"], In_Reply_To=sent["Message-ID"])
    call_command("receive_mail", stdin=io.BytesIO(reply.as_bytes()))
    assert Entry.objects.order_by("-id").first().text == "Số giấy hẹn 123"


def test_the_pipe_says_when_to_try_again(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def broken(**_: Any) -> None:
        raise OperationalError("locked")

    monkeypatch.setattr(actions, "receive_letter", broken)
    with pytest.raises(SystemExit) as ended:
        call_command("receive_mail", stdin=io.BytesIO(b"x"))
    assert ended.value.code == 75


def test_a_mailbox_is_read_once_and_marked(cast: Cast):
    with Mailbox([letter().as_bytes(), b"From: x\r\n\r\n", letter(sender="b@b.vn").as_bytes()]) as box:
        assert actions.poll_mailbox(url=box.url, at=MONDAY) == 3
        assert actions.poll_mailbox(url=box.url, at=MONDAY) == 0
    assert [sorted(flags) for flags in box.flags.values()] == [[r"\Seen"]] * 3
    assert sorted(InboundMessage.objects.values_list("outcome", flat=True)) == ["CASE", "CASE", "IGNORED"]


def test_a_letter_that_cannot_be_taken_is_flagged_and_those_behind_it_come_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    def fragile(letter: Any) -> str:
        if letter.sender == "hong@example.vn":
            raise RuntimeError
        return f"{letter.subject}\n\n{letter.text}"

    monkeypatch.setattr(receiving, "_whole_text", fragile)
    with Mailbox([letter(sender="hong@example.vn").as_bytes(), letter().as_bytes()]) as box:
        actions.poll_mailbox(url=box.url, at=MONDAY)
    assert box.flags == {1: {r"\Flagged"}, 2: {r"\Seen"}}
    assert Sender.objects.get().contact == "lan@example.vn"


@pytest.mark.parametrize("trouble", ["LOGIN", "UID FETCH", "UID STORE", "password"])
def test_a_mailbox_that_fails_loses_and_doubles_nothing(cast: Cast, trouble: str):
    with Mailbox([letter().as_bytes()]) as box:
        box.password, box.hangs_up_at = ("other", b"") if trouble == "password" else ("mat-khau", trouble.encode())
        assert actions.poll_mailbox(url=box.url, at=MONDAY) == 0
        box.password, box.hangs_up_at = "mat-khau", b""
        actions.poll_mailbox(url=box.url, at=MONDAY)
    assert Case.objects.count() == 1


def test_the_address_of_a_follower_is_within_what_mail_allows(cast: Cast):
    take(letter())
    assert len(queries.reply_address(Follower.objects.get()).partition("@")[0]) <= 64
