"""Requests straight into the WSGI application, without a client's own cost; and the people who make them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import RequestFactory

from caunoi.accounts.models import User
from caunoi.accounts.web.sessions import SessionStore
from caunoi.conf.wsgi import inner as application


def sign_in(user: User) -> str:
    """The cookie header of a fresh session."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def get(url: str, cookie: str = "") -> bytes:
    """The body of a page; anything but 200 is an error."""
    path, _, query = url.partition("?")
    environ = RequestFactory().get(path, QUERY_STRING=query, HTTP_HOST="localhost", HTTP_COOKIE=cookie).environ
    answer: list[Any] = []
    parts = application(environ, lambda *head: answer.append(head[0]))
    body = b"".join(parts)
    parts.close()
    assert answer[0].startswith("200"), f"{url}: {answer[0]}"
    return body


@dataclass(frozen=True)
class Cost:
    """What one page costs."""

    statements: int
    cpu_ms: float
    walls: list[float]
    cpus: list[float]


def cost(url: str, cookie: str = "", *, rounds: int = 30) -> Cost:
    """Statements of one request; seconds of each of the rounds; the processor's median over them."""
    get(url, cookie)
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        get(url, cookie)
    walls, cpus = [], []
    for _ in range(rounds):
        started, before = time.perf_counter(), time.process_time()
        get(url, cookie)
        cpus.append(time.process_time() - before)
        walls.append(time.perf_counter() - started)
    return Cost(len(seen), median(cpus) * 1000, walls, cpus)
