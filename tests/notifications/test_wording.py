"""Texts of notices: worded by administrators, refused by name before they are saved, and taken back."""

import logging

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from caunoi.notifications import actions
from caunoi.notifications.actions import Notice, notify
from caunoi.notifications.models import EventText, Message
from caunoi.notifications.queries import register_event
from caunoi.notifications.queries.wording import broken_texts, previews, problems_of
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]
CALL = register_event(
    "word.call", "Mời họp", group="Thử", is_mine_default=True,
    texts={"TITLE": "Mời họp: {what}", "BODY": "{unit} họp ngày {day}.", "SMS": "Hop {day}: {what}"},
    places={"what": "Việc", "unit": "Đơn vị", "day": "Ngày", "note": "Lời thêm"}, needed={"what", "day"},
    samples={"what": "tổng kết", "day": "1/12"},
)  # fmt: skip
VALUES = {"what": "sơ kết", "unit": "Tổ 1", "day": "2/12"}


def save(cast, language="vi", **texts):
    return actions.save_texts(event=CALL.code, language=language, texts=texts, by=cast.dung, at=AT)


def told(cast, key, values=None) -> Message:
    notice = Notice(person=cast.minh, event=CALL.code, subject="test:1", key=key, values=values or VALUES)
    notify(notices=[notice], by=None, at=AT)
    return Message.objects.get(key=f"{key}:app")


def test_what_was_worded_is_told_in_its_language_only(cast):
    save(cast, TITLE="Anh chị {person} họp {what} ngày {day}")
    assert told(cast, "a").title == "Anh chị Trần Văn Minh họp sơ kết ngày 2/12"
    cast.minh.language = "en"
    cast.minh.save()
    assert told(cast, "b").title == "Mời họp: sơ kết"


@pytest.mark.parametrize(("texts", "part", "name"), [
    ({"TITLE": "{what} {dya}"}, "TITLE", "{dya}"), ({"SMS": "Họp {day"}, "SMS", "{day"),
    ({"TITLE": "Mời họp", "BODY": "{unit} họp ngày {day}."}, "BODY", "{what}"),
    ({"SMS": "{what} " + "rất dài " * 60}, "SMS", "tin SMS"), ({"ZALO": "dài " * 600}, "ZALO", "Zalo nhận nhiều nhất 2000"),
    ({"TITLE": "{what} " + "dài " * 60}, "TITLE", "nhiều nhất 200"),
])  # fmt: skip
def test_what_would_not_work_is_refused_by_name(cast, texts, part, name):
    with pytest.raises(ValidationError) as refused:
        save(cast, **texts)
    assert name in refused.value.message_dict[part][0]
    assert not EventText.objects.exists()


def test_the_way_back_is_the_houses_text_and_the_history_stays(cast):
    save(cast, TITLE="Họp {what}")
    save(cast, TITLE="Mời: {what}")
    save(cast)
    assert told(cast, "a").title == "Mời họp: sơ kết"
    rows = EventText.objects.order_by("id").values_list("text", "is_current")
    assert list(rows) == [("Họp {what}", False), ("Mời: {what}", False), ("", True)]


def test_saving_what_is_there_already_changes_nothing(cast):
    save(cast, TITLE="Họp {what}")
    assert save(cast, TITLE="Họp {what}", BODY="{unit} họp ngày {day}.") == []


def test_a_text_that_asks_for_what_a_notice_does_not_bring_is_left_aside_and_named(cast, caplog):
    save(cast, BODY="{unit} họp ngày {day}. {note}")
    with caplog.at_level(logging.ERROR):
        assert told(cast, "a").body == "Tổ 1 họp ngày 2/12."
    assert "word.call, BODY, vi asks for note" in caplog.text
    assert told(cast, "b", VALUES | {"note": "Mang sổ."}).body == "Tổ 1 họp ngày 2/12. Mang sổ."


def test_a_saved_text_whose_place_is_gone_is_shown(cast):
    EventText.objects.create(event=CALL.code, language="vi", part="BODY", text="{gone}", saved_at=AT)
    assert broken_texts([CALL]) == {CALL.code: ["gone"]}


def test_a_preview_shows_every_part_with_its_length():
    shown = {each.part: (each.text, each.length) for each in previews(CALL, "vi", {"SMS": "Hop {what}"})}
    assert shown["TITLE"] == ("Mời họp: tổng kết", "17 ký tự")
    assert shown["SMS"] == ("Hop tổng kết", "1 tin SMS, kể cả đường dẫn")
    assert shown["ZALO"][0] == "Mời họp: tổng kết\n\n[Đơn vị] họp ngày 1/12."


def test_a_text_without_places_of_its_own_needs_what_the_notice_says():
    assert "{body}" in problems_of(register_event("word.plain", "Tin", group="Thử"), "vi", {"BODY": "x"})["BODY"][0]


def test_the_page_previews_without_saving_keeps_what_was_typed_and_saves(cast, sign_in):
    Authenticator.objects.create(user=cast.dung, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client, url = sign_in("dung"), f"/desk/notice-texts/{CALL.code}/vi/"
    page = client.post(url, {"TITLE": "Họp {what}", "what": "preview"})
    assert (page.status_code, EventText.objects.count()) == (200, 0)
    assert "Họp tổng kết" in page.content.decode()
    page = client.post(url, {"TITLE": "Họp {whta}", "what": "save"})
    assert page.status_code == 422
    assert "Họp {whta}" in page.content.decode()
    assert client.post(url, {"TITLE": "Họp {what}", "what": "save"}).status_code == 302
    assert "Lời đã sửa" in client.get("/desk/notice-texts/").content.decode()
    client.post(url, {"what": "revert"})
    assert told(cast, "a").title == "Mời họp: sơ kết"
