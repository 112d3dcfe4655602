"""The queue is a doorbell: rung after the commit, by a job's dotted name, and never for a deed undone."""

from importlib import import_module

import pytest
from django.db import transaction
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from caunoi.kit import queue

pytestmark = [pytest.mark.room, pytest.mark.django_db]

# The package hides its module of this name behind the function.
jobs = import_module("caunoi.kit.queue.jobs")
READ = "caunoi.library.jobs.read_document"


def wave(number: int) -> None:
    """Wave to somebody.

    More words.
    """


def rung() -> list[tuple[str, dict]]:
    return [(row.task_path, row.args_kwargs["kwargs"]) for row in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_job_is_asked_for_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue.enqueue(READ, reading_id=7)
        assert rung() == []
    assert rung() == [(READ, {"reading_id": 7})]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_deed_rings_nothing():
    def deed() -> None:
        with transaction.atomic():
            queue.enqueue(READ, reading_id=7)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deed()
    assert rung() == []


@pytest.mark.django_db(transaction=True)
def test_a_committed_deed_rings_once():
    """Negative control of the test above."""
    with transaction.atomic():
        queue.enqueue(READ, reading_id=7)
    assert rung() == [(READ, {"reading_id": 7})]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue cannot be reached."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise ConnectionError("the queue is away")

    monkeypatch.setattr(type(task_backends["default"]), "enqueue", fail)


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_away_makes_no_error_of_a_committed_deed(away, caplog):
    with transaction.atomic():
        queue.enqueue(READ, reading_id=7)
    assert "the queue is away" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_outside_a_deed_whoever_asks_hears_that_the_queue_is_away(away):
    with pytest.raises(ConnectionError):
        queue.enqueue(READ, reading_id=7)


@pytest.mark.parametrize(
    "name", ["caunoi.library.jobs.no_such_job", "caunoi.library.actions.read_file", "os.remove", ""]
)
def test_an_unknown_name_undoes_the_deed_that_asked(django_capture_on_commit_callbacks, name):
    """Told at once, not after the commit, when the deed could no longer be undone."""
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(LookupError, match="no job"):
        queue.enqueue(name, reading_id=7)
    assert callbacks == []


def test_jobs_are_listed_with_what_they_do():
    assert queue.jobs()[READ] == ("Read a file that someone brought in (text, tables, or pictures of pages).")


def test_a_job_declared_is_known_by_its_dotted_name(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})

    queue.job(wave)
    assert queue.jobs() == {"tests.kit.test_queue.wave": "Wave to somebody."}


def test_a_sweeper_says_how_often(monkeypatch):
    monkeypatch.setattr(jobs, "_periodic", {})

    @queue.periodic(60)
    def sweep() -> None:
        """Sweep."""

    assert queue.periodics() == {"tests.kit.test_queue.sweep": (60, sweep)}
