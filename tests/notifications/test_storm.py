"""Workers are killed before the effect, after it, and before the mark: everybody is told once (SAFETY F3, F6).

The moments are those of storming.py, each ended by a real SIGKILL; its last one is the negative control.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from caunoi.notifications import jobs
from caunoi.notifications.models import Message
from tests import migrated
from tests.notifications.ways import PHONE, draft, queue, set_options

ROOT = Path(__file__).parents[2]
COUNT, KILLED = 8, -9


@pytest.fixture(scope="module")
def counted(tmp_path_factory, django_db_setup):
    if connection.vendor != "sqlite":
        pytest.skip("the house of its own is on SQLite")
    done = subprocess.run(
        [sys.executable, "-m", "tests.notifications.storming", str(migrated.place()), str(tmp_path_factory.mktemp("storm"))],
        cwd=ROOT, env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


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
