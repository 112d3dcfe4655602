"""No key that opens a door reaches a log, whoever writes the line."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import SlugConverter

from caunoi.kit.http.logs import JsonFormatter

TOKEN = "Zx9-abc_DEF0123456789abcdefghijkl"
ADDRESSES = [
    f"/d/{TOKEN}/",
    f"/d/{TOKEN}",
    f"https://caunoi.example.vn/d/{TOKEN}/?next=1",
    f"/accounts/welcome/{TOKEN}/",
    f"/accounts/password/reset/key/1a-{TOKEN}/",
    f"/accounts/login/?next=/d/{TOKEN}/",
    f"/accounts/login/?next=%2Fd%2F{TOKEN}%2F",
    f"d/{TOKEN}/x",
    f"/m/{TOKEN}/",
    f"/o/{TOKEN}/",
    f"/plans/feeds/{TOKEN}/calendar.ics",
    f"/contests/papers/{TOKEN}/submit/",
    f"/notices/stop/7-{TOKEN}/EMAIL/feedback.answered/",
]


def line(message: str, *args: object, error: BaseException | None = None) -> str:
    trace = (type(error), error, None) if error else None
    return JsonFormatter().format(logging.LogRecord("test", logging.WARNING, "", 0, message, args, trace))


@pytest.mark.pure
@pytest.mark.parametrize("address", ADDRESSES)
def test_keys_are_taken_out_of_messages_and_traces(address: str):
    for written in (line("Gone: %s", address), line(f"Gone: {address}"), line("x", error=ValueError(f"'{address}'"))):
        assert TOKEN not in written
        assert "…" in json.loads(written)["message"] + json.loads(written).get("trace", "")


@pytest.mark.pure
@pytest.mark.parametrize(
    "address", ["/directives/01a2/", "/units/find/", "/files/abc-d/efg", "/accounts/password/reset/"]
)
def test_other_addresses_stay(address: str):
    assert json.loads(line("Not Found: %s", address))["message"] == f"Not Found: {address}"


@pytest.mark.door
@pytest.mark.parametrize("address", ADDRESSES[:1] + ADDRESSES[3:5])
def test_what_django_says_of_a_refused_request_holds_no_key(db: None, address: str):
    out, log = io.StringIO(), logging.getLogger("django")
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    log.addHandler(handler)
    try:
        status = Client(raise_request_exception=False).post(address, {"name": "a" * 999}).status_code
        Client().get(f"{address}nowhere")
    finally:
        log.removeHandler(handler)
    assert status
    assert TOKEN not in out.getvalue()
    assert "Not Found: " in out.getvalue()


@pytest.mark.pure
def test_django_has_no_handler_of_its_own():
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
    assert [handler for handler in logging.getLogger("django").handlers if not hasattr(handler, "records")] == []


# Codes that stand on posters and in lists.
PUBLIC = {"library:procedure", "library:mend_procedure", "open_short", "open311:service", "open311:token"}
NAMES = {"token", "key", "code"}


def with_keys(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Routes whose address holds what opens a door, with what may stand there."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from with_keys(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
            continue
        parts, kinds = entry.pattern.regex.groupindex, entry.pattern.converters
        keys = {part for part in parts if part in NAMES and not isinstance(kinds.get(part), SlugConverter)}
        if keys and f"{prefix}{entry.name}" not in PUBLIC:
            yield f"{prefix}{entry.name}", {part: TOKEN if part in keys else "1" for part in parts}


@pytest.mark.door
def test_no_route_that_carries_a_key_brings_it_into_a_log():
    """A new route with a token must be taken out of the logs, too."""
    found = dict(with_keys(get_resolver()))
    assert {
        "open_link",
        "open_member_link",
        "sign_meeting",
        "plans:feed",
        "notifications:stop",
        "contests:paper",
    } <= set(found)
    for name, given in found.items():
        assert TOKEN not in line("%s", reverse(name, kwargs=given)), name
