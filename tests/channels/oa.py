"""A stand-in for Zalo's API on the loopback: keys that change once, messages that are taken, refused, delayed or lost."""

import http.server
import json
import threading
import time
from typing import Any, Self
from urllib.parse import parse_qs


class _Api(http.server.BaseHTTPRequestHandler):
    server: "Account"

    def answer(self, body: dict[str, Any], status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/v4/oa/access_token":
            self.renew(parse_qs(body.decode()))
        elif self.path == "/v3.0/oa/message/cs":
            self.take(json.loads(body))
        elif self.path == "/message/template":
            self.take_notice(json.loads(body))

    def renew(self, form: dict[str, list[str]]) -> None:
        if form["refresh_token"] != [self.server.refresh] or self.headers["secret_key"] != "app-secret":
            return self.answer({"error": -14014})
        self.server.renewals += 1
        self.server.refresh, self.server.access = f"refresh-{self.server.renewals}", f"access-{self.server.renewals}"
        return self.answer(
            {"access_token": self.server.access, "refresh_token": self.server.refresh, "expires_in": "90000"}
        )

    def take(self, message: dict[str, Any]) -> None:
        if self.headers["access_token"] != self.server.access:
            return self.answer({"error": -216, "message": "Access token is invalid"})
        trouble = self.server.troubles.pop(0) if self.server.troubles else 0
        if trouble == "hang up":
            return self.connection.close()
        if trouble == "late":
            time.sleep(0.4)
        if trouble == "500":
            return self.answer({}, 500)
        if isinstance(trouble, int) and trouble:
            return self.answer({"error": trouble})
        self.server.taken.append((message["recipient"]["user_id"], message["message"]["text"]))
        return self.answer({"error": 0, "data": {"message_id": "m"}})

    def take_notice(self, notice: dict[str, Any]) -> None:
        """ZNS: by number and template."""
        if self.headers["access_token"] != self.server.access:
            return self.answer({"error": -124, "message": "Access token invalid"})
        trouble = self.server.troubles.pop(0) if self.server.troubles else 0
        if trouble == "hang up":
            return self.connection.close()
        if isinstance(trouble, int) and trouble:
            return self.answer({"error": trouble})
        self.server.notices.append(notice)
        self.server.quota -= 1
        quota = {"dailyQuota": "500", "remainingQuota": str(self.server.quota)}
        return self.answer({"error": 0, "data": {"msg_id": "z1", "quota": quota}})

    def log_message(self, *_: Any) -> None: ...


class Account(http.server.ThreadingHTTPServer):
    """`with Account() as oa:` answers at `oa.url`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Api)
        self.refresh, self.access, self.renewals = "refresh-0", "", 0
        self.troubles: list[int | str] = []
        self.taken: list[tuple[str, str]] = []
        self.notices: list[dict[str, Any]] = []
        self.quota = 500
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()
