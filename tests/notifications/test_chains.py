"""Each channel has one chain of jobs, however often somebody rings, and no killed worker or lost job breaks it."""

import pytest
from django_tasks_db.models import DBTaskResult

from caunoi.kit import clock
from caunoi.notifications import actions
from caunoi.notifications.actions.email.transport import _Connection
from caunoi.notifications.models import ChannelState, Message
from tests.cast import AT
from tests.notifications.sink import Sink
from tests.notifications.test_sending import MINUTE, draft, queue, states

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def sink(settings):
    with Sink() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 5
        yield made


def asked_for() -> list[str]:
    rows = DBTaskResult.objects.filter(task_path="caunoi.notifications.jobs.send_channel")
    return [row.args_kwargs["kwargs"]["channel"] for row in rows]


def test_however_often_somebody_rings_a_channel_has_one_chain_of_jobs(
    sink, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("caunoi.notifications.actions.claiming.BATCH", 2)
    queue(*(draft(number) for number in range(5)))
    with clock.frozen(AT), django_capture_on_commit_callbacks(execute=True):
        assert [actions.ask_for_due(at=AT) for _ring in range(3)] == [1, 0, 0]
    assert asked_for() == ["EMAIL"]
    for count in (2, 3, 3):  # two whole batches, and one that finds nothing more
        with clock.frozen(AT), django_capture_on_commit_callbacks(execute=True):
            actions.send_channel(channel="EMAIL", at=AT)
        assert len(asked_for()) == count
    assert (states(), ChannelState.objects.get().asked_until_at) == (["SENT"] * 5, None)


def test_a_job_that_was_lost_is_asked_for_again_in_a_minute(sink):
    queue(draft())
    assert [actions.ask_for_due(at=AT + n * MINUTE / 2) for n in range(3)] == [1, 0, 1]


def test_a_worker_that_was_killed_holds_its_chain_no_longer_than_until_the_next_looks(sink, monkeypatch):
    queue(draft())
    assert actions.ask_for_due(at=AT) == 1
    with monkeypatch.context() as killed:
        killed.setattr("caunoi.notifications.actions.sending._settle", lambda *_words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.send_channel(channel="EMAIL", at=AT)
    assert actions.recover(at=AT) == 1
    assert ChannelState.objects.get().asked_until_at is None


def test_what_was_queued_while_the_last_batch_was_sent_is_asked_for(sink, monkeypatch):
    queue(draft(1))
    send = _Connection.send

    def send_and_queue(self, message):
        if not Message.objects.filter(key="issued:2").exists():
            queue(draft(2))
        return send(self, message)

    monkeypatch.setattr(_Connection, "send", send_and_queue)
    with clock.frozen(AT):
        assert actions.ask_for_due(at=AT) == 1
        actions.send_channel(channel="EMAIL", at=AT)
        assert actions.ask_for_due(at=AT) == 0  # the chain goes on by itself
