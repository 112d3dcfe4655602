"""A real browser for journeys; without one they are left out, and CI fails instead (CAUNOI_REQUIRE=all)."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CAUNOI_REQUIRE") == "all":
            pytest.fail("Chromium is required")
        pytest.skip("no Chromium on this machine")
    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(browser: Browser, live_server) -> Iterator[Page]:
    """A phone's page on the running house; any error on the page or a request to elsewhere fails the test."""
    context = browser.new_context(viewport=PHONE, base_url=live_server.url, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(8000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: wrong.append(request.url) if not is_ours(request.url, live_server.url) else None)
    yield page
    context.close()
    assert wrong == []


def is_ours(url: str, home: str) -> bool:
    """Whether an address stays in the house."""
    return url.startswith((home, "data:", "blob:"))


def axe_source() -> str:
    """The axe-core script that the package axe-playwright-python carries."""
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")
