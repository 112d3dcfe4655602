"""Text messages: counted, refused before they are sent where they must be, taken once by the gateway."""

from datetime import timedelta

import pytest

from caunoi.kit import clock
from caunoi.notifications import actions
from caunoi.notifications.models import AddressHealth, ChannelState, Message
from caunoi.notifications.queries.cost import estimate, sms_text
from tests.cast import AT
from tests.notifications.gateway import Gateway
from tests.notifications.ways import PHONE, draft, queue, set_options, state_of, told

pytestmark = [pytest.mark.room, pytest.mark.django_db]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def gateway(settings, monkeypatch):
    with Gateway() as made:
        set_options(monkeypatch, settings, sms_url=made.url, sms_key=made.key, sms_sender="CDHN", sms_per_second=0)
        yield made


def only() -> Message:
    return Message.objects.get()


def test_a_message_is_one_part_without_accents_with_its_link_and_its_reference(gateway):
    queue(draft(address=PHONE))
    assert actions.send_due(at=AT) == 1
    [body] = gateway.asked
    assert body["text"] == "Pho bien Huong dan so 12 http://127.0.0.1:8000/d/abc/"
    assert (body["to"], body["from"], body["alphabet"], body["parts"]) == (PHONE, "CDHN", "GSM7", 1)
    assert body["reference"] == str(only().public_id)


def test_taken_is_not_delivered(gateway):
    queue(draft(address=PHONE))
    actions.send_due(at=AT)
    message = only()
    assert (message.state, told()) == ("SENT", [])
    assert message.watched_until_at == AT + timedelta(hours=6)


@pytest.mark.parametrize(
    ("number", "code"),
    [("+14155552671", "FOREIGN"), ("+8613800138000", "FOREIGN"), ("024 3942 1234", "BAD_ADDRESS"), ("0912", "BAD_ADDRESS"), ("abc", "BAD_ADDRESS")],
)  # fmt: skip
def test_a_number_that_cannot_be_is_refused_before_anything_is_sent(gateway, number, code):
    queue(draft(address=number))
    assert (actions.send_due(at=AT), gateway.asked) == (0, [])
    assert (only().state, only().code) == ("FAILED", code)


def test_a_long_message_is_cut_between_words_and_its_link_stays(settings, monkeypatch):
    text = sms_text("Phổ biến " * 60, "/d/abc/")
    assert text.endswith("... http://127.0.0.1:8000/d/abc/")
    assert estimate(channel="SMS", count=3, words="Phổ biến " * 60).parts_count == 6
    set_options(monkeypatch, settings, sms_price=350)
    costs = estimate(channel="SMS", count=1000, words="Phổ biến Hướng dẫn số 12")
    assert (costs.parts_each, costs.total, costs.is_priced) == (1, 350_000, True)
    assert estimate(channel="EMAIL", count=1000).total == 0


@pytest.mark.parametrize("trouble", [500, "lost before", "lost after", {"status": "?"}])
def test_a_gateway_in_trouble_is_asked_again_and_shows_the_message_once(gateway, trouble):
    gateway.troubles = [trouble]
    queue(draft(address=PHONE))
    assert (actions.send_due(at=AT), only().state) == (0, "QUEUED")
    assert (actions.send_due(at=AT + MINUTE), len(gateway.taken)) == (1, 1)


def test_a_reference_that_the_gateway_knows_is_taken(gateway):
    gateway.troubles = [409]
    queue(draft(address=PHONE))
    assert actions.send_due(at=AT) == 1


@pytest.mark.parametrize(
    ("trouble", "code", "minutes"), [(401, "KEY", 15), (402, "QUOTA", 15), ("busy", "QUOTA", 1.5), ("redirect", "UNREACHABLE", 15)]
)  # fmt: skip
def test_a_gateway_that_takes_nothing_from_us_is_left_alone_and_nothing_is_lost(gateway, trouble, code, minutes):
    gateway.troubles = [trouble]
    queue(*(draft(number, address=PHONE) for number in range(3)))
    assert (actions.send_due(at=AT), len(gateway.asked)) == (0, 1)
    state = ChannelState.objects.get(channel="SMS")
    assert (state.rest_code, state.rests_until_at) == (code, AT + MINUTE * minutes)
    assert (actions.send_due(at=AT + MINUTE), len(gateway.asked)) == (0, 1)
    assert (actions.send_due(at=AT + MINUTE * 16), len(gateway.taken)) == (3, 3)


def test_a_number_that_nobody_has_is_not_tried_again_by_anybody(gateway):
    gateway.refusals[PHONE] = {"status": "REFUSED", "code": "UNKNOWN_NUMBER"}
    queue(draft(1, address="0912 345 678"))
    actions.send_due(at=AT)
    queue(draft(2, address=PHONE))
    actions.send_due(at=AT)
    codes = list(Message.objects.order_by("id").values_list("state", "code"))
    assert (codes, len(gateway.asked)) == ([("FAILED", "SMS UNKNOWN_NUMBER"), ("FAILED", "DEAD")], 1)
    assert PHONE not in str(AddressHealth.objects.values_list())


def test_somebody_says_that_the_number_is_right(gateway, cast):
    gateway.refusals[PHONE] = {"status": "REFUSED", "code": "UNKNOWN_NUMBER"}
    queue(draft(1, address=PHONE))
    actions.send_due(at=AT)
    gateway.refusals.clear()
    assert actions.revive_address(kind="PHONE", text="0912345678", by=cast.minh, at=AT)
    queue(draft(2, address=PHONE))
    assert (actions.send_due(at=AT), state_of(2)) == (1, "SENT")


def test_a_gateway_with_a_contract_of_its_own(gateway, settings, monkeypatch):
    own = '{"Phone": "{to_plain}", "Content": "{text}", "RequestId": "{reference}", "Brandname": "{sender}", "SmsType": 2}'
    set_options(
        monkeypatch,
        settings,
        sms_body=own,
        sms_code_field="CodeResult",
        sms_codes=["100=TAKEN", "103=QUOTA", "99=LATER"],
    )
    gateway.troubles = [{"CodeResult": "99"}, {"CodeResult": "103"}, {"CodeResult": "100"}, {"CodeResult": "104"}]
    queue(draft(address=PHONE, body="Bấm {key} xem"))
    actions.send_due(at=AT)
    assert gateway.asked[0]["Phone"] == "84912345678"
    assert gateway.asked[0]["Content"].startswith("Bam {key} xem")
    assert (only().state, actions.send_due(at=AT + MINUTE), only().code) == ("QUEUED", 0, "QUOTA")
    assert (actions.send_due(at=AT + MINUTE * 20), only().state) == (1, "SENT")
    queue(draft(2, address=PHONE))
    actions.send_due(at=AT + MINUTE * 20)
    assert (state_of(2), Message.objects.get(key="issued:2").code) == ("FAILED", "SMS 104")


def test_no_more_go_in_a_second_than_the_pace_allows(gateway, settings, monkeypatch):
    """By the row that all workers share: nobody else takes anything before the second is over."""
    set_options(monkeypatch, settings, sms_per_second=4)
    queue(*(draft(number, address=PHONE) for number in range(10)))
    second = timedelta(seconds=1)
    moments = (0 * second, 0.5 * second, second, 2 * second, 2.4 * second, 3 * second)
    assert [actions.send_batch(channel="SMS", at=AT + moment) for moment in moments] == [4, 0, 4, 2, 0, 0]
    assert len(gateway.taken) == 10


def test_every_second_a_channel_with_a_pace_is_asked_for(gateway, settings, monkeypatch):
    set_options(monkeypatch, settings, sms_per_second=4)
    queue(*(draft(number, address=PHONE) for number in range(5)))
    asked = [actions.ask_for_paced(at=AT)]
    with clock.frozen(AT):
        actions.send_channel(channel="SMS", at=AT)
    asked += [actions.ask_for_paced(at=AT + timedelta(seconds=n)) for n in (0.5, 1)]
    assert asked == [1, 0, 1]


def test_a_channel_that_is_off_says_so_and_keeps_its_messages(gateway, settings, monkeypatch):
    set_options(monkeypatch, settings, sms_key="")
    queue(draft(address=PHONE))
    actions.send_due(at=AT)
    assert (only().state, only().code, gateway.asked) == ("QUEUED", "OFF", [])
    for _look in range(8):  # longer than a message that fails by itself is tried
        actions.send_due(at=only().not_before_at)
    assert (only().state, only().attempts_count) == ("QUEUED", 9)


def test_a_paused_channel_sends_nothing_until_it_is_resumed(gateway, cast):
    queue(draft(address=PHONE))
    actions.pause_channel(channel="SMS", reason="đối soát", by=cast.dung, at=AT)
    assert (actions.send_due(at=AT), actions.send_batch(channel="SMS", at=AT), gateway.asked) == (0, 0, [])
    actions.resume_channel(channel="SMS", by=cast.dung, at=AT)
    assert actions.send_due(at=AT) == 1
