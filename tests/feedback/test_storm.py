"""A server that is killed again and again loses no case that it acknowledged, and makes none twice (SAFETY F1, F2, F20).

Clients send each case until it is answered, some hang up early. The control sends with a new key each time: it must show
doubles, or the check would prove nothing. The long form is bench/intake.py.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from caunoi.kit.management.commands.serve import web_server
from tests.house import House

pytestmark = pytest.mark.journey
CLIENTS, KILLS, IMPATIENCE_SECONDS = 6, 4, 0.08
URL, THREAD = "/api/v1/feedback/cases", "/api/v1/feedback/thread"


@dataclass
class Server:
    """The web server in a process group of its own, on a database of its own."""

    house: House
    port: int
    api_key: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What it writes to its terminal."""
        return self.house.home.parent / "server.log"

    def start(self) -> None:
        command = [sys.executable, *web_server("127.0.0.1", self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.house.environment(), start_new_session=True, stdout=log, stderr=log
            )
        for _ in range(300):
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def ask(
        self, method: str, url: str, body: object = None, patience: float = 20, **headers: str
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        sent = {"Host": "localhost", "Content-Type": "application/json"} | headers
        try:
            connection.request(method, url, json.dumps(body) if body else None, sent)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Read the file itself, past the program."""
        with contextlib.closing(sqlite3.connect(self.house.home / "caunoi.sqlite3")) as database:
            return database.execute(sql).fetchall()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    house = House(tmp_path / "home", f"http://localhost:{port}", None)  # type: ignore[arg-type]
    house.caunoi("init", "--federation", "Liên đoàn Lao động thành phố", "--administrator", "a@example.vn")
    key = house.caunoi("program", "Cổng dịch vụ công", "--per-hour", "1000000").split()[-1]
    made = Server(house, port, key)
    try:
        made.start()
        yield made
    finally:
        made.kill()


@dataclass
class Senders:
    """Clients that do not give up; `told` are the receipts that they were given."""

    server: Server
    word: str
    has_key: bool
    told: dict[str, str] = field(default_factory=dict)
    attempts_count: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers, self._ended = count(), threading.Event()

    def _send(self, text: str, key: str, patience: float) -> bool:
        self.attempts_count += 1
        headers = {"Idempotency-Key": key, "X-Api-Key": self.server.api_key}
        try:
            body = {"text": text, "identity": "handler", "name": "Lan", "contact": "0912345678"}
            status, answer = self.server.ask("POST", URL, body, patience, **headers)
        except (OSError, http.client.HTTPException):
            return False
        if status in {200, 201}:
            receipt = json.loads(answer)["receipt"]
            if self.told.setdefault(text, receipt) != receipt:
                self.wrong.append(f"{text}: a second receipt")
            return True
        if status < 500:
            self.wrong.append(f"{text}: {status}")
        return status < 500

    def _client(self) -> None:
        while not self._ended.is_set():
            number = next(self._numbers)
            text, key = f"{self.word}: một cửa trả hồ sơ chậm, số {number}.", uuid.uuid4().hex
            patience = IMPATIENCE_SECONDS if number % 5 == 0 else 20
            while not self._send(text, key if self.has_key else uuid.uuid4().hex, patience):
                patience = 20
                time.sleep(0.03)

    def run(self, kills: int) -> None:
        threads = [threading.Thread(target=self._client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        time.sleep(1.5)
        for _ in range(kills):
            self.server.kill()
            self.server.start()
            time.sleep(1)
        self._ended.set()
        for thread in threads:
            thread.join()


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(server: Server):
    senders = Senders(server, "CÓ KHÓA", has_key=True)
    senders.run(KILLS)
    assert senders.wrong == []
    assert senders.attempts_count > len(senders.told) > 20
    there = Counter(text for (text,) in server.rows("SELECT text FROM feedback_case"))
    assert set(senders.told) - set(there) == set()
    assert [text for text, times in there.items() if times > 1] == []
    for text, receipt in list(senders.told.items())[:: max(1, len(senders.told) // 10)]:
        status, answer = server.ask("POST", THREAD, {"receipt": receipt})
        assert (status, json.loads(answer)["messages"][0]["text"]) == (200, text)
    counted = (
        "SELECT count(*) FROM feedback_follower", "SELECT count(*) FROM feedback_entry",
        "SELECT count(*) FROM feedback_sender", "SELECT count(*) FROM feedback_casestep",
        "SELECT count(*) FROM kit_outboxevent WHERE name = 'feedback.case_received'",
        "SELECT count(*) FROM kit_auditrow WHERE verb = 'feedback.receive_case'",
    )  # fmt: skip
    assert [server.rows(sql)[0][0] for sql in counted] == [len(there)] * len(counted)
    assert server.rows("PRAGMA integrity_check") == [("ok",)]
    assert "0 waiting" in server.house.caunoi("check", "--development", "--audit")


def test_the_control_with_a_new_key_each_time_doubles(server: Server):
    senders = Senders(server, "KHÔNG KHÓA", has_key=False)
    senders.run(1)
    texts = [text for (text,) in server.rows("SELECT text FROM feedback_case")]
    assert len(texts) > len(set(texts))
