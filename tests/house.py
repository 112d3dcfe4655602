"""A whole house for journeys: a real server and worker on a home of their own, with the sample federation."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from tests import migrated
from tests.browser import DESK, is_ours

PASSWORD, DOMAIN = "caunoi-mau-2026", "mau.caunoi.example"
START_SECONDS = 30
RULE = "-" * 79  # between two mails of a file


@dataclass
class House:
    """Where it is, and what it has sent."""

    home: Path
    url: str
    browser: Browser
    options: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def caunoi(self, *args: str) -> str:
        """Run a command of the program in this house; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "caunoi", *args], env=self.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        """What the program needs to know."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAUNOI_", "DJANGO_"))}
        return kept | {
            "CAUNOI_HOME": str(self.home),
            "CAUNOI_IS_SAMPLE": "true",
            "CAUNOI_BASE_URL": self.url,
            "CAUNOI_EMAIL_URL": "folder://mail",
            "CAUNOI_QUIET_FROM_HOUR": "0",
            "CAUNOI_QUIET_UNTIL_HOUR": "0",
            "CAUNOI_LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
            **self.options,
        }

    def mails(self) -> list[EmailMessage]:
        """Everything sent so far; the folder holds one file a connection."""
        parts = [
            part for file in sorted((self.home / "mail").glob("*")) for part in file.read_text("utf-8").split(RULE)
        ]
        return [message_from_string(part.strip(), policy=policy.default) for part in parts if part.strip()]  # type: ignore[misc]

    def links_to(self, name: str) -> list[str]:
        """The personal links mailed to one of the cast, oldest first."""
        mine = [mail for mail in self.mails() if mail["To"] and mail["To"].startswith(f"{name}@")]
        texts = [mail.get_body(("plain",)).get_content() for mail in mine]  # type: ignore[union-attr]
        return [link for text in texts for link in re.findall(r"http\S+/d/\S+", text)]

    def wait_for_mail(self, name: str, count: int) -> str:
        """The newest of the personal links, once there are that many."""
        for _ in range(150):
            if len(links := self.links_to(name)) >= count:
                return links[-1]
            time.sleep(0.2)
        raise AssertionError(f"no {count} mails to {name}; there are {len(self.mails())} in all")

    def page(self, name: str = "", viewport: dict[str, int] = DESK) -> Page:
        """A page of one of the cast, signed in; without a name, of a person without an account."""
        context = self.browser.new_context(viewport=viewport, base_url=self.url, locale="vi-VN", accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on(
            "request", lambda asked: None if is_ours(asked.url, self.url) else self.wrong.append(f"asked {asked.url}")
        )
        if name:
            page.goto("/accounts/login/")
            page.fill("input[name=login]", f"{name}@{DOMAIN}")
            page.fill("input[name=password]", PASSWORD)
            page.get_by_role("button", name="Đăng nhập", exact=True).click()
            page.wait_for_url("**/desk/")
        return page


def bring_in(page: Page, file: Path) -> None:
    """Send a file to be read, wait for the worker, and open the screen where it is confirmed."""
    page.goto("/library/readings/")
    page.set_input_files("input[name=files]", file)
    page.get_by_role("button", name="Đọc tệp").click()
    for _ in range(40):
        if page.get_by_text("Chờ bạn xác nhận").count():
            break
        page.wait_for_timeout(400)
        page.reload()
    page.get_by_role("link", name=file.name).first.click()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str) -> None:
    for _ in range(START_SECONDS * 5):
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not start")


@contextmanager
def opened(browser: Browser, home: Path, **options: str) -> Iterator[House]:
    """A house with its server and worker running; an error on any page, or a request to elsewhere, fails at the end."""
    port = _free_port()
    made = House(home, f"http://localhost:{port}", browser, options)
    kept = migrated.place()
    if kept.is_file() and "CAUNOI_DATABASE_URL" not in options:
        home.mkdir(exist_ok=True)
        shutil.copyfile(kept, home / "caunoi.sqlite3")  # tests/conf/test_init.py makes one from nothing
    made.caunoi("init")
    made.caunoi("demo")
    command = [sys.executable, "-m", "caunoi", "serve", str(port), "--with-worker"]
    server = subprocess.Popen(command, env=made.environment())
    try:
        _wait(made.url)
        yield made
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert made.wrong == []


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for the tests of a file, as `make run` starts it."""
    with opened(browser, tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def fleet(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of a large federation: PostgreSQL, and the queue on Redis."""
    database, redis = os.environ.get("CAUNOI_TEST_DATABASE_URL"), os.environ.get("CAUNOI_TEST_REDIS_URL")
    if not (database and redis):
        if os.environ.get("CAUNOI_REQUIRE") == "all":
            pytest.fail("PostgreSQL and Redis are required")
        pytest.skip("no PostgreSQL and Redis (tools/services start)")
    server, name = database.rsplit("/", 1)[0], f"house_{os.getpid()}"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        options = {"CAUNOI_DATABASE_URL": f"{server}/{name}", "CAUNOI_QUEUE": "redis", "CAUNOI_REDIS_URL": redis}
        try:
            with opened(browser, tmp_path_factory.mktemp("fleet"), **options) as made:
                yield made
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
