"""What `caunoi serve` says, and when."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management.base import CommandError

from caunoi.kit.management.commands.serve import refuse_taken, wait_for_page

pytestmark = pytest.mark.door


class Starting(BaseHTTPRequestHandler):
    """Takes connections at once, and answers its third request for the first time."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(200 if self.asked > 2 else 503)
        self.end_headers()

    def log_message(self, *_given) -> None:
        pass


@pytest.fixture
def port():
    Starting.asked = 0
    server = HTTPServer(("127.0.0.1", 0), Starting)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_ready_line_waits_for_the_first_page(port: int):
    assert wait_for_page("0.0.0.0", port, threading.Event())  # noqa: S104 - as the server is told
    assert Starting.asked == 3


def test_a_server_that_is_ended_before_is_never_ready():
    ended = threading.Event()
    threading.Timer(0.5, ended.set).start()
    started = time.monotonic()
    assert not wait_for_page("127.0.0.1", 1, ended)
    assert time.monotonic() - started >= 0.4


def test_a_taken_port_is_refused_by_name(port: int):
    with pytest.raises(CommandError, match=f"port {port} is taken"):
        refuse_taken("0.0.0.0", port)  # noqa: S104 - as the server is told


def test_a_free_port_is_not():
    refuse_taken("127.0.0.1", 1)
