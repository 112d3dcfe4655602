"""Where messages go in a measurement: one process with a mail server, a gateway of text messages, ZNS and a push service.

It counts what it was given by the message's own mark. `--trouble` makes it fail, delay, hang up after having taken, and
refuse, by a seed. Printed first: its ports, as one line of JSON. `GET /counts` on the first HTTP port tells what it has.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import ssl
from collections import Counter
from email.message import Message
from email.parser import BytesParser
from typing import Any

MARK = re.compile(rb"^Message-ID:\s*<([0-9a-f-]{36})@caunoi>", re.MULTILINE)
REFUSED_EVERY = 100


class Book:
    """What was given, by way and mark."""

    def __init__(self, trouble: float) -> None:
        self.given: dict[str, Counter[str]] = {name: Counter() for name in ("EMAIL", "SMS", "ZALO", "WEBPUSH")}
        self.trouble, self.chance = trouble, random.Random(7)

    def happens(self) -> str:
        """What goes wrong with this message, if anything."""
        if self.trouble and self.chance.random() < self.trouble:
            return self.chance.choice(["fail", "delay", "hang up before", "hang up after"])
        return ""


class Smtp(asyncio.Protocol):
    """A mail server with PIPELINING."""

    def __init__(self, book: Book) -> None:
        self.book, self.kept, self.is_content, self.trouble = book, b"", False, ""
        self.wire: Any = None

    def connection_made(self, transport: Any) -> None:
        self.wire = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.kept += data
        while self.kept:
            if self.is_content:
                # The content may be empty: after a refused recipient it is only the dot.
                head, end, rest = (b"\r\n" + self.kept).partition(b"\r\n.\r\n")
                if not end:
                    return
                self.is_content, self.kept = False, rest
                self.content(head)
            else:
                line, end, rest = self.kept.partition(b"\r\n")
                if not end:
                    return
                self.kept = rest
                self.command(line)

    def command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            self.wire.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            self.is_content = True
            self.wire.write(b"354 go on\r\n")
        elif verb == b"RCPT" and self.book.trouble and b"refused" in line:
            self.wire.write(b"550 5.1.1 no such user\r\n")
        elif verb == b"QUIT":
            self.wire.write(b"221 bye\r\n")
            self.wire.close()
        else:
            self.wire.write(b"250 ok\r\n")

    def content(self, letter: bytes) -> None:
        found, trouble = MARK.search(letter), self.book.happens()
        if found is None or trouble == "fail":
            self.wire.write(b"451 later\r\n" if found else b"250 nothing\r\n")
            return
        if trouble == "hang up before":
            self.wire.abort()
            return
        self.book.given["EMAIL"][found[1].decode()] += 1
        if trouble == "hang up after":
            self.wire.abort()
        elif trouble == "delay":
            asyncio.get_running_loop().call_later(0.05, self.wire.write, b"250 taken\r\n")
        else:
            self.wire.write(b"250 taken\r\n")


class Http(asyncio.Protocol):
    """Gateway, ZNS and push service."""

    def __init__(self, book: Book) -> None:
        self.book, self.kept = book, b""
        self.wire: Any = None

    def connection_made(self, transport: Any) -> None:
        self.wire = transport

    def data_received(self, data: bytes) -> None:
        self.kept += data
        head, end, rest = self.kept.partition(b"\r\n\r\n")
        if not end:
            return
        first, _, lines = head.partition(b"\r\n")
        headers = BytesParser().parsebytes(lines + b"\r\n\r\n")
        length = int(headers["Content-Length"] or 0)
        if len(rest) < length:
            return
        self.kept = rest[length:]
        self.answer(first.split(b" ")[1].decode(), headers, rest[:length])

    def say(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.wire.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))

    def answer(self, path: str, headers: Message, body: bytes) -> None:
        if path == "/counts":
            self.say(200, self.book.given)
            return
        if path == "/v4/oa/access_token":
            self.say(200, {"access_token": "a", "refresh_token": "r", "expires_in": "90000"})
            return
        way, mark, taken = self.read(path, headers, body)
        trouble = self.book.happens()
        if way == "SMS" and self.book.trouble and json.loads(body)["to"].endswith("99"):
            self.say(200, {"status": "REFUSED", "code": "BLOCKED"})
        elif trouble == "fail":
            self.say(503, {})
        elif trouble == "hang up before":
            self.wire.abort()
        else:
            self.book.given[way][mark] += 1
            if trouble == "hang up after":
                self.wire.abort()
            elif trouble == "delay":
                asyncio.get_running_loop().call_later(0.05, self.say, *taken)
            else:
                self.say(*taken)

    def read(self, path: str, headers: Message, body: bytes) -> tuple[str, str, tuple[int, Any]]:
        if path == "/sms":
            return "SMS", json.loads(body)["reference"], (200, {"status": "ACCEPTED"})
        if path == "/message/template":
            return "ZALO", json.loads(body)["tracking_id"], (200, {"error": 0, "data": {}})
        return "WEBPUSH", headers["Topic"], (201, {})


async def serve(trouble: float, certificate: str) -> None:
    """Until killed."""
    book, loop = Book(trouble), asyncio.get_running_loop()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    servers = [
        await loop.create_server(lambda: Smtp(book), "127.0.0.1", 0, backlog=64),
        await loop.create_server(lambda: Http(book), "127.0.0.1", 0, backlog=64),
        await loop.create_server(lambda: Http(book), "127.0.0.1", 0, ssl=context),
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--trouble", type=float, default=0.0)
    parser.add_argument("--certificate", required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.trouble, given.certificate))
