"""Who is let in when more comes than can be done: a few requests are worked on at once, the others queue, and how long
the queue may be depends on what is asked. Statistics are refused first, intake last, the look-up of a receipt never.

The queue stands before Django, so that only the few threads that work hold a connection to the database, and a request
that is turned away costs a page made before.
"""

from __future__ import annotations

import io
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from enum import IntEnum
from fnmatch import fnmatchcase
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from caunoi.kit.http import errors

log = logging.getLogger(__name__)
Application = Callable[..., Iterable[bytes]]
TURNED_AWAY = "caunoi.turned_away"
RETRY_SECONDS = 5
# A body up to this size is read before a working thread is taken, so that a slow line holds none.
READ_BEFORE_BYTES = 1024 * 1024


class Urgency(IntEnum):
    """What is asked; its number is the length of queue from which it is turned away. See `conf/admission.py`."""

    STATISTICS = 4
    SEARCH = 8
    DASHBOARD = 14
    ORDINARY = 24
    INTAKE = 40
    ALWAYS = 100_000


def urgency_of(path: str) -> Urgency:
    """By the name of the route, from the table `settings.ADMISSION`; what is not there is ORDINARY."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return Urgency.ORDINARY
    for pattern, urgency in settings.ADMISSION:
        if fnmatchcase(name, pattern):
            return Urgency[urgency]
    return Urgency.ORDINARY


class Errand:
    """One request on its way through a working thread."""

    def __init__(self, environ: dict[str, Any], urgency: Urgency) -> None:
        self.environ = environ
        self.urgency = urgency
        self.is_heavy = urgency <= Urgency.SEARCH
        self.done = threading.Event()
        self.head: tuple[Any, ...] = ()
        self.answer: Iterable[bytes] = ()
        self.error: BaseException | None = None

    def run(self, application: Application) -> None:
        """Ask the application; an answer that is ready is taken whole, so that its end is told in this thread."""
        try:
            answer: Any = application(self.environ, self._start)
            if getattr(answer, "streaming", True):
                self.answer = answer
            else:
                self.answer = [b"".join(answer)]
                answer.close()
        except BaseException as error:  # noqa: BLE001 - raised again where it was asked for
            self.error = error
        finally:
            self.done.set()

    def _start(self, *head: Any) -> None:
        self.head = head


class Pool:
    """Threads that work, and the queue before them, first come first served; heavy errands never take all threads."""

    def __init__(self, application: Application, *, at_once: int) -> None:
        self.application = application
        self.at_once = at_once
        self._heavy_most = max(1, at_once // 2)
        self._change = threading.Condition()
        self._queue: deque[Errand] = deque()
        self._idle_count = self._heavy_count = self._threads_count = 0

    def is_open_to(self, urgency: Urgency) -> bool:
        """Whether such a request would be taken now."""
        return len(self._queue) < urgency

    def join(self, errand: Errand) -> bool:
        """Queue up; False when the queue is too long for this."""
        with self._change:
            if not self.is_open_to(errand.urgency):
                return False
            self._queue.append(errand)
            if self._threads_count < self.at_once and len(self._queue) > self._idle_count:
                self._threads_count += 1
                threading.Thread(target=self._work, name=f"request {self._threads_count}", daemon=True).start()
            self._change.notify()
            return True

    def _next(self) -> Errand | None:
        is_full = self._heavy_count >= self._heavy_most
        errand = next((each for each in self._queue if not (is_full and each.is_heavy)), None)
        if errand is not None:
            self._queue.remove(errand)
            self._heavy_count += errand.is_heavy
        return errand

    def _work(self) -> None:
        while True:
            with self._change:
                self._idle_count += 1
                while (errand := self._next()) is None:
                    self._change.wait()
                self._idle_count -= 1
            errand.run(self.application)
            if errand.is_heavy:
                with self._change:
                    self._heavy_count -= 1
                    self._change.notify()


class Admission:
    """The application behind its queue."""

    def __init__(self, application: Application, *, at_once: int) -> None:
        self.application = application
        self.pool = Pool(application, at_once=at_once)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = get_path_info(environ)
        if path.startswith(settings.STATIC_URL):
            return self.application(environ, start_response)
        urgency = urgency_of(path)
        if self.pool.is_open_to(urgency):
            _read_body(environ)
            errand = Errand(environ, urgency)
            if self.pool.join(errand):
                errand.done.wait()
                if errand.error is not None:
                    raise errand.error
                start_response(*errand.head)
                return errand.answer
        return self.application(environ | {TURNED_AWAY: True}, start_response)


def _read_body(environ: dict[str, Any]) -> None:
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdigit() and 0 < int(length) <= READ_BEFORE_BYTES:
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))


class Refusals:
    """Says in the log that requests are turned away, and how many, but not for each: a line that is written while others
    wait for the log costs more than the answer."""

    def __init__(self, *, every_seconds: float = 10.0) -> None:
        self.every_seconds = every_seconds
        self._guard = threading.Lock()
        self._count, self._said_at = 0, float("-inf")

    def note(self, at: float) -> None:
        """One more, at a moment of a clock that only goes on."""
        with self._guard:
            self._count += 1
            if at - self._said_at < self.every_seconds:
                return
            count, self._count, self._said_at = self._count, 0, at
        log.warning("requests turned away: %d", count)


def turn_away(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer 503 to what the queue would not take, before anything asks the database."""
    refusals = Refusals()

    def middleware(request: HttpRequest) -> HttpResponse:
        if TURNED_AWAY in request.META:
            refusals.note(time.monotonic())
            answer = errors.overloaded(request, retry_seconds=RETRY_SECONDS)
            # Django would write an error for each answer of 5xx; it asks for this mark.
            answer._has_been_logged = True  # type: ignore[attr-defined]
            return answer
        return get_response(request)

    return middleware
