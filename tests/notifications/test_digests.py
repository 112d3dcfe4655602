"""Digests: nothing is missed and nothing is told twice, whatever nights, clocks and workers do."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.kit import outbox
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.notifications import actions, jobs
from caunoi.notifications.actions import Notice, digesting, notify
from caunoi.notifications.choices import Frequency, Weekday
from caunoi.notifications.models import Digest, DigestItem, Message, NoticeSetting, Preference
from caunoi.notifications.queries import register_event
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]
NEWS = register_event("test.news", "Tin", group="Thử")
# 7:00 in Hà Nội on the day after AT.
MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def note(person, number=1, at=AT, topic="test:1", **values) -> None:
    facts = {"title": f"Tin {number}", "body": "Lời", "topic_label": "Kế hoạch 2027", "path": "/desk/"} | values
    notice = Notice(person=person, event=NEWS.code, subject=f"test:{number}", topic=topic, key=f"n{number}", **facts)
    notify(notices=[notice], by=None, at=at)


def digests() -> list[Message]:
    return list(Message.objects.filter(subject__startswith="notifications.digest:").order_by("id"))


def test_a_digest_is_newest_first_grouped_by_object_with_counts(cast):
    note(cast.minh, 1, AT)
    note(cast.minh, 2, AT + MINUTE, topic="test:2", topic_label="Hướng dẫn 12", path="/library/")
    note(cast.minh, 3, AT + 2 * MINUTE)
    assert actions.make_digests(at=MORNING) == 1
    [message] = digests()
    assert (message.channel, message.title) == ("EMAIL", "3 tin từ Công đoàn Thủ đô")
    assert message.body.splitlines() == [
        "• Kế hoạch 2027 (2)", "  Tin 3", "  Tin 1", "  http://127.0.0.1:8000/desk/",
        "• Hướng dẫn 12", "  Tin 2", "  http://127.0.0.1:8000/library/",
        "", "Tính đến 23/11/2026, 9:02. Tin sau lúc đó nằm ở lần gộp tới.",
    ]  # fmt: skip
    row = Digest.objects.get()
    assert (row.items_count, row.covered_until_at) == (3, AT + 2 * MINUTE)


def test_the_person_reads_how_far_the_last_digest_reached(cast, sign_in):
    note(cast.minh, 1, AT)
    note(cast.minh, 2, AT + 2 * MINUTE)
    actions.make_digests(at=MORNING)
    page = " ".join(sign_in("minh").get("/notices/settings/").content.decode().split())
    assert "2 tin, tính đến" in page
    assert "23/11/2026, 9:02" in page


def test_before_its_hour_no_digest_leaves_and_an_empty_one_never(cast):
    assert actions.make_digests(at=MORNING) == 0
    note(cast.minh)
    assert actions.make_digests(at=MORNING - MINUTE) == 0
    assert actions.make_digests(at=MORNING) == 1
    assert actions.make_digests(at=MORNING + timedelta(days=9)) == 0


def test_what_was_read_on_the_site_is_not_told_again(cast):
    note(cast.minh)
    actions.mark_read(user=cast.minh, at=AT)
    assert actions.make_digests(at=MORNING) == 0
    assert (digests(), DigestItem.objects.filter(digest=None).count()) == ([], 0)


def test_a_weekly_digest_leaves_on_its_day(cast):
    NoticeSetting.objects.create(user=cast.minh, weekly_on=Weekday.FRIDAY, changed_at=AT)
    Preference.objects.create(user=cast.minh, event=NEWS.code, channel="EMAIL", frequency=Frequency.WEEKLY)
    note(cast.minh)
    friday = MORNING + timedelta(days=3)
    assert [actions.make_digests(at=moment) for moment in (MORNING, friday - MINUTE, friday)] == [0, 0, 1]


def test_a_missed_night_is_made_up_for_in_one_digest(cast):
    note(cast.minh, 1)
    note(cast.minh, 2, MORNING + MINUTE)
    assert actions.make_digests(at=MORNING + timedelta(days=2)) == 1
    assert "Tin 1" in digests()[0].body
    assert "Tin 2" in digests()[0].body


def test_a_digest_whose_channel_is_gone_takes_another_or_stays_in_the_list(cast):
    note(cast.minh)
    DigestItem.objects.update(channel="SMS")
    assert actions.make_digests(at=MORNING) == 1
    assert digests()[0].channel == "EMAIL"
    note(cast.minh, 2, MORNING)
    cast.minh.phone, cast.minh.email = "+84912345678", None
    cast.minh.save()
    assert actions.make_digests(at=MORNING + timedelta(days=1)) == 0
    assert not DigestItem.objects.filter(digest=None).exists()


def test_what_stood_in_a_digest_counts_as_delivered_with_it(cast):
    note(cast.minh, 1)
    note(cast.minh, 2)
    actions.make_digests(at=MORNING)
    OutboxEvent.objects.all().delete()
    actions.note_delivered(subjects=[digests()[0].subject, "test:9"], channel="EMAIL", delivered_at=MORNING.isoformat())
    assert OutboxEvent.objects.get().payload["subjects"] == ["test:1", "test:2"]
    assert outbox.deliver() == 1


def test_the_sweeper_rings_only_when_something_is_due(cast):
    note(cast.minh)
    with patch("caunoi.kit.queue.enqueue") as ring:
        for moment, count in ((MORNING - MINUTE, 0), (MORNING, 1)):
            with patch("caunoi.kit.clock.now", return_value=moment):
                jobs.sweep_digests()
            assert ring.call_count == count


class CrashError(Exception):
    pass


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("note"), st.integers(0, 3)),
        st.tuples(st.just("wait"), st.integers(1, 4000)),
        st.tuples(st.just("clock"), st.integers(-1500, 1500)),
        st.tuples(st.just("work"), st.just(0)),
        st.tuples(st.just("crash"), st.integers(0, 1)),
    ),
    max_size=30,
)


def crash(where: int, at: datetime) -> None:
    """A worker that dies just before the message is queued, or after it was."""
    target, name = ((digesting, "queue_messages"), (digesting.audit, "record"))[where]
    with suppress(CrashError), patch.object(target, name, side_effect=CrashError):
        actions.make_digests(at=at)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_missed_and_nothing_is_told_twice(cast, steps):
    """Late workers, missed nights, clocks put forward and back, and crashes between queueing and marking."""
    Message.objects.all().delete()
    DigestItem.objects.all().delete()
    now, noted = AT, 0
    for step, amount in steps:
        if step == "note":
            for _each in range(amount):
                noted += 1
                note(cast.minh, noted, now, topic=f"test:{noted % 3}", title=f"«{noted}»", topic_label=f"T{noted % 3}")
        elif step == "work":
            actions.make_digests(at=now)
        elif step == "crash":
            crash(amount, now)
        else:
            now += timedelta(minutes=amount)
    actions.make_digests(at=now + timedelta(days=400))
    told = " ".join(row.body for row in digests())
    assert [told.count(f"«{number}»") for number in range(1, noted + 1)] == [1] * noted


def test_without_the_mark_things_are_told_twice(cast):
    """Negative control of the property above."""
    note(cast.minh)
    actions.make_digests(at=MORNING)
    DigestItem.objects.update(digest=None)
    assert actions.make_digests(at=MORNING) == 1
    assert sum("Tin 1" in row.body for row in digests()) == 2


def test_who_cannot_be_told_holds_up_nobody(cast, caplog):
    note(cast.minh, 1)
    notify(notices=[Notice(person=cast.hoa, event=NEWS.code, subject="t", key="h", title="Tin h")], by=None, at=AT)
    draft = digesting._draft

    def broken(*given, user, **more):
        if user == cast.minh:
            raise CrashError
        return draft(*given, user=user, **more)

    with patch.object(digesting, "_draft", broken):
        assert actions.make_digests(at=MORNING) == 1
    assert [row.recipient for row in digests()] == [cast.hoa]
    assert actions.make_digests(at=MORNING + MINUTE) == 1


def test_digests_of_many_cost_no_more_statements_than_of_one(cast):
    used = []
    for number, people in enumerate(([cast.minh], [cast.minh, cast.hoa, cast.dung, cast.quang])):
        for person in people:
            fact = Notice(person=person, event=NEWS.code, subject="t", key=f"{number}:{person.pk}", title="Tin")
            notify(notices=[fact], by=None, at=AT)
        with CaptureQueriesContext(connection) as caught:
            assert actions.make_digests(at=MORNING) == len(people)
        used.append(len(caught))
    assert used[0] == used[1]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_make_one_digest(cast):
    note(cast.minh)
    start = threading.Barrier(3)

    def work() -> None:
        start.wait(timeout=10)
        actions.make_digests(at=MORNING)
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(digests()) == 1
