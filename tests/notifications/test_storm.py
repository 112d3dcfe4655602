"""Workers are killed before the effect, after it, and before the mark: everybody is told once (SAFETY F3, F6).

The moments are those of storming.py, each ended by a real SIGKILL; its last one is the negative control.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from caunoi.notifications import actions, jobs
from caunoi.notifications.actions import sending
from caunoi.notifications.actions.journal import Journal
from caunoi.notifications.models import Message
from tests import migrated
from tests.cast import AT
from tests.notifications.sink import Sink
from tests.notifications.ways import PHONE, draft, queue, set_options, told

ROOT = Path(__file__).parents[2]
COUNT, KILLED = 8, -9


@pytest.fixture
def sink(settings):
    with Sink() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 5
        yield made


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def storming(home: Path, *more: str) -> dict[str, Any]:
    """What the program of that name counted."""
    if connection.vendor != "sqlite":
        pytest.skip("the house of its own is on SQLite")
    done = subprocess.run(
        [sys.executable, "-m", "tests.notifications.storming", str(migrated.place()), str(home), *more], cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def counted(tmp_path_factory, django_db_setup):
    return storming(tmp_path_factory.mktemp("storm"))


@pytest.mark.room
@pytest.mark.parametrize("channel", ["EMAIL", "SMS"])
@pytest.mark.parametrize("moment", ["before_the_effect", "before_the_mark"])
def test_a_worker_killed_there_has_told_everybody_once(counted, channel, moment):
    found = counted[f"{channel} {moment}"]
    assert (found["ended"], found["given"], found["shown"]) == (KILLED, COUNT, COUNT)
    assert (found["states"], found["left_after_the_next_worker"]) == ({"SENT": COUNT}, 0)
    # An e-mail counts as delivered when it is taken, a text message when its arrival is reported.
    assert (found["told"], found["told_most"]) == ((COUNT, 1) if channel == "EMAIL" else (0, 0))


@pytest.mark.room
@pytest.mark.parametrize("channel", ["EMAIL", "SMS"])
def test_between_the_other_sides_yes_and_the_journal_the_same_mark_makes_it_one(counted, channel):
    """The only doubt that is left: given twice under one Message-ID or reference, shown once."""
    found = counted[f"{channel} after_the_effect"]
    assert (found["ended"], found["given"], found["shown"]) == (KILLED, COUNT + 1, COUNT)
    assert (found["states"], found["left_after_the_next_worker"]) == ({"SENT": COUNT}, 0)
    assert found["told_most"] == (1 if channel == "EMAIL" else 0)


@pytest.mark.room
def test_without_the_journal_everybody_would_be_written_to_twice(counted):
    """The negative control: the test can fail."""
    assert counted["EMAIL before_the_mark_without_a_journal"]["given"] == 2 * COUNT


@pytest.mark.room
@pytest.mark.django_db(transaction=True)
def test_an_emptied_queue_loses_no_message(settings, monkeypatch):
    """The rows are the record: whoever sweeps rings again."""
    set_options(monkeypatch, settings, sms_url="http://127.0.0.1:9/", sms_key="x")
    queue(draft(address=PHONE))
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()
    jobs.sweep_messages()
    assert DBTaskResult.objects.filter(task_path="caunoi.notifications.jobs.send_messages").count() == 1
    assert Message.objects.get().state == "QUEUED"


@pytest.mark.room
def test_an_emptied_redis_loses_no_message(tmp_path, django_db_setup):
    redis = os.environ.get("CAUNOI_TEST_REDIS_URL")
    if not redis:
        if os.environ.get("CAUNOI_REQUIRE") == "all":
            pytest.fail("Redis is required")
        pytest.skip("no Redis (tools/services start)")
    own = f"{redis.rpartition('/')[0]}/9"  # other tests keep their jobs in the first one
    assert storming(tmp_path, own) == {"asked": 1, "before": 0, "given": COUNT}


@pytest.mark.room
@pytest.mark.django_db
def test_a_journal_that_cannot_be_written_sends_nothing_twice(sink, monkeypatch):
    """A full disk: what was handed over is marked, the rest goes back."""
    real, left = Journal.note, [1]

    def note(self, outcome):
        if not left:
            raise OSError(28, "No space left on device")
        left.pop()
        real(self, outcome)

    monkeypatch.setattr(Journal, "note", note)
    queue(*(draft(number, "EMAIL", address=f"cs{number}@example.vn") for number in range(4)))
    with pytest.raises(OSError, match="No space"):
        actions.send_due(at=AT)
    assert (states(), len(sink.letters)) == (["SENT", "SENT", "QUEUED", "QUEUED"], 2)
    monkeypatch.undo()
    assert (actions.send_due(at=AT), len(sink.letters)) == (2, 4)


@pytest.mark.room
@pytest.mark.django_db
def test_a_database_that_is_gone_at_the_mark_is_marked_from_the_journal_by_a_living_worker(sink, monkeypatch):
    def gone(*_given):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(sending, "mark", gone)
    queue(*(draft(number, "EMAIL", address=f"cs{number}@example.vn") for number in range(3)))
    with pytest.raises(OperationalError):
        actions.send_due(at=AT)
    monkeypatch.undo()
    assert (states(), actions.recover(at=AT), states(), len(sink.letters)) == (["QUEUED"] * 3, 1, ["SENT"] * 3, 3)
    assert (actions.recover(at=AT), told()) == (0, [f"directives.recipient:{number}" for number in range(3)])


@pytest.mark.room
@pytest.mark.django_db
def test_a_journal_that_a_power_cut_spoilt_holds_up_nobody(sink, monkeypatch):
    monkeypatch.setattr(sending, "mark", lambda *_given: 1 / 0)
    queue(*(draft(number, "EMAIL", address=f"cs{number}@example.vn") for number in range(2)))
    with pytest.raises(ZeroDivisionError):
        actions.send_due(at=AT)
    monkeypatch.undo()
    [kept] = (Path(settings.CAUNOI.home) / "sending").iterdir()
    kept.write_bytes(kept.read_bytes() + b'\0\0\0\n{"half')
    (kept.parent / "spoilt").write_bytes(b"\0" * 40 + b"\n")
    assert (actions.recover(at=AT), states(), list(kept.parent.iterdir())) == (1, ["SENT"] * 2, [])


@pytest.mark.room
@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_marks_nothing(sink, monkeypatch):
    """It slept for longer than the claim, and another one has the batch."""
    queue(draft(1, "EMAIL", address="cs1@example.vn"))
    settle = sending._settle

    def late(hand, at):
        Message.objects.update(claim="another")
        return settle(hand, at)

    monkeypatch.setattr(sending, "_settle", late)
    assert (actions.send_due(at=AT), states(), told()) == (0, ["QUEUED"], [])
