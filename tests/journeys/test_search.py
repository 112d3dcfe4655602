"""A member, the public and an officer search on a phone: each finds the number and the clause, and only what is theirs."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE
from tests.house import House, house  # noqa: F401
from tests.test_look_journey import TAGS, scrolls_sideways, violations

pytestmark = pytest.mark.journey
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
INNER = "Kế hoạch giám sát, phản biện nội bộ"


def ask(page: Page, words: str) -> None:
    page.goto("/search/")
    page.get_by_role("combobox").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    assert violations(page, RULES) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(("name", "sees_inner"), [("", False), ("lan", False), ("dung", True)])
def test_each_finds_the_number_and_the_clause_and_only_theirs(house: House, name: str, sees_inner: bool):  # noqa: F811
    page = house.page(name, PHONE)
    ask(page, "12/HD-LĐLĐ")
    first = page.locator("main .list > li").first
    expect(first).to_contain_text("Đúng số bạn tìm")
    expect(first).to_contain_text("Thông tin, tuyên truyền cải cách hành chính")
    ask(page, "giam sat phan bien")
    expect(page.get_by_text(INNER)).to_have_count(int(sees_inner))
    page.get_by_role("link", name="Điều 1. Giám sát và phản biện xã hội, khoản 1").first.click()
    page.wait_for_url("**?clause=dieu-1.khoan-1*")
    expect(page.locator("[id='dieu-1.khoan-1']")).to_be_in_viewport()


def test_suggestions_come_while_one_types_and_are_chosen_by_keys(house: House):  # noqa: F811
    page = house.page("", PHONE)
    page.goto("/search/")
    box = page.get_by_role("combobox")
    box.press_sequentially("quy che giam")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    assert violations(page, RULES) == []
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url("**/library/documents/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quy chế giám sát")


def test_a_question_without_an_answer_becomes_a_letter(house: House):  # noqa: F811
    page = house.page("", PHONE)
    ask(page, "giá vé xe buýt ban đêm")
    page.get_by_role("button", name="Viết thành câu hỏi").click()
    expect(page.locator("#id_text")).to_have_value("giá vé xe buýt ban đêm")


def test_a_mended_title_is_found_within_two_seconds(house: House):  # noqa: F811
    page = house.page("dung", PHONE)
    ask(page, "12/HD-LĐLĐ")
    page.locator("main .list > li a").first.click()
    page.get_by_role("link", name="Sửa thông tin").click()
    page.get_by_label("Tên văn bản").fill("Hướng dẫn về ngày hội tiếp dân lưu động")
    page.locator("main form button.btn").last.click()
    page.wait_for_url("**/library/documents/*/")
    page.wait_for_timeout(2_000)
    ask(page, "ngày hội tiếp dân lưu động")
    expect(page.locator("main .list > li").first).to_contain_text("12/HD-LĐLĐ")
