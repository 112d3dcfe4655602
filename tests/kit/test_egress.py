"""The way out: only https, only to hosts on a list, only to addresses that are everybody's."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caunoi.kit.http import egress
from caunoi.kit.http.egress import Egress, EgressProblem, is_everybodys
from tests.kit.tls import client_context, make_certificate, server_context

pytestmark = pytest.mark.room
HOST = "anh.example.vn"
FORBIDDEN = [
    "0.0.0.0",  # noqa: S104 - refused, not bound
    "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::",
    "2001:0:1::1", "2001:db8::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "ff02::1",
]  # fmt: skip
URLS = [
    "http://anh.example.vn/", "ftp://anh.example.vn/", "file:///etc/passwd", "gopher://anh.example.vn", "//anh.example.vn/x",
    "https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://[::1]/", "https://[::ffff:7f00:1]/",
    "https://localhost/", "https://example.vn/", "https://anh.example.vn.evil.vn/", "https://evil-anh.example.vn@evil.vn/",
    "https://anh.example.vn@evil.vn/", "https://user:pw@anh.example.vn/", "https://anh.example.vn:22/", "https://anh.example.vn:x/",
    "https://xanh.example.vn/", "https://evil.vn#anh.example.vn", "https://evil.vn/?anh.example.vn", "https://anh.example.vn\\@evil.vn/",
    "https://anh.example.vn/\r\nX: y", "https://anh.example.vn/ x", "https://anh.example.vn/ảnh", "https://[anh.example.vn/", "", "x", "https://",
]  # fmt: skip


class Answers(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(f"{self.headers['Host']} {self.path}")
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "https://127.0.0.1/")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * (2000 if self.path == "/large" else 5))

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "cert.pem", HOST)


@pytest.fixture
def way(certificate: Path) -> Iterator[Egress]:
    """A way out to a real server with TLS on the loopback, which is allowed here and nowhere else."""
    Answers.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.socket = server_context(certificate).wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Egress(
        hosts=(HOST,), most_bytes=1000, resolve=lambda _host, _port: ["127.0.0.1"], is_allowed=lambda _address: True,
        context=client_context(certificate), port=server.server_address[1],
    )  # fmt: skip
    server.shutdown()
    thread.join()
    server.server_close()


def refused(way: Egress, url: str) -> str:
    with pytest.raises(EgressProblem) as problem:
        way.get(url)
    return problem.value.code


def test_a_listed_host_is_asked_under_its_name_at_the_checked_address(way: Egress):
    assert way.get(f"https://{HOST}:{way.port}/a?b=1") == b"xxxxx"
    assert Answers.asked == [f"{HOST}:{way.port} /a?b=1"]


def test_redirects_and_too_much_are_not_taken(way: Egress):
    assert refused(way, f"https://{HOST}/away") == "FAILED"
    assert refused(way, f"https://{HOST}/large") == "LARGE"


def test_another_name_than_the_certificates_is_not_believed(way: Egress):
    other = Egress(("other.vn",), 1000, way.resolve, way.is_allowed, way.context, way.port)
    assert refused(other, "https://other.vn/") == "FAILED"


@pytest.mark.parametrize("url", URLS)
def test_no_other_address_is_asked(url: str):
    asked: list[str] = []
    way = Egress((HOST,), 1000, resolve=lambda host, _port: asked.append(host) or ["127.0.0.1"])
    assert refused(way, url) == "REFUSED"
    assert asked == []


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_listed_name_that_leads_inside_is_not_followed(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(egress.socket, "create_connection", lambda *_: pytest.fail("connected"))
    assert refused(Egress((HOST,), 1000, resolve=lambda *_: ["8.8.8.8", address]), f"https://{HOST}/") == "REFUSED"


@pytest.mark.parametrize("address", ["8.8.8.8", "103.9.76.10", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_what_is_everybodys(address: str):
    assert is_everybodys(address)
