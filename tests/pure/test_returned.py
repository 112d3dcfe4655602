"""Letters that come back: what they say of the address, and that no letter breaks the reader."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.pure.returned import DEAD, PASSING, REFUSED, judge, read_returned

pytestmark = pytest.mark.pure

REPORT = """From: Mail Delivery System <MAILER-DAEMON@mx.example.vn>
To: tra-thu+abc@congdoan.vn
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.vn.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.vn

Final-Recipient: rfc822; khong-con@example.vn
Original-Recipient: rfc822;khong-con@example.vn
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {code} {status} {said}

--b
Content-Type: message/rfc822

From: cau-noi@congdoan.vn
Message-ID: <0190-abc@caunoi>

Noi dung

--b--
"""


def report(status: str = "5.1.1", action: str = "failed", code: str = "550", said: str = "User unknown") -> bytes:
    return REPORT.format(status=status, action=action, code=code, said=said).replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("5.1.1", DEAD), ("5.1.2", DEAD), ("5.1.10", DEAD), ("5.2.1", DEAD), ("5.0.0", REFUSED), ("5.2.2", REFUSED),
        ("5.3.4", REFUSED), ("5.7.1", REFUSED), ("5.6.0", REFUSED), ("4.2.2", PASSING), ("4.4.7", PASSING),
    ],
)  # fmt: skip
def test_what_a_code_means_for_the_address(status, verdict):
    assert judge(status) == verdict


@pytest.mark.parametrize(("code", "verdict"), [("550", DEAD), ("554", REFUSED)])
def test_a_report_without_codes_of_its_own_is_judged_by_the_basic_one(code, verdict):
    found = read_returned(report("5.0.0", "failed", code, "rejected"))
    assert found is not None
    assert (found.status, found.verdict) == ("5.0.0", verdict)


def test_a_report_of_delivery_is_read():
    found = read_returned(report())
    assert found is not None
    assert (found.status, found.verdict, found.is_final) == ("5.1.1", DEAD, True)
    assert found.came_to == ("tra-thu+abc@congdoan.vn",)
    assert found.said == "smtp; 550 5.1.1 User unknown"


def test_what_is_kept_of_a_servers_words_names_nobody():
    found = read_returned(report(said="<Lan.Nguyen@example.vn>: unknown, tra-thu+abc@congdoan.vn"))
    assert found is not None
    assert found.said == "smtp; 550 5.1.1 <…>: unknown, …"


def test_a_delay_is_not_the_end():
    found = read_returned(report("4.4.1", "delayed", "451", "Connection timed out"))
    assert found is not None
    assert (found.verdict, found.is_final) == (PASSING, False)


@pytest.mark.parametrize(
    ("words", "status", "verdict"),
    [
        ("host gmail-smtp-in said: 550-5.1.1 The email account does not exist", "5.1.1", DEAD),
        ("The mailbox is full: 552 5.2.2 over quota", "5.2.2", REFUSED),
        ("said: 550 no such user here", "5.1.1", DEAD),
        ("said: 554 message refused", "5.7.0", REFUSED),
    ],
)
def test_a_server_that_sends_no_report_is_understood_by_its_words(words, status, verdict):
    letter = f"From: postmaster@mx.example.vn\r\nTo: tra-thu+x@congdoan.vn\r\nSubject: failure\r\n\r\n{words}\r\n"
    found = read_returned(letter.encode())
    assert found is not None
    assert (found.status, found.verdict) == (status, verdict)


@pytest.mark.parametrize(
    "letter",
    [
        b"From: lan@example.vn\r\nTo: phanhoi@congdoan.vn\r\nSubject: x\r\n\r\nMay loi 550 5.1.1 khong vao duoc\r\n",
        b"", b"\0\xff", b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n",
        report(action="delivered", status="2.0.0", code="250"),
    ],
)  # fmt: skip
def test_other_letters_are_none(letter):
    assert read_returned(letter) is None


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_no_letter_breaks_the_reader(data):
    read_returned(data)
    read_returned(b"From: mailer-daemon@x\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n" + data)
