"""Answers on their way in, before Django: taken by key, written many at one stroke, told only when they are on the disk.

In the opening minutes of a contest nearly everything that comes is an answer. One answer is one row: through Django's
middleware it costs a hundred times what the row does. Here the key is checked, the answer joins those that came
meanwhile, one thread writes them in one transaction, and each is answered afterwards. What cannot be taken is answered
503, and the page sends it again.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.core.handlers.wsgi import get_path_info
from django.db import close_old_connections, connection

from caunoi.contests import actions
from caunoi.contests.queries.papers import id_in_paper_key
from caunoi.kit import clock

logger = logging.getLogger(__name__)
Application = Callable[..., Iterable[bytes]]
PATH = re.compile(r"/contests/papers/([\w.-]{20,200})/answers/", re.ASCII)
FIELD, CHOICE = re.compile(r"a(\d{1,3})", re.ASCII), re.compile(r"\d{1,2}", re.ASCII)
BODY_MOST, BATCH_MOST, WAITING_MOST = 4096, 400, 2000
PATIENCE_SECONDS = 10.0
# The thread and its connection go when there has been no answer for so long.
IDLE_SECONDS = 30.0
NO_STORE = ("Cache-Control", "no-store")


@dataclass
class Errand:
    """Answers of one request, and what became of them."""

    saves: list[actions.Save]
    done: threading.Event = field(default_factory=threading.Event)
    # None: not written.
    is_counted: bool | None = None


class Writer:
    """One thread that writes what has come since it last wrote."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Errand] = queue.Queue(WAITING_MOST)
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def write(self, saves: list[actions.Save]) -> bool | None:
        """Whether all of them count; None when they could not be written in time, so that they are sent again."""
        errand = Errand(saves)
        try:
            self._waiting.put_nowait(errand)
        except queue.Full:
            return None
        self._begin()
        return errand.is_counted if errand.done.wait(PATIENCE_SECONDS) else None

    def _begin(self) -> None:
        # Not at import: a server may fork its workers afterwards, and threads do not come along.
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="answers", daemon=True)
                self._thread.start()

    def _is_over(self) -> bool:
        with self._guard:
            if self._waiting.empty():
                self._thread = None
                connection.close()
            return self._thread is None

    def _work(self) -> None:
        while True:
            try:
                batch = [self._waiting.get(timeout=IDLE_SECONDS)]
            except queue.Empty:
                if self._is_over():
                    return
                continue
            while len(batch) < BATCH_MOST:
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            self._write(batch)

    def _write(self, batch: list[Errand]) -> None:
        try:
            close_old_connections()
            saves = [save for errand in batch for save in errand.saves]
            counted = deque(actions.save_answers(saves=saves, at=clock.now()))
            for errand in batch:
                mine = [counted.popleft() for _save in errand.saves]
                errand.is_counted = all(mine)
        except Exception:
            logger.exception("answers were not written")
        finally:
            for errand in batch:
                errand.done.set()


class QuickSaves:
    """The application behind a door of its own for answers."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.writer = Writer()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("REQUEST_METHOD") != "POST" or not environ.get("PATH_INFO", "").endswith("/answers/"):
            return self.application(environ, start_response)
        found = PATH.fullmatch(get_path_info(environ))
        paper_id = id_in_paper_key(found[1]) if found else None
        if paper_id is None:
            return self.application(environ, start_response)
        status = self._save(paper_id, _body(environ))
        start_response(status, [NO_STORE, ("Content-Length", "0")])
        return [b""]

    def _save(self, paper_id: Any, body: str) -> str:
        saves = saves_in(paper_id, parse_qs(body))
        if not saves:
            return "400 Bad Request"
        counted = self.writer.write(saves)
        if counted is None:
            return "503 Service Unavailable"
        return "204 No Content" if counted else "409 Conflict"


def _body(environ: dict[str, Any]) -> str:
    length = environ.get("CONTENT_LENGTH") or ""
    size = int(length) if length.isascii() and length.isdigit() else 0
    data: bytes = environ["wsgi.input"].read(min(size, BODY_MOST))
    return data.decode("ascii", "replace")


def saves_in(paper_id: Any, given: dict[str, list[str]]) -> list[actions.Save]:
    """The answers of a form: fields `a1` to `a100`, the last value of each."""
    saves = []
    for name, values in given.items():
        place, choice = FIELD.fullmatch(name), CHOICE.fullmatch(values[-1])
        if place and choice:
            saves.append(actions.Save(paper_id, int(place[1]), int(choice[0])))
    return saves
