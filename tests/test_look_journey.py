"""Main pages in a real browser, by the right person, on a phone and at a desk, in both themes, and without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from caunoi.directives.models import Acknowledgement
from tests.browser import DESK, PHONE, axe_source, is_ours
from tests.world import PASSWORD, World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(size, scheme) for size in (PHONE, DESK) for scheme in ("light", "dark")]
SMALLEST = {"width": 320, "height": 700}


def pages(world: World) -> dict[str, list[str]]:
    document, directive = f"/library/documents/{world.public.public_id}/", f"/directives/{world.directive.public_id}/"
    recipient = f"/directives/recipients/{world.recipient.public_id}/"
    unit, roster = f"/units/{world.cast.units['MD-1'].public_id}/", world.roster.public_id
    return {
        "an": [
            "/", "/library/documents/", document, f"{document}text/", "/search/?q=cai cach", "/units/", unit, "/directives/",
            directive, "/accounts/login/", "/accounts/signup/", f"/d/{world.token}/", f"/accounts/welcome/{world.welcome}/",
            "/ui/", "/mine/", "/audit/", "/accounts/password/reset/",
        ],
        "minh": [
            "/desk/", "/mine/", directive, f"{recipient}evidence/", f"{recipient}meeting/", f"{unit}members/",
            f"{unit}members/import/", f"{unit}members/import/{roster}/", "/notices/", "/accounts/me/", "/accounts/2fa/",
            "/accounts/password/change/", "/accounts/reauthenticate/", "/accounts/logout/",
        ],
        "hoa": [
            "/desk/", f"{directive}coverage/", "/library/readings/", f"/library/readings/{world.reading.public_id}/",
            f"/directives/issue/{world.private.public_id}/", "/units/reorganise/", "/units/reorganise/SPLIT/",
            f"{unit}people/", f"/directives/evidence/{world.evidence.public_id}/", "/units/import/",
            f"/directives/{world.quiet.public_id}/recipients/add/", "/accounts/second-factor/",
            f"/library/documents/{world.private.public_id}/mend/", "/feedback/statistics/", "/feedback/triage/model/",
        ],
    }  # fmt: skip


@pytest.fixture
def open_as(browser: Browser, live_server, world: World) -> Iterator[Any]:
    """`open_as("minh", PHONE)` is a browser signed in as Minh; what goes wrong on its pages is in `.wrong`."""
    contexts: list[BrowserContext] = []

    def open_page(name: str, size: dict[str, int], **choices: Any) -> tuple[Page, list[str]]:
        context = browser.new_context(viewport=size, base_url=live_server.url, locale="vi-VN", **choices)
        contexts.append(context)
        cookie = world.client(name).cookies.get("sessionid")
        if cookie:
            context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        page, wrong = context.new_page(), []
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(f"{line.text} {line.location}") if line.type == "error" else None)
        page.on("request", lambda made: None if is_ours(made.url, live_server.url) else wrong.append(made.url))
        return page, wrong

    yield open_page
    for context in contexts:
        context.close()


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    # At the end of the page nothing lies half under the dock, which axe would take for a small target.
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.evaluate(axe_source())
    found = page.evaluate("options => axe.run(document, options)", rules)["violations"]
    return [f"{row['id']}: {row['nodes'][0]['target']} {row['nodes'][0]['html'][:120]}" for row in found]


@pytest.mark.parametrize("name", ["an", "minh", "hoa"])
@pytest.mark.parametrize(("size", "scheme"), VIEWS, ids=[f"{size['width']} {scheme}" for size, scheme in VIEWS])
def test_pages_can_be_read_by_everybody(open_as, world: World, name: str, size: dict[str, int], scheme: str):
    page, wrong = open_as(name, size, color_scheme=scheme)
    # Only colours differ between the themes.
    only: Any = {"type": "tag", "values": TAGS} if scheme == "light" else {"type": "rule", "values": ["color-contrast"]}
    for url in pages(world)[name]:
        answer = page.goto(url)
        assert answer is not None
        wrong += [f"{answer.status}"] if answer.status != 200 else []
        wrong += ["scrolls sideways"] if scrolls_sideways(page) else []
        wrong += violations(page, {"runOnly": only})
        wrong[:] = [line if " @ " in line else f"{line} @ {url}" for line in wrong]
    assert wrong == []


@pytest.mark.parametrize("name", ["an", "minh", "hoa"])
def test_pages_fit_the_smallest_phone(open_as, world: World, name: str):
    page, wrong = open_as(name, SMALLEST)
    for url in pages(world)[name]:
        page.goto(url)
        wrong += [f"scrolls sideways: {url}"] if scrolls_sideways(page) else []
    assert wrong == []


def test_a_chair_acknowledges_by_link_without_javascript(open_as, world: World):
    page, wrong = open_as("an", PHONE, java_script_enabled=False)
    page.goto(f"/d/{world.token}/")
    page.get_by_role("button", name="Xác nhận đã nhận").click()
    assert page.get_by_role("status").get_by_text("đã xác nhận lúc").is_visible()
    assert Acknowledgement.objects.get(recipient=world.unanswered).channel == "LINK"
    assert wrong == []


def test_signing_in_and_the_menu_work_without_javascript(open_as, world: World):
    world.cast.users["minh"].set_password(PASSWORD)
    world.cast.users["minh"].save()
    page, wrong = open_as("an", PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_text("Mục lục").click()
    page.get_by_role("link", name="Đăng nhập").click()
    page.get_by_label("Thư điện tử hoặc số điện thoại").fill("minh@example.vn")
    page.get_by_label("Mật khẩu").fill("sai-mat-khau")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    assert page.title().startswith("Lỗi:")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    assert page.url.endswith("/desk/")
    assert wrong == []


def test_a_wrong_form_puts_the_reader_at_what_must_be_mended(open_as, world: World):
    page, _wrong = open_as("hoa", PHONE)
    page.goto(f"/units/{world.cast.units['MD-1'].public_id}/people/")
    page.get_by_label("Họ và tên").fill("Lê Văn An")
    page.get_by_role("button", name="Thêm và tạo đường dẫn").click()
    assert page.evaluate("document.activeElement.className").startswith("errsum")
    page.locator(".errsum a").first.click()
    assert page.evaluate("document.activeElement.name") == "phone"
    assert page.get_by_label("Họ và tên").input_value() == "Lê Văn An"


def test_a_printed_page_is_light_and_without_buttons(open_as, world: World):
    page, _wrong = open_as("hoa", DESK, color_scheme="dark")
    page.goto(f"/directives/{world.directive.public_id}/coverage/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()") == "#fff"
    assert not page.locator(".btn:visible, .rail:visible, .topbar:visible").count()
