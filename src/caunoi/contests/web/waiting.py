"""The waiting room before the start of a paper, before Django: so many starts a second, and a turn for everybody else.

Nothing is stored: a turn is a moment, signed, that stands in the address of the waiting page. The moments are given out
evenly (the generic cell rate algorithm, ITU-T I.371), so whoever came first starts first, and coming again does not help.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest, get_path_info
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation

from caunoi.contests.queries.papers import id_in_entrant_key
from caunoi.kit import clock

Application = Callable[..., Iterable[bytes]]
PATH = re.compile(r"/contests/entries/([\w.-]{20,200})/(start/)?", re.ASCII)
# What one process starts in a second with room to spare (bench/contest.py); beyond it people wait.
STARTS_A_SECOND = 60
# A turn that has come stays good this long, so that a phone may sleep in the meantime.
GOOD_FOR = timedelta(minutes=10)
REMEMBERED_MOST = 50_000
_signer = Signer(salt="caunoi.contests.turn", sep=".")


class Door:
    """Turns of one process, a step apart; `burst` may come at one stroke. Whoever has a turn to come keeps it."""

    def __init__(self, *, a_second: int = STARTS_A_SECOND, burst: int = STARTS_A_SECOND) -> None:
        self._step = timedelta(seconds=1 / a_second)
        self._slack = self._step * (burst - 1)
        self._guard = threading.Lock()
        self._full_at = datetime.min.replace(tzinfo=UTC)
        self._waiting: dict[str, datetime] = {}

    def turn(self, key: str, now: datetime) -> datetime:
        """The moment at which the one who asks may start: now, or later."""
        with self._guard:
            held = self._waiting.get(key)
            if held is not None and now < held + GOOD_FOR:
                return max(held, now)
            self._full_at = max(self._full_at, now) + self._step
            turn = max(now, self._full_at - self._step - self._slack)
            if turn > now:
                self._remember(key, turn, now)
            return turn

    def _remember(self, key: str, turn: datetime, now: datetime) -> None:
        if len(self._waiting) >= REMEMBERED_MOST:
            self._waiting = {known: at for known, at in self._waiting.items() if at > now}
        self._waiting[key] = turn


def signed(key: str, turn: datetime) -> str:
    """A turn as it stands in an address; good for this entrant only."""
    return _signer.sign(f"{int(turn.timestamp() * 1000)}-{key[-16:]}")


def turn_in(key: str, text: str) -> datetime | None:
    """The moment of a signed turn; None for a forged one, another's, and one that was let go by too long ago."""
    try:
        moment, whose = _signer.unsign(text).split("-", 1)
        turn = datetime.fromtimestamp(int(moment) / 1000, UTC)
    except (BadSignature, ValueError, OverflowError):
        return None
    return turn if whose == key[-16:] and clock.now() < turn + GOOD_FOR else None


@lru_cache(maxsize=512)
def _page(language: str, theme: str, seconds: int) -> str:
    """Made once for each number: when everybody comes at once, there is no time to make it."""
    context = {
        "seconds": seconds, "LANGUAGE_CODE": language, "theme": theme, "site_name": settings.SITE_NAME,
        "is_sample_site": settings.CAUNOI.is_sample,
    }  # fmt: skip
    with translation.override(language):
        return render_to_string("contests/waiting.html", context)


def waiting_page(request: WSGIRequest, seconds: int) -> HttpResponse:
    """How long it takes; the browser comes again by itself."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    theme = request.COOKIES.get("theme", "")
    response = HttpResponse(
        _page(
            language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
            theme if theme in {"light", "dark"} else "", seconds,
        )
    )  # fmt: skip
    headers = {"Refresh": str(seconds), "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    safe = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Content-Security-Policy": CSP}
    for name, value in (headers | safe).items():
        response[name] = value
    return response


CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; frame-ancestors 'none'"


class WaitingRoom:
    """The application behind the door."""

    def __init__(self, application: Application, door: Door | None = None) -> None:
        self.application = application
        self.door = door or Door()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith("/contests/entries/"):
            return self.application(environ, start_response)
        found = PATH.fullmatch(get_path_info(environ))
        answer = self._answer(environ, found[1], is_start=bool(found[2])) if found else None
        if answer is None:
            return self.application(environ, start_response)
        headers = [(name, value) for name, value in answer.items()]
        start_response(f"{answer.status_code} {answer.reason_phrase}", headers)
        return [answer.content]

    def _answer(self, environ: dict[str, Any], key: str, *, is_start: bool) -> HttpResponse | None:
        """What is said to one who must wait; None for everybody else."""
        now = clock.now()
        given = parse_qs(environ.get("QUERY_STRING", "")).get("turn", [""])
        turn = turn_in(key, given[-1])
        if is_start and turn is None and environ["REQUEST_METHOD"] == "POST" and id_in_entrant_key(key) is not None:
            turn = self.door.turn(key, now)
        if turn is None or turn <= now:
            return None
        if is_start:
            return HttpResponseRedirect(f"/contests/entries/{key}/?turn={signed(key, turn)}", status=303)
        return waiting_page(WSGIRequest(environ), math.ceil((turn - now).total_seconds()))
