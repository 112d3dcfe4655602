"""What people choose, what they stop with one tap, and whom consent leaves alone."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from caunoi.accounts.actions import record_consent
from caunoi.accounts.choices import ConsentPurpose
from caunoi.accounts.models import ConsentEntry, User
from caunoi.kit import outbox
from caunoi.notifications import actions
from caunoi.notifications.actions import Choices, Notice, claiming, notify
from caunoi.notifications.choices import Channel, Frequency, MessageState, Style
from caunoi.notifications.models import ChannelState, DigestItem, Message, Preference
from caunoi.notifications.queries import register_event
from caunoi.notifications.queries.addresses import phone_address
from caunoi.notifications.queries.matrix import channels_to_choose, kinds_to_choose
from caunoi.notifications.queries.opting_out import opt_out_path, opt_out_person, opt_out_token, way_out_of
from caunoi.notifications.queries.preferences import wish_of
from caunoi.notifications.queries.reach import _reaching
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]
MINE = register_event("choose.mine", "Việc của tôi", group="Thử", is_mine_default=True)
OTHER = register_event("choose.other", "Việc khác", group="Thử")
DUTY = register_event("choose.duty", "Việc phải làm", group="Thử", is_mine_default=True, is_required=True)
MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def tell(person, event, key, **values) -> None:
    notice = Notice(person=person, event=event.code, subject=f"test:{key}", key=key, title=f"Tin {key}", **values)
    notify(notices=[notice], by=None, at=AT)


def cells_of(person) -> dict[tuple[str, str], str]:
    wish = wish_of(person)
    return {
        (kind.code, channel): wish.frequency(kind, channel, is_mine=kind.is_mine_default)
        for kind in kinds_to_choose()
        for channel in channels_to_choose(wish)
    }


def save(person, style=Style.MINE, changed=None, **values) -> None:
    choices = Choices(style=style, cells=cells_of(person) | (changed or {}), **values)
    actions.save_setting(user=person, choices=choices, by=person, at=AT)


def consent(person, *, is_given: bool, at=AT) -> None:
    record_consent(
        subject=f"accounts.user:{person.pk}", purpose=ConsentPurpose.PHONE, is_given=is_given, text="…", channel="WEB",
        by=person, at=at,
    )  # fmt: skip


@contextmanager
def options(**values):
    """Options of the house for a while."""
    before = dict(settings.CAUNOI._values)
    settings.CAUNOI._values.update(values)
    yield
    settings.CAUNOI._values.clear()
    settings.CAUNOI._values.update(before)


@pytest.fixture
def zalo(cast, monkeypatch):
    """Zalo reaches Lan by her telephone."""
    User.objects.filter(pk=cast.lan.pk).update(phone="+84912345678")
    monkeypatch.setitem(_reaching, Channel.ZALO, lambda people: {p.pk for p in people if p.phone})


# Choices


def test_only_what_departs_from_the_style_is_kept(cast):
    save(cast.minh, changed={(OTHER.code, "EMAIL"): Frequency.WEEKLY})
    assert list(Preference.objects.values_list("event", "channel", "frequency")) == [(OTHER.code, "EMAIL", "WEEKLY")]


def test_another_style_moves_what_was_never_set_cell_by_cell(cast):
    save(cast.minh, changed={(OTHER.code, "EMAIL"): Frequency.WEEKLY})
    save(cast.minh, Style.DIGEST)
    held = cells_of(cast.minh)
    assert [held[event.code, "EMAIL"] for event in (MINE, OTHER, DUTY)] == ["DAILY", "WEEKLY", "AT_ONCE"]


def test_a_duty_may_move_but_not_fall_silent(cast):
    with pytest.raises(ValidationError, match="“Việc phải làm” là việc bắt buộc"):
        save(cast.minh, changed={(DUTY.code, "EMAIL"): Frequency.NEVER, (DUTY.code, "IN_APP"): Frequency.NEVER})
    assert not Preference.objects.exists()
    save(cast.minh, changed={(DUTY.code, "EMAIL"): Frequency.NEVER})
    tell(cast.minh, DUTY, "a")
    assert list(Message.objects.values_list("channel", flat=True)) == ["IN_APP"]


def test_what_waits_follows_the_new_choices(cast):
    tell(cast.minh, OTHER, "a")
    save(cast.minh, digest_hour=18)
    assert DigestItem.objects.get().due_at == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    save(cast.minh, digest_hour=18, changed={(OTHER.code, "EMAIL"): Frequency.NEVER})
    assert not DigestItem.objects.exists()


def test_what_waits_is_dropped_by_who_wants_duties_only(cast):
    tell(cast.minh, OTHER, "a")
    save(cast.minh, Style.REQUIRED)
    assert not DigestItem.objects.exists()


def test_a_language_that_is_not_spoken_here_is_refused(cast):
    with pytest.raises(ValidationError):
        save(cast.minh, language="fr")
    save(cast.minh, language="en")
    assert User.objects.get(pk=cast.minh.pk).language == "en"


# One tap


def test_the_address_is_of_one_person_and_cannot_be_forged(cast):
    assert opt_out_person(opt_out_token(cast.minh.pk)) == cast.minh
    for forged in (
        "",
        "x",
        f"{cast.minh.pk}-",
        "1" * 5000 + "-x",
        opt_out_token(cast.hoa.pk).replace(str(cast.hoa.pk), "999", 1),
    ):
        with pytest.raises(User.DoesNotExist):
            opt_out_person(forged)


def test_a_mail_programs_tap_stops_the_kind_and_what_waits_of_it(cast):
    tell(cast.minh, MINE, "a")
    path = opt_out_path(Message.objects.get(channel="EMAIL"))
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert not Preference.objects.exists()
    for _again in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Message.objects.get(channel="EMAIL").state == MessageState.CANCELLED
    tell(cast.minh, MINE, "b")
    assert not Message.objects.filter(key="b:email").exists()


def test_the_page_stops_a_kind_or_the_channel_and_takes_it_back(cast):
    path = f"/notices/stop/{opt_out_token(cast.minh.pk)}/EMAIL/{MINE.code}/"
    client = Client()
    page = client.post(path, {"what": "all"}, follow=True).content.decode()
    assert "Đã ngừng" in page
    tell(cast.minh, OTHER, "a")
    tell(cast.minh, DUTY, "b")
    assert list(Message.objects.filter(channel="EMAIL").values_list("key", flat=True)) == ["b:email"]
    assert not DigestItem.objects.exists()
    assert 'value="back_all"' in page
    assert "Đã nhận lại" in client.post(path, {"what": "back_all"}, follow=True).content.decode()
    tell(cast.minh, OTHER, "c")
    assert DigestItem.objects.count() == 1


def test_the_whole_channel_falls_silent_whatever_was_chosen_kind_by_kind(cast):
    save(cast.minh, changed={(OTHER.code, "EMAIL"): Frequency.AT_ONCE})
    actions.opt_out(user=cast.minh, event="", channel="EMAIL", by=cast.minh, at=AT)
    tell(cast.minh, OTHER, "a")
    tell(cast.minh, DUTY, "b")
    assert list(Message.objects.filter(channel="EMAIL").values_list("key", flat=True)) == ["b:email"]


def test_who_withdraws_consent_to_notices_gets_only_duties_by_mail_until_it_is_given_again(cast):
    for is_given, keys in ((False, ["b0:email"]), (True, ["b0:email", "a1:email", "b1:email"])):
        record_consent(
            subject=f"accounts.user:{cast.minh.pk}", purpose=ConsentPurpose.NOTICES, is_given=is_given, text="…",
            channel="WEB", by=cast.minh, at=AT,
        )  # fmt: skip
        outbox.deliver()
        for event, name in ((MINE, "a"), (DUTY, "b")):
            tell(cast.minh, event, f"{name}{int(is_given)}")
        assert list(Message.objects.filter(channel="EMAIL").order_by("id").values_list("key", flat=True)) == keys


def test_who_takes_one_kind_back_has_not_agreed_to_all_the_others(cast):
    about = {"subject": f"accounts.user:{cast.minh.pk}", "purpose": ConsentPurpose.NOTICES}
    record_consent(**about, is_given=False, text="…", channel="WEB", by=cast.minh, at=AT)
    path = f"/notices/stop/{opt_out_token(cast.minh.pk)}/EMAIL/{DUTY.code}/"
    for what in ("this", "back"):
        Client().post(path, {"what": what})
    assert list(ConsentEntry.objects.values_list("is_given", flat=True)) == [False]


def test_who_takes_back_all_mail_agrees_to_notices_anew(cast):
    about = {"subject": f"accounts.user:{cast.minh.pk}", "purpose": ConsentPurpose.NOTICES}
    record_consent(**about, is_given=False, text="…", channel="WEB", by=cast.minh, at=AT)
    outbox.deliver()
    path = f"/notices/stop/{opt_out_token(cast.minh.pk)}/EMAIL/notifications.digest/"
    for _again in range(2):
        assert "Đã nhận lại" in Client().post(path, {"what": "back"}, follow=True).content.decode()
        outbox.deliver()
    entry = ConsentEntry.objects.order_by("-id")[0]
    assert (entry.is_given, entry.channel, ConsentEntry.objects.count()) == (True, "WAY_OUT", 2)
    tell(cast.minh, MINE, "a")
    assert Message.objects.filter(key="a:email").exists()


def test_a_duty_that_is_stopped_moves_to_the_list_and_says_so(cast):
    path = f"/notices/stop/{opt_out_token(cast.minh.pk)}/EMAIL/{DUTY.code}/"
    assert "bắt buộc nên không tắt hẳn" in Client().post(path, {"what": "this"}, follow=True).content.decode()
    tell(cast.minh, DUTY, "a")
    assert list(Message.objects.values_list("channel", flat=True)) == ["IN_APP"]


def test_addresses_without_an_account_have_no_such_address():
    assert opt_out_path(Message(channel="EMAIL", address="a@example.vn")) == ""


# Consent


def test_nobody_is_written_to_by_telephone_who_did_not_agree(cast, zalo):
    tell(cast.lan, MINE, "a")
    consent(cast.lan, is_given=True)
    tell(cast.lan, MINE, "b")
    told = Message.objects.exclude(channel="IN_APP").order_by("key")
    assert list(told.values_list("key", flat=True)) == ["a:email", "b:zalo"]


def test_another_basis_reaches_who_was_never_asked_but_not_who_withdrew(cast, zalo):
    with options(phone_basis="Điều lệ (chưa đối chiếu)"):
        tell(cast.lan, MINE, "a")
        consent(cast.lan, is_given=False)
        tell(cast.lan, MINE, "b")
    told = Message.objects.exclude(channel="IN_APP").order_by("key")
    assert list(told.values_list("key", flat=True)) == ["a:zalo", "b:email"]


def test_a_number_that_was_stopped_before_it_had_an_account_is_left_alone_until_its_person_agrees(cast, zalo):
    actions.stop_address(way=way_out_of(phone_address("+84912345678")), by=None, at=AT)
    with options(phone_basis="Điều lệ"):
        assert Channel.ZALO not in wish_of(cast.lan).channels
        consent(cast.lan, is_given=True)
        assert Channel.ZALO in wish_of(cast.lan).channels


def test_who_withdraws_is_left_alone_within_the_minute_and_told_by_mail(cast, zalo):
    consent(cast.lan, is_given=True)
    tell(cast.lan, MINE, "a")
    consent(cast.lan, is_given=False)
    while outbox.deliver():
        pass
    assert Message.objects.get(key="a:zalo").state == MessageState.CANCELLED
    assert Message.objects.get(key="a:zalo>EMAIL").state == MessageState.QUEUED


def test_what_a_worker_takes_in_hand_is_asked_once_more(cast, zalo):
    """The last look, when the event of the withdrawal was not delivered yet."""
    consent(cast.lan, is_given=True)
    tell(cast.lan, MINE, "a")
    assert [row.key for row in claiming.claim("ZALO", AT).messages] == ["a:zalo"]
    Message.objects.update(claim="", not_before_at=AT)
    ChannelState.objects.update(free_at=None)
    consent(cast.lan, is_given=False)
    assert claiming.claim("ZALO", AT).messages == []
    assert Message.objects.get(key="a:zalo").state == MessageState.CANCELLED


def test_consent_is_asked_per_purpose_unticked_and_kept_word_for_word(cast, sign_in):
    client = sign_in("lan")
    page = client.get("/notices/settings/").content.decode()
    assert page.count("Chưa chọn") == len(ConsentPurpose)
    client.post("/accounts/consent/", {"purpose": "PHONE", "is_given": "1", "from": "notices"})
    entry = ConsentEntry.objects.get()
    assert entry.text.startswith("Công đoàn dùng số điện thoại của tôi")
    assert entry.text.endswith("(2026-11)")


def test_a_member_is_not_asked_about_the_duties_of_officers(cast, sign_in):
    pages = {name: sign_in(name).get("/notices/settings/").content.decode() for name in ("lan", "minh")}
    assert ["Chỉ đạo mới giao cho đơn vị tôi" in page for page in pages.values()] == [False, True]
    Preference.objects.create(user=cast.lan, event=DUTY.code, channel="EMAIL", frequency=Frequency.WEEKLY)
    answer = sign_in("lan").post("/notices/settings/", {"style": "REQUIRED", "weekly_on": "0"})
    assert (answer.status_code, Preference.objects.count()) == (302, 1)
    tell(cast.lan, MINE, "a")
    assert list(Message.objects.values_list("channel", flat=True)) == ["IN_APP"]


def test_what_was_typed_wrongly_stays_and_is_named(cast, sign_in):
    typed = {"style": "DIGEST", "weekly_on": "4", "quiet_from_hour": "22", f"cell:{OTHER.code}:EMAIL": "WEEKLY"}
    answer = sign_in("minh").post("/notices/settings/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chọn cả hai giờ" in page
    assert '<option value="WEEKLY" selected>' in page
