"""A stand-in for a push service on the loopback, with TLS: what waits under one topic is one notice."""

import http.server
import threading
from pathlib import Path
from typing import Any, Self

from caunoi.kit.http.egress import Egress
from tests.kit.tls import client_context, make_certificate, server_context

HOST = "push.example.vn"


class _Api(http.server.BaseHTTPRequestHandler):
    server: "PushService"
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.headers.append(dict(self.headers.items()))
        trouble = self.server.troubles.pop(0) if self.server.troubles else self.server.answers.get(self.path, 201)
        if trouble == "hang up":
            self.close_connection = True
            return self.connection.shutdown(2)
        if trouble == 201:
            self.server.waiting[self.path, self.headers["Topic"]] = body
        self.send_response(trouble)
        if trouble == 429:
            self.send_header("Retry-After", "120")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def log_message(self, *_: Any) -> None: ...


class PushService(http.server.ThreadingHTTPServer):
    """`with PushService(folder) as service:`; `service.way` leads to it and nowhere else."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Api)
        certificate = make_certificate(folder / "push.pem", HOST)
        self.socket = server_context(certificate).wrap_socket(self.socket, server_side=True)
        self.troubles: list[Any] = []
        self.answers: dict[str, int] = {}
        self.headers: list[dict[str, str]] = []
        self.waiting: dict[tuple[str, str], bytes] = {}
        self.way = Egress(
            (HOST,), 1000, lambda _host, _port: ["127.0.0.1"], lambda _address: True, client_context(certificate),
            self.server_address[1],
        )  # fmt: skip
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    def address(self, path: str) -> str:
        return f"https://{HOST}:{self.server_address[1]}{path}"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()
