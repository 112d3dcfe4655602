"""A real server that is killed, and clients that do not give up: each deed is sent until it is answered."""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from caunoi.kit.management.commands.serve import web_server

CLIENTS = 16
CSRF = "b" * 32
IMPATIENCE_SECONDS = 0.15


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except OSError:
        return -1


class Server:
    """The web server in a process group of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = os.environ | environment
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.kills_count = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait for the first answer."""
        command = [sys.executable, *web_server("127.0.0.1", self.port)]
        self._process = subprocess.Popen(
            command, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", "/healthz", headers={"Host": "localhost"})
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.02)
        raise RuntimeError("the server does not answer")

    def get(self, url: str, cookie: str = "") -> bytes:
        """One page over the wire."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", url, headers={"Host": "localhost", "Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, f"{url}: {answer.status}"
        return body

    def processes(self) -> list[int]:
        """The server's process and those it started."""
        group = self._process.pid if self._process else 0
        found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in found if _group_of(pid) == group]

    def cpu_seconds(self) -> float:
        """Processor time that its processes have used."""
        ticks = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
                ticks += int(words[11]) + int(words[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """SIGKILL to all of its processes: nothing is finished, nothing is said."""
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self.kills_count += 1
            self._process = None


@dataclass(frozen=True)
class Deed:
    """One form that must have its effect once."""

    name: str
    url: str
    fields: dict[str, str]
    cookie: str = ""
    key: str = ""
    # The phone that hangs up before the answer, and sends again.
    is_impatient: bool = False


@dataclass
class Storm:
    """Clients working through deeds."""

    server: Server
    deeds: Iterable[Deed]
    answered: list[str] = field(default_factory=list)
    # What each client waited for its answer, from its first attempt on.
    waits: list[float] = field(default_factory=list)
    attempts_count: int = 0
    wrong: list[str] = field(default_factory=list)
    _left: queue.SimpleQueue[Deed] = field(default_factory=queue.SimpleQueue)
    _ended: threading.Event = field(default_factory=threading.Event)

    def is_done(self, deed: Deed, status: int, body: bytes) -> bool:
        """Whether the answer says that the deed is done; it is sent again after 5xx, and wrong otherwise."""
        return status == 302

    def request_of(self, deed: Deed) -> tuple[str, dict[str, str]]:
        """What is sent: the body and the headers."""
        body = urlencode(
            deed.fields | {"csrfmiddlewaretoken": CSRF} | ({"idempotency_key": deed.key} if deed.key else {})
        )
        cookie = "; ".join(filter(None, (f"csrftoken={CSRF}", deed.cookie)))
        return body, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}

    def _post(self, connection: http.client.HTTPConnection, deed: Deed, *, hang_up: bool) -> tuple[int, bytes]:
        body, headers = self.request_of(deed)
        self.attempts_count += 1
        connection.request("POST", deed.url, body.encode(), {"Host": "localhost"} | headers)
        if hang_up:
            time.sleep(IMPATIENCE_SECONDS)
            raise ConnectionResetError
        answer = connection.getresponse()
        return answer.status, answer.read()

    def _do(self, connection: http.client.HTTPConnection, deed: Deed) -> None:
        hang_up, started = deed.is_impatient, time.perf_counter()
        while True:
            try:
                status, body = self._post(connection, deed, hang_up=hang_up)
                if self.is_done(deed, status, body):
                    self.answered.append(deed.name)
                    self.waits.append(time.perf_counter() - started)
                    return
                if status < 500:
                    self.wrong.append(f"{deed.url}: {status}")
                    return
            except (OSError, http.client.HTTPException):
                connection.close()
            hang_up = False
            time.sleep(0.03)

    def _client(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        while not self._ended.is_set():
            try:
                deed = self._left.get_nowait()
            except queue.Empty:
                return
            self._do(connection, deed)
        connection.close()

    def run(self, *, seconds: float = 0, kill_every: float = 0) -> float:
        """Until the deeds are done, or `seconds` are over and what was begun is answered; returns the seconds it took."""
        for deed in self.deeds:
            self._left.put(deed)
        threads = [threading.Thread(target=self._client) for _ in range(CLIENTS)]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        while kill_every and time.perf_counter() - started < seconds:
            time.sleep(kill_every)
            self.server.kill()
            self.server.start()
        if seconds:
            for thread in threads:
                thread.join(max(0.0, seconds - (time.perf_counter() - started)))
            self._ended.set()
        for thread in threads:
            thread.join()
        return time.perf_counter() - started
