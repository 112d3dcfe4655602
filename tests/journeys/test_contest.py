"""A contest on a phone: entered by typing the unit, every tick saved at once, the network gone and back, handed in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.house import House, house  # noqa: F401

pytestmark = [pytest.mark.journey]


def test_a_member_takes_the_sample_contest_at_390_pixels(house: House):  # noqa: F811
    page = house.page("lan", viewport=PHONE)
    page.goto("/contests/")
    page.get_by_role("link", name="Tìm hiểu cải cách hành chính năm 2026").click()
    page.get_by_role("link", name="Dự thi", exact=True).click()
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_role("button", name="Ghi tên").click()
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    groups = page.locator("fieldset")
    expect(groups).to_have_count(10)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(10:00|9:\d\d)$"))
    groups.nth(0).get_by_role("radio").first.check()
    expect(page.get_by_role("status")).to_have_text(re.compile("Đã lưu 1/10 câu"))
    page.context.set_offline(True)
    groups.nth(1).get_by_role("radio").first.check()
    expect(page.get_by_role("status")).to_have_text(re.compile("Chưa gửi được"))
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text(re.compile("^Đã lưu 2/10 câu"), timeout=20_000)
    page.reload()
    expect(groups.nth(1).get_by_role("radio").first).to_be_checked()
    for number in range(2, 10):
        groups.nth(number).get_by_role("radio").first.check()
    expect(page.get_by_role("status")).to_have_text(re.compile("Đã lưu 10/10 câu"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("alert").get_by_text("Ghi dự đoán của bạn rồi nộp bài.")).to_be_visible()
    page.get_by_label("Theo bạn, cuộc thi này có bao nhiêu lượt dự thi?").fill("1.200")
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Đúng \d+/10 câu"))
