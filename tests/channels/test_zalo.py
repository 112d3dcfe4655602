"""Zalo: signed events, a case once the person says so, answers through an account that fails, delays and refuses."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.channels.choices import InboundOutcome as Outcome
from caunoi.channels.models import Conversation, InboundMessage, ZaloPicture, ZaloReply
from caunoi.channels.zalo import actions
from caunoi.channels.zalo.actions import account, pictures, talking
from caunoi.feedback.actions import ask_sender, assign_case
from caunoi.feedback.choices import Channel, State
from caunoi.feedback.models import Attachment, Case, Entry
from caunoi.kit import outbox
from caunoi.kit.http.egress import EgressProblem
from caunoi.kit.models import StoredFile
from caunoi.notifications.models import ZaloKeys
from caunoi.pure.zalo import is_signed, read_event, signature
from tests.cast import Cast
from tests.channels.oa import Account
from tests.feedback.deeds import MONDAY, TEXT, answer
from tests.kit.samples import picture

pytestmark = [pytest.mark.room, pytest.mark.django_db]
APP, SECRET, PEER = "1234567890", "oa-secret", "987654321"
_ids = count(1)


@pytest.fixture(autouse=True)
def oa(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with Account() as served:
        facts = {"zalo_app_id": APP, "zalo_secret": SECRET, "zalo_app_secret": "app-secret", "zalo_refresh_token": "refresh-0",
                 "zalo_api_url": served.url, "zalo_oauth_url": served.url}  # fmt: skip
        for name, value in facts.items():
            monkeypatch.setitem(settings.CAUNOI._values, name, value)
        yield served


def event(name: str = "user_send_text", text: str = "", peer: str = PEER, **message: Any) -> bytes:
    who = {"follower": {"id": peer}} if name in {"follow", "unfollow"} else {"sender": {"id": peer}}
    facts = {"msg_id": f"m{next(_ids)}", "text": text} | message
    body = {"app_id": APP, "event_name": name, "timestamp": "1763258400000", "message": facts} | who
    return json.dumps(body, ensure_ascii=False).encode()


def post(body: bytes, sign: str = "") -> int:
    mac = sign or "mac=" + signature(APP, body, "1763258400000", SECRET)
    client = Client(enforce_csrf_checks=True)
    return client.post("/channels/zalo/", body, "application/json", headers={"X-ZEvent-Signature": mac}).status_code


def say(*texts: str, peer: str = PEER) -> None:
    assert {post(event(text=text, peer=peer)) for text in texts} == {200}


def replies() -> list[str]:
    return [row.text for row in ZaloReply.objects.order_by("id")]


def test_the_signature_is_the_documented_one():
    body = b'{"timestamp":"15","x":1}'
    assert signature("12", body, "15", "s") == hashlib.sha256(b"12" + body + b"15" + b"s").hexdigest()
    assert is_signed("mac=" + signature("12", body, "15", "s"), app_id="12", body=body, secret="s")
    assert not is_signed("mac=" + signature("12", body, "15", ""), app_id="12", body=body, secret="")


@pytest.mark.parametrize("sign", ["mac=", "mac=" + "0" * 64, "x", "mac=ố"])
def test_what_zalo_did_not_sign_is_refused(cast: Cast, sign: str):
    assert post(event(text=TEXT), sign.encode().decode("latin-1")) == 401
    assert not InboundMessage.objects.exists()


def test_without_an_account_there_is_no_webhook(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(settings.CAUNOI._values, "zalo_app_id", "")
    assert post(event(text=TEXT)) == 404


def test_words_become_a_case_only_when_the_person_says_so(cast: Cast):
    say(TEXT, "Giấy hẹn số 123")
    assert not Case.objects.exists()
    say("Gửi.")
    case = Case.objects.get()
    assert (case.channel, case.state, case.text) == (Channel.ZALO, State.RECEIVED, f"{TEXT}\nGiấy hẹn số 123")
    assert case.sender.contact == f"{PEER}@zalo"
    assert replies()[0] == replies()[1] == "Đã ghi lại, chưa gửi. Viết tiếp để thêm. Trả lời GỬI để gửi đi, HỦY để bỏ."
    assert replies()[2].startswith(f"Đã nhận thành việc {case.code}. Hạn trả lời: 1/12/2026.")


def test_words_may_be_taken_back(cast: Cast):
    say(TEXT, "HUỶ", "gửi")
    assert not Case.objects.exists()
    assert Conversation.objects.get().draft == "gửi"


def test_too_little_is_told_and_stays(cast: Cast):
    say("Chậm", "gửi")
    assert "Cần ít nhất 10 chữ cái" in replies()[-1]
    say("giấy khai sinh của con tôi", "gửi")
    assert Case.objects.get().text == "Chậm\ngiấy khai sinh của con tôi"


def test_later_words_are_part_of_the_case_until_a_new_one_is_asked_for(cast: Cast):
    say(TEXT, "gửi", "Hôm nay vẫn chưa trả", "việc mới", "Lệ phí chứng thực không niêm yết", "gửi")
    assert [case.title[:8] for case in Case.objects.order_by("id")] == ["Bộ phận ", "Lệ phí c"]
    assert Entry.objects.get(case=Case.objects.order_by("id").first(), kind="ADDITION").text == "Hôm nay vẫn chưa trả"


def test_the_same_event_delivered_again_has_no_effect(cast: Cast):
    first, confirm = event(text=TEXT), event(text="gửi")
    assert [post(body) for body in (first, first, confirm, confirm)] == [200] * 4
    assert (Case.objects.count(), len(replies())) == (1, 2)


def test_people_do_not_share_what_they_write(cast: Cast):
    say(TEXT, peer="1")
    say("Chuyện khác của người khác", "gửi", peer="2")
    assert Case.objects.get().text == "Chuyện khác của người khác"


def test_coming_and_going(cast: Cast):
    post(event("follow"))
    assert "Tố cáo: không gửi qua Zalo." in replies()[0]
    say(TEXT)
    post(event("unfollow"))
    talk = Conversation.objects.get()
    assert (talk.has_left, talk.draft, ZaloReply.objects.filter(given_up_at=None).count()) == (True, "", 0)


def test_a_day_has_its_measure(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(talking, "A_DAY_MOST", 1)
    say(TEXT, "gửi", "việc mới", "Chuyện thứ hai trong ngày")
    assert "Hôm nay đã nhận đủ 1 việc" in replies()[-1]


class Way:
    def __init__(self, data: bytes | EgressProblem) -> None:
        self.data = data

    def get(self, _url: str) -> bytes:
        if isinstance(self.data, EgressProblem):
            raise self.data
        return self.data


def fetch(monkeypatch: pytest.MonkeyPatch, data: bytes | EgressProblem, key: str = "k:0", minutes: int = 0) -> bool:
    monkeypatch.setattr(pictures, "way_out", lambda: Way(data))
    row, _is_new = ZaloPicture.objects.get_or_create(
        key=key,
        defaults={"conversation": Conversation.objects.get(), "url": "https://x.zdn.vn/a", "not_before_at": MONDAY},
    )
    return actions.take_picture(picture_id=row.pk, by=None, at=MONDAY + timedelta(minutes=minutes))


def test_a_picture_is_asked_for_by_its_event_and_its_address_lies_encrypted(cast: Cast):
    attachments = [{"type": "image", "payload": {"url": f"https://x.zdn.vn/{n}.jpg"}} for n in range(2)]
    assert post(event("user_send_image", attachments=attachments)) == 200
    assert [row.url for row in ZaloPicture.objects.order_by("id")] == [
        "https://x.zdn.vn/0.jpg",
        "https://x.zdn.vn/1.jpg",
    ]
    assert not ZaloPicture.objects.extra(where=["url LIKE '%%zdn%%'"]).exists()


def test_pictures_come_with_the_case_and_each_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    say(TEXT)
    assert [fetch(monkeypatch, picture(), key) for key in ("a:0", "a:0", "b:0")] == [True, False, True]
    say("gửi")
    assert fetch(monkeypatch, picture(), "c:0")
    assert Attachment.objects.count() == StoredFile.objects.count() == 3


@pytest.mark.parametrize("data", [b"MZ\0\0", b"", EgressProblem("REFUSED"), EgressProblem("LARGE")])
def test_what_is_no_picture_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch, data: Any):
    say(TEXT)
    assert fetch(monkeypatch, data) is False
    assert replies()[-1].startswith("Không nhận được ảnh.")
    assert not StoredFile.objects.exists()


def test_a_picture_that_did_not_come_is_tried_four_times(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    say(TEXT)
    lost = EgressProblem("FAILED")
    assert [fetch(monkeypatch, lost, "a:0", minutes) for minutes in (0, 0, 2, 8, 30)] == [False] * 5
    row = ZaloPicture.objects.get()
    assert (row.attempts_count, row.done_at is not None, row.url) == (4, True, "")
    assert replies()[-1].startswith("Không nhận được ảnh.")
    fetch(monkeypatch, lost, "b:0")
    monkeypatch.setattr(pictures, "way_out", lambda: Way(picture()))
    assert actions.take_due_pictures(at=MONDAY + timedelta(minutes=2)) == 1


def test_answers_come_back_into_the_chat(cast: Cast):
    say(TEXT, "gửi")
    case = assign_case(case=Case.objects.get(), unit=cast.units["UB-MD"], by=cast.hoa, at=MONDAY)
    ask_sender(case=case, text="Giấy hẹn ngày nào?", by=cast.tuan, at=MONDAY)
    answer(case, cast, MONDAY)
    while outbox.deliver():
        pass
    assert replies()[-3] == f"Việc {case.code} đã chuyển đến Ủy ban nhân dân xã Mỹ Đức. Hạn trả lời: 1/12/2026."
    assert [text.partition("\n\n")[2] for text in replies()[-2:]] == [
        "Giấy hẹn ngày nào?",
        "Giấy khai sinh đã trả ngày 18/11.",
    ]
    assert "Tuấn" not in "".join(replies())


def send_after(minutes: int = 0) -> int:
    return actions.send_replies(at=MONDAY + timedelta(minutes=minutes))


def test_replies_are_sent_once_in_order(cast: Cast, oa: Account):
    say(TEXT, "gửi")
    assert (send_after(), send_after(), oa.renewals) == (2, 0, 1)
    assert [peer for peer, _text in oa.taken] == [PEER, PEER]
    assert [text[:10] for _peer, text in oa.taken] == ["Đã ghi lại", "Đã nhận th"]


@pytest.mark.parametrize("trouble", ["hang up", "500", -32])
def test_a_reply_that_failed_goes_out_later_and_before_those_after_it(cast: Cast, oa: Account, trouble: Any):
    say(TEXT, "gửi")
    oa.troubles = [trouble]
    assert (send_after(), send_after(), send_after(2)) == (0, 0, 2)
    assert [text[:10] for _peer, text in oa.taken] == ["Đã ghi lại", "Đã nhận th"]


def test_an_account_that_hangs_is_not_waited_for(cast: Cast, oa: Account, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(account, "SECONDS", 0.1)
    say(TEXT)
    oa.access = "x"
    ZaloKeys.objects.create(
        pk=1, access_token="x", refresh_token="y", expires_at=MONDAY + timedelta(days=1), claimed_until=MONDAY
    )
    oa.troubles = ["late"]
    assert (send_after(), ZaloReply.objects.get().error) == (0, "PartnerProblem: TimeoutError")


def test_a_person_who_cannot_be_reached_is_given_up(cast: Cast, oa: Account):
    say(TEXT)
    oa.troubles = [-230]
    assert (send_after(), send_after(2000), ZaloReply.objects.get().error) == (0, 0, "Zalo -230")


def test_a_key_that_ran_out_is_changed_and_one_that_cannot_be_is_tried_six_times(cast: Cast, oa: Account):
    say(TEXT)
    assert send_after() == 1
    oa.access = "changed elsewhere"
    say("Giấy hẹn số 123")
    assert (send_after(), oa.renewals) == (1, 2)
    oa.refresh = oa.access = "lost"
    say("Thêm nữa")
    assert sum(send_after(1000 * n) for n in range(1, 9)) == 0
    row = ZaloReply.objects.get(sent_at=None)
    assert (row.attempts_count, row.given_up_at is not None) == (6, True)


def test_keys_and_words_lie_encrypted(cast: Cast, oa: Account, django_assert_num_queries: Any):
    say(TEXT)
    send_after()
    assert ZaloKeys.objects.extra(where=["access_token LIKE '%%access-1%%'"]).count() == 0
    assert ZaloKeys.objects.get().access_token == "access-1"
    assert InboundMessage.objects.get().outcome == Outcome.TALK


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["user_send_image", "follow"]),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["sender", "id", "message", "text", "event_name", "attachments", "payload", "url"]), inner),
        max_leaves=12,
    )
)  # fmt: skip
def test_no_event_breaks_the_reader(body: Any):
    data = json.dumps(body).encode()
    is_signed("mac=x", app_id="1", body=data, secret="s")
    found = read_event(data)
    assert found is None or found.peer
