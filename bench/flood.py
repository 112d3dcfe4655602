"""More requests than can be answered: clients that do not wait their turn, and what each kind of request got."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from measure import percentile
from storm import Server


@dataclass(frozen=True)
class Request:
    """One request of a kind."""

    kind: str
    url: str
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Got:
    """What the requests of one kind got."""

    taken: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of all, the part that was let in."""
        return len(self.taken) / max(1, len(self.taken) + len(self.refused))


def _answer(connection: http.client.HTTPConnection, request: Request) -> http.client.HTTPResponse:
    connection.request(request.method, request.url, request.body, {"Host": "localhost"} | request.headers)
    answer = connection.getresponse()
    answer.read()
    return answer


def _send(connection: http.client.HTTPConnection, request: Request, got: Got) -> None:
    started = time.perf_counter()
    try:
        answer = _answer(connection, request)
    except ConnectionError:
        # The server closed a connection that lay open: any client opens another and sends again (RFC 9112 §9.3.1).
        connection.close()
        answer = _answer(connection, request)
    waited = time.perf_counter() - started
    if answer.status == 503:
        got.refused.append(waited)
    elif answer.status >= 400:
        got.wrong.append(f"{request.url}: {answer.status}")
    else:
        got.taken.append(waited)


def flood(
    server: Server, makers: dict[str, Callable[[int], Request]], *, clients: int, per_second: float, seconds: float
) -> dict[str, Got]:
    """Send `per_second` requests, the kinds turn by turn, over so many open connections, whatever the answers are.

    A maker gets the number of its request. Returns what each kind got.
    """
    found = {kind: Got() for kind in makers}
    kinds = list(makers.items())
    numbers, guard, started = itertools.count(), threading.Lock(), time.perf_counter()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        while True:
            with guard:
                number = next(numbers)
            due = number / per_second
            if due >= seconds:
                break
            time.sleep(max(0.0, started + due - time.perf_counter()))
            kind, make = kinds[number % len(kinds)]
            try:
                _send(connection, make(number), found[kind])
            except (OSError, http.client.HTTPException) as error:
                found[kind].wrong.append(repr(error))
                connection.close()
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def p99(samples: list[float]) -> float:
    """In milliseconds; nothing is 0."""
    return percentile(samples, 0.99) * 1000 if samples else 0.0
