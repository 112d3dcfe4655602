"""Talking with a service that the operator named in the options (a gateway of text messages, Zalo): its address is trusted
and may lie in the own network, unlike those that egress.py guards. https, or http on this machine only; no redirects; one kept
connection; a few seconds; not more than so much."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

ANSWER_MOST = 64 * 1024
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class PartnerProblem(OSError):  # noqa: N818 - as EgressProblem
    """No answer, or one that cannot be understood."""


class NotReached(PartnerProblem):
    """Nobody was there: nothing was handed over."""


@dataclass(frozen=True)
class Reply:
    """What the service said."""

    status: int
    headers: Mapping[str, str]
    content: dict[str, Any]

    @property
    def retry_after(self) -> int | None:
        """Seconds that the service wants to be left alone."""
        value = self.headers.get("retry-after", "")
        return min(int(value), 24 * 3600) if value.isascii() and value.isdigit() else None


def is_safe(url: str) -> bool:
    """Whether an address may carry a key: https, or http that does not leave this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)


class Partner:
    """One connection to one service, for one thread. Raises ValueError for an address that is not safe."""

    def __init__(self, url: str, *, seconds: float = 10) -> None:
        if not is_safe(url):
            raise ValueError(f"not an https address: {urlsplit(url).hostname}")
        parts = urlsplit(url)
        self._path = parts.path or "/"
        if parts.query:
            self._path += f"?{parts.query}"
        host = parts.hostname or ""
        self._connection: http.client.HTTPConnection = (
            http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=ssl.create_default_context())
            if parts.scheme == "https"
            else http.client.HTTPConnection(host, parts.port, timeout=seconds)
        )

    def post(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Hand something over. Raises NotReached, or PartnerProblem when the answer was lost."""
        if self._connection.sock is None:
            try:
                self._connection.connect()
            except OSError as error:
                raise NotReached(type(error).__name__) from error
        try:
            self._connection.request("POST", self._path, body, {"User-Agent": "caunoi", **headers})
            with self._connection.getresponse() as response:
                data = response.read(ANSWER_MOST)
                if response.read(1):
                    self._connection.close()
                lowered = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status, lowered, _content(data))
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise PartnerProblem(type(error).__name__) from error

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def _content(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = 10) -> Reply:
    """One request on a connection of its own."""
    partner = Partner(url, seconds=seconds)
    try:
        return partner.post(body, headers)
    finally:
        partner.close()
