"""Notices by Zalo: templates checked before sending, keys changed, refusals and quotas understood."""

from datetime import timedelta

import pytest

from caunoi.notifications import actions
from caunoi.notifications.actions.zalo import account, contract
from caunoi.notifications.models import ChannelState, Message, ZaloKeys
from tests.cast import AT
from tests.channels.oa import Account
from tests.notifications.ways import draft, queue, set_options

pytestmark = [pytest.mark.room, pytest.mark.django_db]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def oa(settings, monkeypatch, cast):
    cast.minh.phone = "+84912345678"
    cast.minh.save()
    with Account() as made:
        set_options(
            monkeypatch, settings, zalo_app_id="1", zalo_app_secret="app-secret", zalo_refresh_token="refresh-0",
            zalo_oauth_url=made.url, zalo_business_url=made.url, zns_template="7895417", zalo_per_second=0, phone_basis="Điều lệ",
        )  # fmt: skip
        yield made


def notice(cast, number: int = 1, **values):
    return draft(number, "ZALO", recipient=cast.minh, fallbacks=(), **values)


def only() -> Message:
    return Message.objects.get()


def test_a_notice_fills_its_template_and_is_found_again_by_its_mark(oa, cast):
    queue(notice(cast))
    assert actions.send_due(at=AT) == 1
    [sent] = oa.notices
    assert (sent["phone"], sent["template_id"], sent["tracking_id"]) == ("84912345678", "7895417", only().public_id.hex)
    assert sent["template_data"] == {
        "ten": "Trần Văn Minh", "noi_dung": "Phổ biến Hướng dẫn số 12", "don_vi": "Công đoàn Thủ đô", "ngay": "23/11/2026",
    }  # fmt: skip
    assert ChannelState.objects.get(channel="ZALO").quota_left == 499


def test_a_place_that_stays_empty_is_named_before_anything_is_sent(oa, cast, settings, monkeypatch):
    set_options(monkeypatch, settings, zns_parameters=["tieu_de=title:50", "duong_dan=path:60"])
    queue(notice(cast, path=""))
    actions.send_due(at=AT)
    assert (oa.notices, only().state, only().code) == ([], "FAILED", "MISSING_PARAMETER")
    assert only().error == "mẫu tin thiếu tham số duong_dan"


def test_what_is_too_long_is_cut_between_words_but_never_a_link(cast, settings, monkeypatch):
    set_options(monkeypatch, settings, zns_parameters=["a=title:20", "b=path:8"])
    message = Message(recipient=cast.minh, title="Phổ biến Hướng dẫn số 12 về cải cách", path="/d/abc/")
    assert contract.data_of(message, AT) == {"a": "Phổ biến Hướng dẫn…", "b": "d/abc/"}
    message.path = "/d/abcdefghij/"
    with pytest.raises(contract.Refused, match="tham số b quá dài"):
        contract.data_of(message, AT)


def test_an_event_may_have_a_template_of_its_own(oa, cast, settings, monkeypatch):
    set_options(monkeypatch, settings, zns_event_templates=["directives.issued=42"])
    queue(notice(cast, 1, event="directives.issued"), notice(cast, 2, event="feedback.told"))
    actions.send_due(at=AT)
    assert [sent["template_id"] for sent in oa.notices] == ["42", "7895417"]


def test_a_key_that_ran_out_is_changed_and_the_notice_goes_with_the_next_look(oa, cast):
    queue(notice(cast, 1))
    actions.send_due(at=AT)
    oa.access = "changed elsewhere"
    queue(notice(cast, 2), notice(cast, 3))
    assert (actions.send_due(at=AT), oa.renewals) == (0, 2)
    assert sum(actions.send_due(at=AT + MINUTE * n) for n in range(3)) == 2
    assert (len(oa.notices), ZaloKeys.objects.get().access_token) == (3, "access-2")


def test_a_key_that_cannot_be_changed_closes_the_channel(oa, cast):
    oa.refresh = "lost"
    queue(notice(cast))
    assert actions.send_due(at=AT) == 0
    state = ChannelState.objects.get(channel="ZALO")
    assert (state.rest_code, state.rests_until_at, only().attempts_count) == ("KEY", AT + MINUTE * 15, 0)


def test_a_key_that_another_process_is_changing_lets_nobody_rest(oa, cast):
    ZaloKeys.objects.create(pk=1, refresh_token="refresh-0", expires_at=AT, claimed_until=AT + MINUTE / 2)
    queue(notice(cast))
    assert actions.send_due(at=AT) == 0
    assert ChannelState.objects.get(channel="ZALO").rests_until_at is None
    assert actions.send_due(at=AT + MINUTE) == 1


def test_who_read_the_old_pair_before_it_was_changed_does_not_use_it(oa, monkeypatch):
    account.access_token(AT)
    old = ZaloKeys(pk=1, refresh_token="refresh-0", expires_at=AT, claimed_until=AT)
    monkeypatch.setattr(type(ZaloKeys.objects), "get_or_create", lambda *_args, **_values: (old, False))
    with pytest.raises(account.KeyBusy):
        account.access_token(AT)
    assert (oa.renewals, ZaloKeys.objects.get().refresh_token) == (1, "refresh-1")


@pytest.mark.parametrize(("code", "rests"), [(-144, "QUOTA"), (-126, "QUOTA"), (-109, "NO_TEMPLATE"), (-133, "NIGHT")])
def test_what_zalo_refuses_to_everybody_lets_the_channel_rest(oa, cast, code, rests):
    oa.access, oa.troubles = "", [code]
    queue(notice(cast, 1), notice(cast, 2))
    assert actions.send_due(at=AT) == 0
    state = ChannelState.objects.get(channel="ZALO")
    assert (state.rest_code, state.rests_until_at) == (rests, AT + timedelta(hours=1))
    assert actions.send_due(at=AT + timedelta(hours=1)) == 2


@pytest.mark.parametrize("code", [-118, -139, -141, -116])
def test_what_zalo_refuses_to_one_person_ends_there(oa, cast, code):
    oa.troubles = [code]
    queue(notice(cast, 1), notice(cast, 2))
    assert actions.send_due(at=AT) == 1
    assert list(Message.objects.order_by("id").values_list("state", "code")) == [
        ("FAILED", f"ZALO {code}"),
        ("SENT", ""),
    ]


@pytest.mark.parametrize("trouble", ["hang up", -100])
def test_trouble_that_passes_is_tried_again(oa, cast, trouble):
    oa.troubles = [trouble]
    queue(notice(cast))
    assert (actions.send_due(at=AT), actions.send_due(at=AT + MINUTE), len(oa.notices)) == (0, 1, 1)


def test_at_night_it_waits_for_six_in_the_morning(oa, cast):
    night = AT + timedelta(hours=14)  # 23:00 in Hà Nội
    queue(notice(cast), at=night)  # urgent: nothing else leaves in the night
    assert (actions.send_due(at=night), only().not_before_at - night) == (0, timedelta(hours=7))


def test_a_foreign_number_is_refused_before_sending(oa, cast):
    cast.minh.phone = "+14155552671"
    cast.minh.save()
    queue(notice(cast))
    actions.send_due(at=AT)
    assert (oa.notices, only().code) == ([], "FOREIGN")
