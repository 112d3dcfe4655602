"""Public pages for readers without an account, kept in memory before Django. See docs/adr/0020.

A page is kept with the tokens of its topics as they were before it was made, and given out only if they are the same
when the next reader asks. So a reader who comes after a withdrawal never gets what was withdrawn, in any process.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.urls import Resolver404, resolve
from django.utils import timezone

from caunoi.kit import clock
from caunoi.kit.http.pagechanges import Gathered, Reader, Tokens
from caunoi.kit.http.pagerules import Page

log = logging.getLogger(__name__)
Application = Callable[..., Iterable[bytes]]
Environ = dict[str, Any]
Key = tuple[str, ...]
MEMORY_BYTES, PAGE_BYTES = 64 * 1024 * 1024, 2 * 1024 * 1024
COOKIES_LONGEST = 300
MAKING_SECONDS = 30
GZIP = re.compile(r"\bgzip\b(?!;\s*q=0(?:\.0*)?(?:,|$))")
# What would make the page another one, or no page: it is asked for without these.
LEFT_OUT = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_RANGE", "HTTP_ACCEPT_ENCODING")
PASSING = frozenset({"x-request-id", "content-length", "content-encoding", "etag", "vary", "cache-control"})


@dataclass(frozen=True)
class Kept:
    """A page as it was made."""

    tokens: tuple[str | None, ...]
    topics: tuple[str, ...]
    until: float
    headers: list[tuple[str, str]]
    body: bytes

    @cached_property
    def packed(self) -> bytes:
        """Compressed once. No padding: nothing on such a page is secret."""
        return gzip.compress(self.body, 6, mtime=0)

    @cached_property
    def etag(self) -> str:
        """Weak, because it stands for the compressed form, too."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def is_good(self, tokens: Tokens, now: float) -> bool:
        """Whether nothing that it shows has changed."""
        return now < self.until and self.tokens == tuple(tokens.get(topic) for topic in self.topics)


class Making:
    """A page that one reader's thread makes while others wait for it."""

    def __init__(self, tokens: tuple[str | None, ...]) -> None:
        self.tokens = tokens
        self.done = threading.Event()
        self.kept: Kept | None = None


def _rule(path: str) -> Page | None:
    try:
        return settings.PAGES_KEPT.get(resolve(path).view_name)
    except Resolver404:
        return None


def _look(cookies: str) -> tuple[str, str] | None:
    """Language and theme; None when there is any other cookie than these: then it is somebody."""
    if not cookies:
        return settings.LANGUAGE_CODE, ""
    if len(cookies) > COOKIES_LONGEST:
        return None
    try:
        given = {name: morsel.value for name, morsel in SimpleCookie(cookies).items()}
    except CookieError:
        return None
    language, theme = given.pop(settings.LANGUAGE_COOKIE_NAME, ""), given.pop("theme", "")
    given.pop(settings.CSRF_COOKIE_NAME, None)  # left by a form; says nothing about whoever has it
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return None if given else (known, theme if theme in {"light", "dark"} else "")


def _end_of_day() -> float:
    """Pages speak of today: none outlives it."""
    tomorrow = clock.today() + timedelta(days=1)
    return datetime.combine(tomorrow, clock_time.min, timezone.get_current_timezone()).timestamp()


class PageCache:
    """The application behind its kept pages."""

    def __init__(self, application: Application, tokens: Callable[[], Tokens] | None = None) -> None:
        self.application = application
        self.tokens = tokens or Gathered(Reader())
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes_count = 0
        self._makings: dict[Key, Making] = {}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        found = self._find(environ)
        if found is None:
            return self.application(environ, start_response)
        key, kept, rule = found
        try:
            # Asked now, after the reader came, and before anything is made.
            tokens = self.tokens()
        except Exception:
            log.exception("page cache: the tokens could not be read")
            return self.application(environ, start_response)
        if kept is not None and kept.is_good(tokens, time.time()):
            return _give(kept, environ, start_response)
        return self._make(key, rule or _rule(key[0]), tokens, environ, start_response)

    def _find(self, environ: Environ) -> tuple[Key, Kept | None, Page | None] | None:
        """The key of the page that is asked for, and the page if it is kept; None for what is never kept."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in environ:
            return None
        look = _look(environ.get("HTTP_COOKIE", ""))
        if look is None:
            return None
        path, query = get_path_info(environ), environ.get("QUERY_STRING", "")
        scheme = environ.get("HTTP_X_FORWARDED_PROTO") == "https"
        about = (environ.get("HTTP_HOST", ""), "https" if scheme else "", *look)
        key = (path, query, *about)
        kept = self._pages.get(key)
        if kept is not None:
            return key, kept, None
        rule = _rule(path)
        ordered = rule.query(query) if rule else None
        if ordered is None:
            return None
        key = (path, ordered, *about)
        return key, self._pages.get(key), rule

    def _make(self, key: Key, rule: Page | None, tokens: Tokens, environ: Environ, start: Callable[..., Any]) -> Any:
        """Make the page, or wait for the thread that is making it of the same state."""
        if rule is None:
            return self.application(environ, start)
        wanted = tuple(tokens.get(topic) for topic in rule.topics)
        making, is_mine = self._join(key, wanted)
        if not is_mine:
            making.done.wait(MAKING_SECONDS)
            return _give(making.kept, environ, start) if making.kept else self.application(environ, start)
        try:
            head, headers, body = _ask(self.application, _plain(environ, key))
            if _is_to_keep(head, headers, body) and None not in wanted:
                making.kept = self._keep(key, rule, wanted, headers, body)
        finally:
            with self._lock:
                if self._makings.get(key) is making:
                    del self._makings[key]
            making.done.set()
        if making.kept:
            return _give(making.kept, environ, start)
        start(head, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _join(self, key: Key, wanted: tuple[str | None, ...]) -> tuple[Making, bool]:
        """The making of this state that is under way, or a new one, which is then ours to do."""
        with self._lock:
            making = self._makings.get(key)
            if making is not None and making.tokens == wanted:
                return making, False
            self._makings[key] = Making(wanted)
            return self._makings[key], True

    def _keep(
        self, key: Key, rule: Page, tokens: tuple[str | None, ...], headers: list[tuple[str, str]], body: bytes
    ) -> Kept:
        until = min(time.time() + rule.seconds, _end_of_day())
        staying = [(name, value) for name, value in headers if name.lower() not in PASSING]
        kept = Kept(tokens, rule.topics, until, staying, body)
        with self._lock:
            before = self._pages.pop(key, None)
            self._pages[key] = kept
            self._bytes_count += len(body) - (len(before.body) if before else 0)
            while self._bytes_count > MEMORY_BYTES:
                _, oldest = self._pages.popitem(last=False)
                self._bytes_count -= len(oldest.body)
        return kept


def _plain(environ: Environ, key: Key) -> Environ:
    """The request as anyone without an account would make it."""
    _path, query, _host, _scheme, language, theme = key
    cookies = f"{settings.LANGUAGE_COOKIE_NAME}={language}" + (f"; theme={theme}" if theme else "")
    kept = {name: value for name, value in environ.items() if name not in LEFT_OUT}
    return kept | {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "HTTP_COOKIE": cookies}


def _ask(application: Application, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
    heads: list[Any] = []
    parts: Any = application(environ, lambda *head: heads.append(head))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return heads[0][0], list(heads[0][1]), body


def _is_to_keep(head: str, headers: list[tuple[str, str]], body: bytes) -> bool:
    """A whole page that is the same for everybody."""
    said = {name.lower(): value for name, value in headers}
    is_private = re.search("no-store|private", said.get("cache-control", ""))
    return head.startswith("200") and "set-cookie" not in said and not is_private and len(body) <= PAGE_BYTES


def _give(kept: Kept, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [
        *kept.headers, ("ETag", kept.etag), ("Vary", "Accept-Encoding, Cookie"), ("Cache-Control", "no-cache"),
    ]  # fmt: skip
    if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [line for line in headers if line[0].lower() != "content-type"])
        return [b""]
    body = kept.body
    if GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body = kept.packed
        headers.append(("Content-Encoding", "gzip"))
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
