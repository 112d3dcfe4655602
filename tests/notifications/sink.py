"""A real SMTP server on the loopback that keeps what it takes, and refuses what it is told to refuse."""

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage
from typing import Self


class _Session(socketserver.StreamRequestHandler):
    server: "Sink"

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def take(self) -> bool:
        """The content up to the lone dot; returns whether the session goes on."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self.server.content_reply:
            self.say(self.server.content_reply)
            return True
        self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        self.say("250 taken")
        return len(self.server.letters) != self.server.hangs_up_after

    def handle(self) -> None:
        self.server.connections_count += 1
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb, _space, rest = line.partition(" ")
            address = rest.partition("<")[2].partition(">")[0]
            if verb.upper() == "QUIT":
                self.say("221 bye")
                return
            if verb.upper() == "DATA":
                if not self.take():
                    return
                continue
            self.say(self.reply(verb.upper(), address))

    def reply(self, verb: str, address: str) -> str:
        if verb == "MAIL":
            self.server.senders.append(address)
        if verb == "RCPT":
            return self.server.refused.get(address, "250 ok")
        if verb == "EHLO":
            for word in ("sink", *self.server.offers):
                self.say(f"250-{word}")
        return "250 ok"


class Sink(socketserver.ThreadingTCPServer):
    """`with Sink() as sink:` listens on a free port of the loopback."""

    allow_reuse_address = True
    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[EmailMessage] = []
        self.senders: list[str] = []
        self.connections_count = 0
        # Address to the reply that its RCPT gets.
        self.refused: dict[str, str] = {}
        self.content_reply = ""
        # Extensions that EHLO names.
        self.offers: list[str] = []
        self.hangs_up_after = 0
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        return self.server_address[1]

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()
