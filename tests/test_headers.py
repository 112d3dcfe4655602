"""What every answer says to browsers, caches and search engines, whatever the address and whoever asks (SAFETY S-HDR)."""

import re
from typing import Any

import pytest
from django.http import HttpResponse

from tests.test_policy import POLICY, address, objects
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.pages]
# What search engines may keep, asked without an account: the register, and what the union publishes.
OPEN_TO_SEARCH = frozenset(
    {
        "feedback:register", "feedback:publication", "feedback:overdue", "feedback:feed", "library:document",
        "library:documents", "organisations:calendars", "organisations:units", "portal:home",
        "newsroom:articles", "newsroom:article", "newsroom:article_card", "newsroom:feed", "newsroom:progress",
        "newsroom:series", "open_short", "portal:robots", "portal:sitemap", "portal:sitemap_part",
        "library:document_text", "library:procedures", "library:procedure", "library:browse",
    }
)  # fmt: skip
POLICY_OF_CONTENT = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "frame-ancestors": "'none'",
    "base-uri": "'none'", "object-src": "'none'", "form-action": "'self'",
}  # fmt: skip
# A file of somebody is shown in a box of its own, where nothing runs.
POLICY_OF_FILES = {"sandbox": "", "default-src": "'none'"}
# Steps of a form: "back" on a phone shows the page again, which this device alone keeps and asks about each time.
BACK_WITHOUT_ASKING = frozenset({"feedback:send", "feedback:join_petition"})
NO_STORE = {"no-store", "private, no-store", "max-age=0, no-cache, no-store, must-revalidate, private"}
# Pictures of articles stay for five minutes, those of a branch on the reader's device alone.
PICTURES = frozenset({"newsroom:picture", "newsroom:picture_at"})
KEPT_A_WHILE = {"public, max-age=300", "private, max-age=300"}
# Where the house's icon lies is nobody's secret.
ICONS = frozenset({"kit:favicon"})
KEPT = {False: NO_STORE, True: NO_STORE | {"private, no-cache"}}
ALWAYS = {
    "X-Content-Type-Options": {"nosniff"}, "X-Frame-Options": {"DENY"},
    "Referrer-Policy": {"same-origin"}, "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
}  # fmt: skip
NOINDEX = re.compile(r'<meta name="robots" content="noindex')


def answers(world: World, name: str) -> list[tuple[str, HttpResponse]]:
    """Every address that the policy names, asked by one of the cast."""
    client, given = world.client(name), objects(world)
    asked = [(route, entry) for route, entries in POLICY.items() for entry in entries]
    found = [(route, client.get(address(route, given[entry.get("of", "")]))) for route, entry in asked]
    for _route, response in found:
        if response.streaming:  # read to its end, which closes the file
            b"".join(response.streaming_content)
    return found


def content_policy(response: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers.get("Content-Security-Policy", "").split(";"))
    return {name: value for name, _, value in parts}


def wrong_of(route: str, response: HttpResponse, *, is_known: bool) -> list[str]:
    said, wrong = response.headers, []
    wrong += [f"{route}: {name}: {said.get(name)}" for name, value in ALWAYS.items() if said.get(name) not in value]
    policy = content_policy(response)
    wanted = POLICY_OF_FILES if "sandbox" in policy else POLICY_OF_CONTENT
    wrong += [f"{route}: {name} {policy.get(name)}" for name, value in wanted.items() if policy.get(name) != value]
    wrong += [f"{route}: {word}" for word in ("unsafe-inline", "unsafe-eval") if word in str(policy)]
    wrong += [f"{route}: {name} is told" for name in ("Server", "X-Powered-By") if name in said]
    kept = KEPT_A_WHILE | NO_STORE if route in PICTURES else KEPT[route in BACK_WITHOUT_ASKING]
    kept = {"public, max-age=86400"} if route in ICONS else kept
    if is_known and said.get("Cache-Control", "") not in kept:
        wrong.append(f"{route}: may be kept: {said.get('Cache-Control')}")
    # A piece of a page has no head.
    is_html = "<html" in response.content.decode(errors="replace")[:200] if not response.streaming else False
    if is_html and route not in OPEN_TO_SEARCH and not NOINDEX.search(response.content.decode()):
        wrong.append(f"{route}: may be indexed")
    if is_known and "noindex" not in said.get("X-Robots-Tag", ""):
        wrong.append(f"{route}: no X-Robots-Tag")
    return wrong


@pytest.mark.parametrize("name", ["an", "lan", "hoa", "tuan"])
def test_every_answer_has_its_headers(world: World, name: str):
    found = answers(world, name)
    assert len(found) > 60
    wrong = [line for route, response in found for line in wrong_of(route, response, is_known=name != "an")]
    assert not wrong, "\n".join(wrong)


def test_no_cookie_lies_open(world: World):
    client: Any = world.client("an")
    client.get("/feedback/send/")
    client.post("/accounts/login/", {"login": "lan@example.vn", "password": "x"})
    assert [name for name, cookie in client.cookies.items() if not cookie["httponly"] or not cookie["samesite"]] == []
