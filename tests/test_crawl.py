"""Each of the cast follows every link from the first pages: none is dead, none is slow, none is broken inside."""

from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.cast import NAMES
from tests.pages import Page
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.pages]
STARTS = ("/", "/desk/")
# The same screen with other filters and branches is tried this often.
VARIANTS, QUERIES_MOST = 12, 34


def within(base: str, href: str) -> str:
    """The internal address that a link leads to, without its fragment; empty for others."""
    url = urlsplit(urljoin(base, href))
    is_ours = url.netloc in {"", "testserver"} and url.scheme in {"", "http"} and not url.path.startswith("/static/")
    return url._replace(scheme="", netloc="", fragment="").geturl() if is_ours and not href.startswith("#") else ""


class Walker:
    """One person's walk through the house."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.seen = set(STARTS)
        self.waiting = deque((start, "") for start in STARTS)
        self.tried = Counter[str]()
        self.wrong: list[str] = []

    def walk(self) -> list[str]:
        """What is wrong with the pages that can be reached."""
        while self.waiting:
            url, origin = self.waiting.popleft()
            view = resolve(urlsplit(url).path).view_name
            self.tried[view] += 1
            if self.tried[view] <= VARIANTS:
                self.open(url, origin)
        return self.wrong

    def open(self, url: str, origin: str) -> None:
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(url)
        answered = (
            response.status_code if response.status_code != 302 else self.client.get(url, follow=True).status_code
        )
        if answered != 200:
            self.wrong.append(f"{answered} {url} from {origin}")
        if len(queries) > QUERIES_MOST:
            self.wrong.append(f"{len(queries)} queries for {url}")
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            self.read(url, response.content.decode())
        if response.streaming:
            b"".join(response.streaming_content)

    def read(self, url: str, html: str) -> None:
        page = Page(html)
        self.wrong += [f"{problem} on {url}" for problem in page.problems()]
        for target in filter(None, (within(url, href) for href in page.links)):
            if target not in self.seen:
                self.seen.add(target)
                self.waiting.append((target, url))


@pytest.mark.parametrize("name", NAMES)
def test_no_link_is_dead(world: World, name: str):
    walker = Walker(world.client(name))
    assert walker.walk() == []
    assert len(walker.tried) > 8
