"""The only way out to an address that somebody else wrote (SAFETY T13): https, to a host on a list, at an address that is
everybody's, straight to the address that was checked, no redirects, five seconds, and not more than so much."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

SECONDS = 5.0
CHUNK = 64 * 1024
# Addresses that carry another one inside.
TRANSLATED = (
    ip_network("64:ff9b::/96"),
    ip_network("64:ff9b:1::/48"),
    ip_network("2002::/16"),
    ip_network("2001::/32"),
)
Resolver = Callable[[str, int], list[str]]


class EgressProblem(Exception):  # noqa: N818 - why a thing was not fetched
    """REFUSED: it may not be asked for. FAILED: it was, and did not come. LARGE: more than may come."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_everybodys(text: str) -> bool:
    """Whether an address is global unicast, also when it hides in another one."""
    address: IPv4Address | IPv6Address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_everybodys(str(address.ipv4_mapped))
        if address.scope_id or any(address in network for network in TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


def _resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class _Straight(http.client.HTTPSConnection):
    """To the very address that was checked, under the host's name."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        with ExitStack() as stack:
            plain = stack.enter_context(socket.create_connection((self._address, self.port), SECONDS))
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
            stack.pop_all()


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Egress:
    """A way out to some hosts (`zdn.vn` allows it and what is under it). Tests give their own resolver and rule."""

    hosts: tuple[str, ...]
    most_bytes: int
    resolve: Resolver = _resolve
    is_allowed: Callable[[str], bool] = is_everybodys
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    port: int = 443

    def _target(self, url: str) -> tuple[str, str]:
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise EgressProblem("REFUSED") from error
        is_listed = any(host == known or host.endswith(f".{known}") for known in self.hosts)
        if (
            parts.scheme != "https"
            or parts.username
            or parts.password
            or port not in {None, self.port}
            or not is_listed
        ):
            raise EgressProblem("REFUSED")
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        if not path.isascii() or any(char <= " " for char in path):
            raise EgressProblem("REFUSED")
        return host, path

    def _address(self, host: str) -> str:
        try:
            found = self.resolve(host, self.port)
        except (OSError, UnicodeError) as error:
            raise EgressProblem("FAILED") from error
        if not found or not all(self.is_allowed(address) for address in found):
            raise EgressProblem("REFUSED")
        return found[0]

    def get(self, url: str) -> bytes:
        """What lies there. Raises EgressProblem."""
        host, path = self._target(url)
        connection = _Straight(host, self.port, self._address(host), self.context)
        try:
            connection.request("GET", path, headers={"User-Agent": "caunoi", "Accept-Encoding": "identity"})
            with connection.getresponse() as response:
                if response.status != 200:
                    raise EgressProblem("FAILED")
                return self._read(response)
        except (OSError, http.client.HTTPException) as error:
            raise EgressProblem("FAILED") from error
        finally:
            connection.close()

    def visits(self) -> Visits:
        """Several requests, each host over one connection."""
        return Visits(self)

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        until, parts, size = time.monotonic() + SECONDS, list[bytes](), 0
        while chunk := response.read1(CHUNK):
            size += len(chunk)
            if size > self.most_bytes:
                raise EgressProblem("LARGE")
            if time.monotonic() > until:
                raise EgressProblem("FAILED")
            parts.append(chunk)
        return b"".join(parts)


class Visits:
    """A way out that keeps its connections. For one thread; close it in the end."""

    def __init__(self, way: Egress) -> None:
        self._way = way
        self._open: dict[str, _Straight] = {}

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Hand over something that does no harm twice. Raises EgressProblem; any status is an answer, none is followed."""
        host, path = self._way._target(url)
        is_kept = host in self._open
        try:
            return self._once(host, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            if not is_kept:
                raise EgressProblem("FAILED") from error
        # A kept connection is closed by the other side at any moment: one more try, on a new one.
        try:
            return self._once(host, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            raise EgressProblem("FAILED") from error

    def _once(self, host: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        connection = self._open.get(host)
        if connection is None:
            connection = _Straight(host, self._way.port, self._way._address(host), self._way.context)
            self._open[host] = connection
        try:
            connection.request("POST", path, body, {"User-Agent": "caunoi", **headers})
            with connection.getresponse() as response:
                answer = Answer(
                    response.status,
                    {name.lower(): value for name, value in response.headers.items()},
                    self._way._read(response),
                )
        except (OSError, http.client.HTTPException, EgressProblem):
            self._drop(host)
            raise
        return answer

    def _drop(self, host: str) -> None:
        connection = self._open.pop(host, None)
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Hang up everywhere."""
        for host in list(self._open):
            self._drop(host)
