"""Following by receipt: what the holder sees, what nobody else's words do there, and that a miss says nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caunoi.feedback.actions import (
    PublicationDraft,
    Received,
    add_to_case,
    add_voice,
    ask_sender,
    merge_cases,
    publish_case,
    quarantine_case,
    refuse_case,
)
from caunoi.feedback.choices import RefusalGround, State
from caunoi.feedback.models import Attachment, Case, Entry, Follower, Rating
from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.kit.files.checks import TEXT
from caunoi.pure.receipts import DIGITS, new_receipt, shown
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer, at_unit, follower_of, send
from tests.feedback.forms import fields_of

pytestmark = [pytest.mark.door, pytest.mark.django_db]
FOLLOW = "/feedback/follow/"
AT = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def standing_clock():
    with clock.frozen(AT):
        yield


def post(path: str, received: Received | str, **fields: object):
    code = received if isinstance(received, str) else shown(received.receipt)
    return Client().post(f"{FOLLOW}{path}", {"receipt": code} | fields)


def plain(page: HttpResponse) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", page.content.decode())


def test_the_code_opens_the_thread_however_it_is_typed(cast: Cast):
    received = at_unit(cast)
    for typed in (
        shown(received.receipt),
        shown(received.receipt).lower().replace("-", " "),
        shown(received.receipt).replace("-", ""),
    ):
        page = post("", typed)
        assert page.status_code == 200
        assert received.case.code in page.content.decode()


def test_a_wrong_an_unknown_and_an_expired_code_get_the_same_page(cast: Cast):
    received = send()
    Follower.objects.update(expires_at=AT - timedelta(days=1))
    expired = shown(received.receipt)
    unknown = shown(new_receipt(b"\x01" * 10))
    wrong = expired[:-1] + next(symbol for symbol in DIGITS if symbol != expired[-1])
    pages = [post("", code) for code in (expired, unknown, wrong)]
    codes = (expired, unknown, wrong)
    texts = {plain(page).replace(code, "") for page, code in zip(pages, codes, strict=True)}
    assert {page.status_code for page in pages} == {422}
    assert len({len(page.content) for page in pages}) == 1
    assert len(texts) == 1


def test_a_miss_asks_the_database_as_much_as_an_expired_code(cast: Cast):
    received = send()
    Follower.objects.update(expires_at=AT - timedelta(days=1))
    counts = []
    for code in (shown(received.receipt), shown(new_receipt(b"\x02" * 10)), "ABC", ""):
        with CaptureQueriesContext(connection) as queries:
            post("", code)
        counts.append(len(queries))
    assert counts == [3, 3, 3, 3]  # cases, voices of petitions, requests about data


@pytest.mark.parametrize(
    ("typed", "said"),
    [("7KQM 2XWD", "Mã có 17 ký tự, bạn nhập 8."), ("7KQM-2XWD-9RTA-HF4Đ-C", "Tắt bộ gõ"), ("", "Gõ mã biên nhận.")],
)
def test_what_is_wrong_with_the_form_of_a_code_is_said(cast: Cast, typed: str, said: str):
    page = post("", typed)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_every_deed_without_a_code_shows_the_page_that_asks_for_it(cast: Cast):
    at_unit(cast)
    for path in ("add/", "rate/", "reopen/", "appeal/", "withdraw/", "kept/", "slip/", f"files/{uuid4()}/"):
        page = post(path, "7KQM-2XWD-9RTA-HF4C-0")
        assert page.status_code == 422
        assert "Tra cứu bằng mã biên nhận" in page.content.decode()


def test_a_question_is_answered_and_the_officer_is_a_unit(cast: Cast):
    received = at_unit(cast)
    ask_sender(case=received.case, text="Bạn còn giữ giấy hẹn không?", by=cast.tuan, at=AT)
    text = post("", received).content.decode()
    assert "Bạn còn giữ giấy hẹn không?" in text
    assert "Ủy ban nhân dân xã Mỹ Đức" in text
    assert cast.tuan.full_name not in text
    page = post("add/", received, text="Tôi còn giữ, ngày hẹn là 5/11")
    assert page.status_code == 201
    assert "Tôi còn giữ, ngày hẹn là 5/11" in page.content.decode()
    assert Entry.objects.order_by("-id").first().kind == "SENDER_ANSWER"


def test_a_reply_is_rated_and_the_case_reopened(cast: Cast):
    received = at_unit(cast)
    answer(received.case, cast, AT, done="Đã trả giấy khai sinh", next_step="Không còn việc nào")
    text = post("", received).content.decode()
    assert "Trả lời chính thức" in text
    assert "Đã trả giấy khai sinh" in text
    assert post("rate/", received, score="2", reasons=["GENERIC", "NOT_DONE"]).status_code == 201
    assert (Rating.objects.get().score, Rating.objects.get().reasons) == (2, ["GENERIC", "NOT_DONE"])
    assert post("rate/", received).status_code == 422
    page = post("reopen/", received, reason="Chưa thấy ai trả giấy khai sinh")
    assert page.status_code == 201
    assert "Đã mở lại." in page.content.decode()
    assert Case.objects.get().state == State.HANDLING


def test_a_reason_that_says_nothing_stays_in_its_form(cast: Cast):
    received = at_unit(cast)
    answer(received.case, cast, AT)
    page = post("reopen/", received, reason="chưa")
    text = page.content.decode()
    assert page.status_code == 422
    assert "Ghi lý do, ít nhất 10 ký tự." in text
    assert "<title>Lỗi:" in text


def test_the_same_form_twice_is_one_deed(cast: Cast):
    received = at_unit(cast)
    fields = fields_of(post("", received), f"{FOLLOW}add/") | {"text": "Tôi gửi thêm ngày hẹn"}
    pages = [Client().post(f"{FOLLOW}add/", fields) for _ in range(2)]
    assert [page.status_code for page in pages] == [201, 200]
    assert "Đã ghi nhận ở lần gửi đầu." in pages[1].content.decode()
    assert Entry.objects.filter(text="Tôi gửi thêm ngày hẹn").count() == 1


def test_withdrawing_ends_it_unless_others_follow(cast: Cast):
    received = send()
    assert post("withdraw/", received).status_code == 201
    assert Case.objects.get().state == State.WITHDRAWN
    other = send()
    add_voice(case=other.case, key="k" * 24, by=None, at=AT)
    page = post("withdraw/", other)
    assert page.status_code == 422
    assert "Có người khác cùng theo dõi" in page.content.decode()


def test_merged_senders_read_the_reply_and_no_word_of_each_other(cast: Cast):
    one, two = (
        send(text="Lời riêng của người thứ nhất về giấy hẹn"),
        at_unit(cast, text="Lời riêng của người thứ hai về giấy hẹn"),
    )
    add_to_case(follower=follower_of(two), text="Bổ sung riêng của người thứ hai", by=None, at=AT)
    merge_cases(cases=[one.case], into=two.case, reason="Cùng một việc trả chậm", by=cast.hoa, at=AT)
    answer(Case.objects.get(pk=two.case.pk), cast, AT)
    text = post("", one).content.decode()
    assert "Lời riêng của người thứ nhất" in text
    assert "Giấy khai sinh đã trả ngày 18/11." in text
    assert "người thứ hai" not in text
    assert post("rate/", one, score="5").status_code == 201
    assert post("reopen/", one, reason="Của tôi thì chưa được trả").status_code == 201
    # the reason of one is not told to the other
    assert "Của tôi thì chưa" not in post("", two).content.decode()


def test_an_answer_from_before_the_merger_stays_readable(cast: Cast):
    one, two = at_unit(cast), at_unit(cast)
    answer(one.case, cast, AT, text="Trả lời riêng, từ trước khi gộp")
    post("reopen/", one, reason="Vẫn chưa được trả giấy")
    merge_cases(cases=[Case.objects.get(pk=one.case.pk)], into=two.case, reason="Cùng một việc", by=cast.hoa, at=AT)
    assert "Trả lời riêng, từ trước khi gộp" in post("", one).content.decode()
    assert "Trả lời riêng" not in post("", two).content.decode()


def test_a_voice_reads_what_was_published_and_not_the_first_senders_words(cast: Cast):
    received = at_unit(cast, text="Lời riêng của người gửi đầu tiên, chị Nguyễn Thị Lan")
    answer(received.case, cast, AT, text="Đã trả cho chị Lan ngày 18/11.")
    words = PublicationDraft("Trả giấy chậm", "Một người hỏi về giấy", "Đã trả ngày 18/11", has_masks_confirmed=True)
    publish_case(case=Case.objects.get(), draft=words, by=cast.hoa, at=AT)
    with clock.frozen(AT + timedelta(hours=1)):
        _follower, receipt = add_voice(case=received.case, key="v" * 24, by=None, at=clock.now())
        text = post("", shown(receipt)).content.decode()
    assert "Một người hỏi về giấy" in text
    assert "Đã trả ngày 18/11" in text
    assert "Lan" not in text
    assert "Lời riêng" not in text


def test_what_was_set_apart_shows_no_word_of_it(cast: Cast):
    received = send(text="Ông trưởng phòng nhận tiền của dân để ký giấy khai sinh")
    quarantine_case(case=received.case, by=cast.hoa, at=AT)
    text = post("", received).content.decode()
    assert "Việc này đang được xem riêng" in text
    for word in ("trưởng phòng", "tố cáo", "Tố cáo", "Cách ly", "cách ly"):
        assert word not in text
    assert post("add/", received, text="Tôi muốn nói thêm một điều").status_code == 422


def test_a_refusal_says_why(cast: Cast):
    received = at_unit(cast)
    refuse_case(
        case=received.case, ground=RefusalGround.COURT, reason="Tòa án đang giải quyết việc này", by=cast.tuan, at=AT
    )
    text = post("", received).content.decode()
    assert "Tòa án đang giải quyết việc này" in text


def with_file(cast: Cast) -> tuple[Received, Attachment]:
    file = store.keep(b"giay hen", filename="giay-hen.txt", media_type=TEXT, subject="", by=None, at=AT)
    received = send(files=(file,))
    return received, Attachment.objects.get()


def test_a_file_is_given_to_the_holder_and_to_no_other(cast: Cast):
    received, attachment = with_file(cast)
    other = send()
    page = post(f"files/{attachment.public_id}/", received)
    assert b"".join(page.streaming_content) == b"giay hen"
    assert page["Content-Security-Policy"].startswith("sandbox")
    assert post(f"files/{attachment.public_id}/", other).status_code == 404


def test_the_receipt_is_kept_only_when_ticked(cast: Cast):
    received = send()
    page = post("kept/", received)
    assert page.status_code == 422
    assert shown(received.receipt) in page.content.decode()
    assert post("kept/", received, kept="on").status_code == 200
    assert Follower.objects.get().kept_at == AT


def test_the_slip_is_a_small_pdf_with_a_neutral_name(cast: Cast):
    received = send()
    page = post("slip/", received)
    assert page.content.startswith(b"%PDF")
    assert received.case.code not in page["Content-Disposition"]
    assert page["Cache-Control"] == "private, no-store"


def test_the_thread_costs_the_same_with_one_reply_and_with_three(cast: Cast):
    received = at_unit(cast)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert post("", received).status_code == 200
        return len(queries)

    answer(received.case, cast, AT)
    before = count()
    for number in range(2):
        answer_again(received, cast, number)
    assert count() == before <= 16


def answer_again(received: Received, cast: Cast, number: int) -> None:
    post("reopen/", received, reason=f"Vẫn chưa được giải quyết, lần {number}")
    answer(Case.objects.get(), cast, AT, text=f"Trả lời thêm lần {number}")


def test_the_thread_is_kept_by_no_cache(cast: Cast):
    assert post("", send())["Cache-Control"] == "private, no-store"
    assert timezone.is_aware(AT)
