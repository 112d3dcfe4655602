"""Writers of the embedded database write in the order they came, over threads and processes; readers never wait."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, transaction
from django.db.utils import ConnectionHandler

from caunoi.conf import databases
from caunoi.kit.sqlite import turns

pytestmark = [pytest.mark.room, pytest.mark.django_db]

OTHER_PROCESS = """
import sys, time
from pathlib import Path
from caunoi.kit.sqlite import turns
turns.of(sys.argv[1]).take(seconds=20)
Path(sys.argv[2]).write_text("mine")
time.sleep(float(sys.argv[3]))
turns.of(sys.argv[1]).give_back()
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch) -> Iterator[ConnectionHandler]:
    """A database file of its own; each thread has its connection."""
    made = databases.sqlite(tmp_path / "a.sqlite3")
    made["OPTIONS"]["timeout"] = 0.3
    handler = ConnectionHandler({"default": made})
    monkeypatch.setattr(transaction, "connections", handler)
    with handler["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT)")
    yield handler
    handler.close_all()


@pytest.fixture
def queue(house, tmp_path) -> turns.Turns:
    return turns.of(str(tmp_path / "a.sqlite3"))


def write(house: ConnectionHandler, text: str) -> None:
    with house["default"].cursor() as cursor:
        cursor.execute("INSERT INTO word (text) VALUES (%s)", [text])


def write_and_fail(house: ConnectionHandler, text: str, error: type[BaseException]) -> None:
    with transaction.atomic():
        write(house, text)
        raise error


def words(house: ConnectionHandler) -> list[str]:
    with house["default"].cursor() as cursor:
        cursor.execute("SELECT text FROM word ORDER BY id")
        return [text for (text,) in cursor.fetchall()]


def until(is_so, seconds: float = 10) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it never came to be"
        time.sleep(0.002)


def other_process(database: Path, mark: Path, hold: float) -> subprocess.Popen:
    command = [sys.executable, "-c", OTHER_PROCESS, str(database), str(mark), str(hold)]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": "src"})


def is_free(queue: turns.Turns) -> bool:
    queue.take(seconds=0)
    queue.give_back()
    return True


def test_threads_write_in_the_order_they_came(house, queue):
    def enter(name: str) -> None:
        house["default"].settings_dict["OPTIONS"]["timeout"] = 20
        with transaction.atomic():
            write(house, name)
        house["default"].close()

    names = [f"{number:02}" for number in range(12)]
    threads = []
    with transaction.atomic():
        for name in names:
            threads.append(threading.Thread(target=enter, args=[name]))
            threads[-1].start()
            until(lambda: len(queue._waiting) == len(threads))
        write(house, "first")
    for thread in threads:
        thread.join()
    assert words(house) == ["first", *names]


def test_readers_never_wait(house, queue):
    write(house, "lan")
    queue.take(seconds=1)
    assert words(house) == ["lan"]
    queue.give_back()


def test_the_turn_is_kept_over_savepoints_and_given_back_at_the_end(house, queue):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            write_and_fail(house, "minh", ZeroDivisionError)
        write(house, "hoa")
        with pytest.raises(turns.TurnNeverCameError):
            queue.take(seconds=0)
    assert is_free(queue)
    assert words(house) == ["hoa"]


def test_a_single_statement_gives_the_turn_back(house, queue):
    write(house, "lan")
    assert is_free(queue)


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_a_deed_that_fails_gives_the_turn_back(house, queue, error):
    with pytest.raises(error):
        write_and_fail(house, "lan", error)
    assert is_free(queue)
    assert words(house) == []


def test_a_connection_closed_in_the_middle_gives_the_turn_back(house, queue):
    with transaction.atomic():
        write(house, "lan")
        house["default"].close()
        assert is_free(queue)
    assert words(house) == []


def test_a_transaction_that_cannot_begin_gives_the_turn_back(house, queue, tmp_path):
    """Somebody who does not queue (the shell of SQLite) holds the database."""
    stranger = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass
    stranger.close()
    assert is_free(queue)
    write(house, "lan")
    assert words(house) == ["lan"]


def test_who_waits_too_long_is_told_and_leaves_the_queue(house, queue):
    queue.take(seconds=1)
    with pytest.raises(OperationalError, match="no turn"), transaction.atomic():
        pass
    assert len(queue._waiting) == 0
    queue.give_back()
    write(house, "lan")
    assert words(house) == ["lan"]


def test_a_process_killed_in_its_turn_holds_up_nobody(house, queue, tmp_path):
    other = other_process(tmp_path / "a.sqlite3", tmp_path / "mark", 60)
    until((tmp_path / "mark").exists)
    with pytest.raises(OperationalError, match="no turn"):
        write(house, "early")
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    write(house, "late")
    assert words(house) == ["late"]


def test_a_busy_process_does_not_pass_one_that_waits(house, queue, tmp_path):
    queue.take(seconds=1)
    other = other_process(tmp_path / "a.sqlite3", tmp_path / "mark", 0)

    def other_waits() -> bool:
        handle = os.open(tmp_path / "a.sqlite3-waiting", os.O_RDONLY | os.O_CREAT)
        try:
            return not turns._is_free((handle, handle))
        finally:
            os.close(handle)

    until(other_waits)
    queue.give_back()
    queue.take(seconds=10)
    assert (tmp_path / "mark").exists()
    queue.give_back()
    assert other.wait(10) == 0


def test_a_forked_child_does_not_write_in_its_parents_turn(house, queue):
    queue.take(seconds=1)
    child = os.fork()
    if child == 0:
        try:
            queue.take(seconds=0.2)
            os._exit(1)
        except turns.TurnNeverCameError:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    queue.give_back()
    assert os.waitstatus_to_exitcode(status) == 0


def test_where_no_lock_can_be_made_the_writer_is_told(house, queue, monkeypatch):
    def fail(what: str) -> int:
        raise OSError(f"{what}: read-only file system")

    queue._locks = None
    monkeypatch.setattr(queue, "_open", fail)
    with pytest.raises(OperationalError, match="read-only"):
        write(house, "lan")
    monkeypatch.undo()
    assert is_free(queue)


def test_a_database_in_memory_needs_no_queue(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    handler = ConnectionHandler({"default": databases.sqlite(Path("x")) | {"NAME": ":memory:"}})
    with handler["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE word (text TEXT)")
    assert list(tmp_path.iterdir()) == []
    handler["default"].connection.close()


def test_sixteen_threads_lose_nothing(house):
    def count(name: int) -> None:
        house["default"].settings_dict["OPTIONS"]["timeout"] = 20
        for number in range(20):
            with transaction.atomic():
                write(house, f"{name}:{number}")
        house["default"].close()

    threads = [threading.Thread(target=count, args=[name]) for name in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(words(house)) == sorted(f"{name}:{number}" for name in range(16) for number in range(20))


def test_background_work_gives_way_only_while_others_write(house, queue):
    queue.take(seconds=1)
    queue.give_back()
    assert turns.pause_after(str(queue._database), 0.05) == 0
    queue.take(seconds=1)
    other = threading.Timer(0.05, queue.give_back)
    other.start()
    turns.of(str(queue._database)).take(seconds=1)  # waits for the first
    queue.give_back()
    assert turns.pause_after(str(queue._database), 0.05) == pytest.approx(0.1)
    assert turns.pause_after(str(queue._database), 60) == 1
