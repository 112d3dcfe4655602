"""A small IMAP server on the loopback: one mailbox, letters with flags; it can hang up, and refuse the password."""

import re
import socketserver
import threading
from typing import Self


class _Session(socketserver.StreamRequestHandler):
    server: "Mailbox"

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def handle(self) -> None:
        self.say(b"* OK ready")
        while line := self.rfile.readline().strip():
            tag, _space, rest = line.partition(b" ")
            if self.server.hangs_up_at and rest.startswith(self.server.hangs_up_at):
                return
            self.say(tag + b" " + self.answer(rest.decode()))

    def answer(self, command: str) -> bytes:
        if command.startswith("CAPABILITY"):
            self.say(b"* CAPABILITY IMAP4rev1")
        elif command.startswith("LOGIN") and self.server.password not in command:
            return b"NO wrong password"
        elif command.startswith("SELECT"):
            self.say(f"* {len(self.server.letters)} EXISTS".encode())
        elif command.startswith("UID SEARCH"):
            waiting = [uid for uid, flags in self.server.flags.items() if not flags]
            self.say(f"* SEARCH {' '.join(map(str, waiting))}".encode())
        elif fetch := re.match(r"UID FETCH (\d+) ", command):
            data = self.server.letters[int(fetch[1])]
            self.say(f"* {fetch[1]} FETCH (UID {fetch[1]} BODY[]<0> {{{len(data)}}}".encode())
            self.wfile.write(data)
            self.say(b")")
        elif store := re.match(r"UID STORE (\d+) \+FLAGS \((.*)\)", command):
            self.server.flags[int(store[1])].add(store[2])
        return b"OK done"


class Mailbox(socketserver.ThreadingTCPServer):
    """`with Mailbox(letters) as box:` serves the letters at `box.url`."""

    allow_reuse_address = True

    def __init__(self, letters: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters = dict(enumerate(letters, 1))
        self.flags: dict[int, set[str]] = {uid: set() for uid in self.letters}
        self.password = "mat-khau"
        self.hangs_up_at = b""
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"imap://phanhoi%40cd.vn:mat-khau@127.0.0.1:{self.server_address[1]}/INBOX"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()
