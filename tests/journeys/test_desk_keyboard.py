"""An officer sorts twenty cases with the keyboard only; then a case is merged, passed on, given more time, answered and
published with masks."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Page

from caunoi.feedback.actions import ask_extension, ensure_room, index_case, propose_case
from caunoi.feedback.choices import State
from caunoi.feedback.models import Case, Publication
from caunoi.kit import clock
from tests.browser import DESK, PHONE, axe_source
from tests.cast import Cast
from tests.feedback.deeds import AREA, answer, at_unit, send

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WHAT = (
    "khai sinh",
    "kết hôn",
    "tạm trú",
    "chứng thực",
    "sổ đỏ",
    "kinh doanh",
    "thai sản",
    "căn cước",
    "lệ phí",
    "khai tử",
)


@pytest.fixture
def begun(live_server: Any, cast: Cast) -> Cast:
    ensure_room(by=None, at=clock.now())
    for code in ("MD", "MD-1", "UB-MD"):
        cast.units[code].area_code = AREA
        cast.units[code].save(update_fields=["area_code"])
    for officer in (cast.hoa, cast.dung):
        Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return cast


def enter(page: Page, user: Any, url: str) -> None:
    """Become one of the cast: their session, as the sign-in page would have made it."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies["sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": url}])


def waiting(cast: Cast, n: int) -> list[Case]:
    cases = []
    for number in range(n):
        at = clock.now() - timedelta(hours=n - number)
        text = (
            f"Một cửa xã trả giấy {WHAT[number % 10]} chậm, hẹn {number + 3} ngày mà chưa có, phải đi lại {number} lần."
        )
        case = send(at=at, body=cast.units["UB-MD"], text=text).case
        index_case(case_id=case.pk)
        propose_case(case=case, by=None, at=at)
        cases.append(case)
    return cases


def fits(page: Page) -> None:
    """No sideways scrolling, and nothing for axe to say."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.evaluate(axe_source())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id))")
    assert found == []


def test_twenty_cases_are_sorted_with_the_keyboard_only(begun: Cast, live_server: Any, browser_page: Page):
    page, cases = browser_page, waiting(begun, 20)
    page.set_viewport_size(DESK)
    enter(page, begun.hoa, live_server.url)
    page.goto("/feedback/inbox/")
    fits(page)
    page.keyboard.press("p")
    page.wait_for_url("**/triage/")
    fits(page)
    for number, case in enumerate(cases):
        page.wait_for_selector(f"text={case.code}")
        if number == 1:
            page.keyboard.press("k")
            page.keyboard.press("4")
            page.keyboard.press("c")
        page.keyboard.press("a")
        page.wait_for_selector(f"text=Hoàn tác {case.code}")
    assert page.get_by_text("Không còn việc nào chờ phân loại").is_visible()
    assert Case.objects.filter(state=State.ASSIGNED, unit=begun.units["UB-MD"]).count() == 20
    second = Case.objects.get(pk=cases[1].pk)
    assert (second.kind, second.area, second.urgency) == ("RECOMMENDATION", "CIVIL_SERVICE", "COMPLEX")
    page.keyboard.press("z")
    page.wait_for_url("**/triage/?case=*")
    assert Case.objects.get(pk=cases[-1].pk).state == State.RECEIVED


def test_keys_rest_while_typing_and_can_be_switched_off(begun: Cast, live_server: Any, browser_page: Page):
    page, cases = browser_page, waiting(begun, 2)
    page.set_viewport_size(DESK)
    enter(page, begun.hoa, live_server.url)
    page.goto("/feedback/triage/")
    page.keyboard.press("u")
    page.keyboard.type(" a s")
    assert page.input_value("input[name=unit]").endswith(" a s")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.get_by_label("Bật phím một chữ cái").uncheck()
    page.keyboard.press("Escape")
    page.goto("/feedback/triage/")
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert Case.objects.get(pk=cases[0].pk).state == State.RECEIVED


def test_lists_are_walked_ticked_and_merged_by_keys(begun: Cast, live_server: Any, browser_page: Page):
    page, cases = browser_page, waiting(begun, 3)
    page.set_viewport_size(DESK)
    enter(page, begun.hoa, live_server.url)
    page.goto("/feedback/inbox/?tab=waiting")
    for key in ("j", "x", "j", "x", "m"):
        page.keyboard.press(key)
    page.fill("textarea[name=reason]", "Cùng một việc trả giấy chậm")
    page.get_by_role("button", name="Gộp vào đây").click()
    assert page.get_by_text("Đã làm 1 trên 1 việc.").is_visible()
    assert Case.objects.get(pk=cases[1].pk).merged_into_id == cases[0].pk


def test_passed_on_given_time_answered_and_published_with_masks(begun: Cast, live_server: Any, browser_page: Page):
    page, now = browser_page, clock.now()
    text = "Tôi là Nguyễn Thị Lan, số 0912 345 678. Một cửa xã trả giấy khai sinh chậm mười ngày."
    case = at_unit(begun, at=now - timedelta(days=2), text=text).case
    other = at_unit(begun, at=now - timedelta(days=2)).case
    ask_extension(case=case, days=5, reason="Cần phối hợp với công an xã", by=begun.tuan, at=now)
    page.set_viewport_size(DESK)
    home = f"/feedback/cases/{case.public_id}/"
    enter(page, begun.hoa, live_server.url)
    page.goto(home)
    fits(page)
    page.get_by_role("link", name="Quyết định gia hạn").click()
    page.get_by_label("Duyệt", exact=True).check()
    page.get_by_role("button", name="Ghi quyết định").click()
    assert page.get_by_text("5 ngày làm việc · Đã duyệt").is_visible()
    enter(page, begun.tuan, live_server.url)
    page.goto(f"/feedback/cases/{other.public_id}/transfer/")
    page.fill("input[name=unit]", "MD")
    page.fill("textarea[name=reason]", "Thuộc thẩm quyền công đoàn xã")
    page.get_by_role("button", name="Chuyển", exact=True).click()
    page.goto(home)
    page.get_by_role("link", name="Trả lời", exact=True).click()
    assert page.get_by_text("Có 1/6").is_visible()
    page.fill("textarea[name=text]", "Giấy khai sinh đã trả ngày 18/11.")
    page.fill("input[name=done]", "Đã trả giấy")
    page.fill("input[name=done_on]", "2026-11-18")
    page.fill("input[name=next_step]", "Không còn bước nào")
    assert page.get_by_text("Có 4/6").is_visible()
    fits(page)
    page.fill("textarea[name=missing_reason]", "Bản giấy lưu ở hồ sơ của xã")
    page.get_by_role("button", name="Gửi trả lời").click()
    page.wait_for_url(f"**{home}")
    enter(page, begun.hoa, live_server.url)
    page.goto(home)
    page.get_by_role("link", name="Công khai", exact=True).click()
    fits(page)
    page.get_by_role("button", name="Che và đọc lại").click()
    assert "[họ tên]" in page.input_value("textarea[name=question]")
    page.check("input[name=has_masks_confirmed]")
    page.check("input[name=is_understood]")
    fits(page)
    page.get_by_role("button", name="Công khai", exact=True).click()
    page.wait_for_url(f"**{home}")
    assert "0912" not in Publication.objects.get().question


def test_on_a_phone_the_first_case_is_near_the_top(begun: Cast, live_server: Any, browser_page: Page):
    page = browser_page
    waiting(begun, 3)
    case = at_unit(begun, at=clock.now()).case
    answer(case, begun, clock.now())
    page.set_viewport_size(PHONE)
    enter(page, begun.hoa, live_server.url)
    page.goto("/feedback/inbox/")
    box = page.locator("[data-row]").first.bounding_box()
    assert box is not None
    assert box["y"] < PHONE["height"] * 0.45
    for url in ("/feedback/inbox/", "/feedback/triage/", "/feedback/board/", f"/feedback/cases/{case.public_id}/"):
        page.goto(url)
        fits(page)
