"""Every page that a sender meets, also those that only a POST opens: readable by everybody, on the smallest phone too."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import DESK, PHONE
from tests.journeys.test_voice import STORY, device, go_on  # noqa: F401
from tests.test_look_journey import SMALLEST, TAGS, scrolls_sideways, violations
from tests.world import World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
COMPLAINT = "Tôi không đồng ý với quyết định số 12 xử phạt tôi, tôi khiếu nại quyết định này."
VIEWS = [(size, scheme) for size in (SMALLEST, PHONE, DESK) for scheme in ("light", "dark")]


class Looker:
    """Looks at the page and writes down what is wrong with it."""

    def __init__(self, page: Page, scheme: str) -> None:
        self.page, self.wrong = page, []
        # Only colours differ between the themes.
        kinds = {"light": {"type": "tag", "values": TAGS}, "dark": {"type": "rule", "values": ["color-contrast"]}}
        self.rules: dict[str, Any] = {"runOnly": kinds[scheme]}

    def look(self, name: str) -> None:
        found = violations(self.page, self.rules) + (["scrolls sideways"] if scrolls_sideways(self.page) else [])
        self.wrong += [f"{line} @ {name}" for line in found]


def through_the_wizard(page: Page, looker: Looker) -> None:
    page.goto("/feedback/send/")
    looker.look("story")
    page.locator("#id_text").fill(COMPLAINT)
    go_on(page)
    page.get_by_role("heading", name="Đúng cửa").wait_for()
    looker.look("doors")
    page.get_by_role("button", name="Sửa lời đã viết").click()
    page.locator("#id_text").fill("😀")
    go_on(page)
    page.locator(".errsum").wait_for()
    looker.look("error")
    page.locator("#id_text").fill(STORY)
    go_on(page)
    page.locator("#id_body_q").fill("my duc")
    page.locator("#ds-body .choice").first.click()
    looker.look("body")
    go_on(page)
    page.locator("#id_topic").wait_for()
    looker.look("more")
    go_on(page)
    page.get_by_role("heading", name="Có thể đã có người phản ánh việc này").wait_for()
    looker.look("alike")
    page.get_by_role("button", name="Khác, tôi gửi riêng").click()
    page.locator("#id_files").wait_for()
    looker.look("files")
    go_on(page)
    page.locator(".idform").wait_for()
    page.locator("[value=PUBLIC]").check()
    looker.look("identity")
    go_on(page)
    page.locator(".errsum").wait_for()
    looker.look("identity with errors")
    page.locator("[value=RECEIPT]").check()
    go_on(page)
    page.get_by_role("heading", name="Xem lại trước khi gửi").wait_for()
    looker.look("check")
    page.wait_for_timeout(3200)
    go_on(page)
    page.locator("#ma").wait_for()
    looker.look("receipt")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Xong, xem việc của tôi").click()
    page.locator(".thread").wait_for()
    looker.look("thread")


@pytest.mark.parametrize(("size", "scheme"), VIEWS, ids=[f"{size['width']} {scheme}" for size, scheme in VIEWS])
def test_the_pages_of_a_voice_can_be_read_by_everybody(
    device: Any,  # noqa: F811
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    size: dict[str, int],
    scheme: str,
):
    found = [(world.voices.publication, 0.5)]
    monkeypatch.setattr("caunoi.feedback.web.public.wizard.alike_public", lambda *_args, **_named: found)
    page = device(viewport=size, color_scheme=scheme)
    looker = Looker(page, scheme)
    through_the_wizard(page, looker)
    for name in ("follow/", "register/", "register/overdue/", f"register/{world.voices.publication.public_id}/"):
        page.goto(f"/feedback/{name}")
        looker.look(name)
    assert looker.wrong == []
