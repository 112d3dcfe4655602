"""A stand-in for a gateway of text messages on the loopback: it takes each reference once, refuses, delays, fails, hangs up."""

import http.server
import json
import threading
import time
from typing import Any, Self


class _Api(http.server.BaseHTTPRequestHandler):
    server: "Gateway"
    protocol_version = "HTTP/1.1"

    def answer(self, body: dict[str, Any], status: int = 200, **headers: str) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        if self.headers["Authorization"] != f"Bearer {self.server.key}":
            return self.answer({}, 401)
        trouble = self.server.troubles.pop(0) if self.server.troubles else self.server.refusals.get(body.get("to"))
        if isinstance(trouble, int):
            return self.answer({}, trouble)
        if isinstance(trouble, dict):
            return self.answer(trouble)
        return self.take_or_not(body, trouble)

    def take_or_not(self, body: dict[str, Any], trouble: str | None) -> None:
        reference = body.get("reference", "")
        if trouble == "late":
            time.sleep(0.5)
        if trouble == "redirect":
            return self.answer({}, 302, Location="http://127.0.0.1:1/")
        if trouble == "busy":
            return self.answer({}, 429, Retry_After="90")
        if trouble != "lost before":
            self.take(reference, body)
        if trouble in {"lost before", "lost after"}:
            self.close_connection = True
            return self.connection.shutdown(2)
        return self.answer({"id": f"g-{reference[:8]}", "status": "ACCEPTED"})

    def take(self, reference: str, body: dict[str, Any]) -> None:
        with self.server.lock:
            self.server.given.append(reference)
            self.server.taken.setdefault(reference, body)

    def log_message(self, *_: Any) -> None: ...


class Gateway(http.server.ThreadingHTTPServer):
    """`with Gateway() as gateway:` answers at `gateway.url`. `taken` are messages that telephones show, each once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Api)
        self.key = "sms-key"
        self.lock = threading.Lock()
        self.troubles: list[Any] = []
        self.refusals: dict[str, Any] = {}
        self.asked: list[dict[str, Any]] = []
        self.given: list[str] = []
        self.taken: dict[str, dict[str, Any]] = {}
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sms"

    def texts(self) -> list[str]:
        return [body["text"] for body in self.taken.values()]

    def handle_error(self, *_: Any) -> None:
        """Whoever asked did not wait for the answer."""

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()
