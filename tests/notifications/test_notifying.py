"""Each person is told where and when they want it, once, in their language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy as _

from caunoi.notifications import actions
from caunoi.notifications.actions import Notice, notify
from caunoi.notifications.choices import Channel, Frequency, Style
from caunoi.notifications.models import DigestItem, Message, NoticeSetting, Preference
from caunoi.notifications.queries import register_event, told_keys
from caunoi.pure.wordings import MissingValueError
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]
MINE = register_event("test.mine", "Việc của tôi", group="Thử", is_mine_default=True)
OTHER = register_event("test.other", "Việc khác", group="Thử")
DUTY = register_event(
    "test.duty", "Việc phải làm", group="Thử", is_mine_default=True, is_required=True, is_work=True,
    texts={"TITLE": "Nhắc: {what}", "BODY": "{unit} còn việc này."}, places={"what": "Việc", "unit": "Đơn vị"},
)  # fmt: skip
NIGHT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 22:00 in Hà Nội


def notice(person, event=MINE, key="k", **values) -> Notice:
    return Notice(
        person=person, event=event.code, subject="test:1", key=key, **({"title": "Tin", "body": "Lời"} | values)
    )


def tell(*notices, at=AT) -> int:
    return notify(notices=notices, by=None, at=at)


def sent() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("key").values_list("key", "channel"))


def test_what_is_mine_is_told_at_once_and_the_rest_waits_for_a_digest(cast):
    tell(notice(cast.minh, key="a"), notice(cast.minh, OTHER, key="b"))
    assert sent() == [("a:app", "IN_APP"), ("a:email", "EMAIL"), ("b:app", "IN_APP")]
    item = DigestItem.objects.get()
    assert (item.key, item.frequency) == ("b:email", Frequency.DAILY)
    # 9:00 in Hà Nội, so tomorrow at 7:00.
    assert item.due_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_a_notice_asked_for_twice_is_told_once(cast):
    for _again in range(2):
        tell(notice(cast.minh, key="a"), notice(cast.minh, OTHER, key="b"), notice(cast.minh, OTHER, key="b"))
    assert (Message.objects.count(), DigestItem.objects.count()) == (3, 1)
    assert told_keys(["a", "b", "c"]) == {"a", "b"}


def test_what_an_earlier_version_told_by_the_bare_key_is_not_told_again(cast):
    draft = actions.MessageDraft(
        channel=Channel.IN_APP, title="x", body="", subject="test:1", key="old", recipient=cast.minh
    )
    actions.queue_messages(drafts=[draft], by=None, at=AT)
    assert tell(notice(cast.minh, key="old")) == 0


def test_a_cell_of_the_matrix_holds_over_the_defaults(cast):
    Preference.objects.create(user=cast.minh, event=MINE.code, channel="EMAIL", frequency=Frequency.NEVER)
    Preference.objects.create(user=cast.minh, event=OTHER.code, channel="EMAIL", frequency=Frequency.AT_ONCE)
    tell(notice(cast.minh, key="a"), notice(cast.minh, OTHER, key="b"))
    assert sent() == [("a:app", "IN_APP"), ("b:app", "IN_APP"), ("b:email", "EMAIL")]


def test_a_required_notice_moves_between_channels_and_never_falls_silent(cast):
    for channel in Channel.values:
        Preference.objects.create(user=cast.minh, event=DUTY.code, channel=channel, frequency=Frequency.NEVER)
    tell(notice(cast.minh, DUTY, key="a", values={"what": "Báo cáo", "unit": "Tổ 1"}))
    assert sent() == [("a:app", "IN_APP"), ("a:email", "EMAIL")]
    Preference.objects.filter(channel="IN_APP").update(frequency=Frequency.AT_ONCE)
    tell(notice(cast.minh, DUTY, key="b", values={"what": "Báo cáo", "unit": "Tổ 1"}))
    assert sent()[2:] == [("b:app", "IN_APP")]


def test_at_night_nothing_leaves(cast):
    tell(notice(cast.minh, key="a"), at=NIGHT)
    assert Message.objects.get(key="a:email").not_before_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_a_person_has_hours_of_rest_of_their_own(cast):
    NoticeSetting.objects.create(user=cast.minh, quiet_from_hour=8, quiet_until_hour=12, changed_at=AT)
    tell(notice(cast.minh, key="a"))
    assert Message.objects.get(key="a:email").not_before_at == AT + timedelta(hours=3)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style.MINE, {"a:email": "AT_ONCE", "b:email": "DAILY", "c:email": "AT_ONCE"}),
        (Style.DIGEST, {"a:email": "DAILY", "b:email": "DAILY", "c:email": "AT_ONCE"}),
        (Style.REQUIRED, {"c:email": "AT_ONCE"}),
    ],
)
def test_three_plain_choices(cast, style, expected):
    NoticeSetting.objects.create(user=cast.minh, style=style, changed_at=AT)
    duty = notice(cast.minh, DUTY, key="c", values={"what": "x", "unit": "y"})
    tell(notice(cast.minh, key="a"), notice(cast.minh, OTHER, key="b"), duty)
    told = dict.fromkeys(Message.objects.filter(channel="EMAIL").values_list("key", flat=True), "AT_ONCE")
    assert told | dict(DigestItem.objects.values_list("key", "frequency")) == expected


def test_each_is_told_in_their_language(cast):
    cast.minh.language = "en"
    cast.minh.save()
    lazy = _("Thông báo")
    tell(notice(cast.minh, key="a", title=lazy), notice(cast.hoa, key="b", title=lazy))
    assert [Message.objects.get(key=f"{key}:app").title for key in "ab"] == ["Notices", "Thông báo"]


def test_a_text_that_asks_for_what_is_not_there_is_refused_by_name(cast):
    with pytest.raises(MissingValueError, match="unit"):
        tell(notice(cast.minh, DUTY, values={"what": "x"}))
    assert not Message.objects.exists()


def test_an_event_that_nobody_registered_is_refused(cast):
    with pytest.raises(LookupError, match=r"test\.unknown"):
        notify(notices=[Notice(person=cast.minh, event="test.unknown", subject="t", key="x")], by=None, at=AT)


def test_who_left_is_not_told(cast):
    cast.minh.is_active = False
    cast.minh.save()
    assert tell(notice(cast.minh)) == 0


def test_many_cost_no_more_statements_than_few(cast):
    people = [cast.minh, cast.hoa, cast.dung, cast.quang]
    with CaptureQueriesContext(connection) as few:
        tell(notice(people[0], OTHER, key="b"))
    with CaptureQueriesContext(connection) as many:
        tell(*(notice(each, OTHER, key=f"c{each.pk}") for each in people))
    assert len(many) == len(few)
