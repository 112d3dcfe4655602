"""A year's plan all the way round: made in minutes, sent down, carried out by a grassroots union, and seen at every level up."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE
from tests.house import House, house  # noqa: F401
from tests.kit import samples

pytestmark = [pytest.mark.journey]
TITLE = "Nói chuyện ba thủ tục hay dùng ở xưởng may"


def standing(page: Page, address: str) -> tuple[float, int]:
    """What a plan's page says: the share done in per cent, and how many pieces of evidence were accepted."""
    page.goto(address)
    words = page.get_by_role("heading", name=re.compile("^Đã làm ")).inner_text()
    share = float(words.removeprefix("Đã làm ").removesuffix("%").replace(",", "."))
    count = re.search(r"([\d.]+) minh chứng được duyệt", page.locator("main").inner_text())
    assert count
    return share, int(count.group(1).replace(".", ""))


def own_plan(page: Page) -> str:
    page.goto("/plans/")
    row = page.get_by_role("row", name=re.compile("2026")).first
    return row.get_by_role("link").first.get_attribute("href") or ""


def meetings(page: Page) -> int:
    """How many union meetings the federation's indicators of the year count."""
    page.goto("/plans/indicators/?period=2026")
    row = page.get_by_role("row", name=re.compile("^Buổi sinh hoạt công đoàn"))
    return int(row.get_by_role("cell").first.inner_text().replace(".", ""))


def test_an_officer_plans_the_year_and_sends_it_down(house: House):  # noqa: F811
    dung = house.page("dung")
    dung.goto("/directives/")
    dung.get_by_role("link", name="Hướng dẫn số 12/HD-LĐLĐ").first.click()
    dung.get_by_role("link", name="Lập kế hoạch năm từ chỉ đạo này").click()
    dung.get_by_label("Năm").first.fill("2027")
    dung.get_by_role("button", name="Lập bản nháp").click()
    expect(dung.get_by_role("table").get_by_role("row")).to_have_count(1 + 12 + 3)
    dung.get_by_role("button", name="Trình duyệt").click()
    plan = dung.url

    second = house.page("quantri")
    second.goto(plan)
    second.get_by_role("link", name="Xem và quyết định").click()
    second.get_by_label("Duyệt xong thì giao ngay cho các đơn vị bên dưới").check()
    second.get_by_label("Cấp dưới trả lời trước ngày").fill("2027-12-31")
    second.get_by_role("button", name="Duyệt", exact=True).click()
    expect(second.get_by_text("Đã duyệt").first).to_be_visible()

    minh = house.page("minh", viewport=PHONE)
    for _turn in range(60):  # drafts are made from the event, a thousand units at a time
        minh.goto("/plans/")
        if minh.get_by_role("row", name=re.compile("2027")).count():
            break
        minh.wait_for_timeout(250)
    minh.get_by_role("row", name=re.compile("2027")).get_by_role("link").first.click()
    minh.get_by_role("button", name="Nhận nguyên văn").click()
    expect(minh.get_by_text("Đã duyệt, đang thực hiện").first).to_be_visible()
    dung.goto(f"{plan}followers/")
    expect(dung.get_by_text(re.compile("Nhận nguyên văn")).first).to_be_visible()


def test_a_meeting_at_the_bottom_moves_every_level_above(house: House):  # noqa: F811
    minh, hoa, dung = house.page("minh", viewport=PHONE), house.page("hoa"), house.page("dung")
    lower, middle, upper = own_plan(minh), own_plan(hoa), own_plan(dung)
    minh.goto(lower)
    minh.get_by_role("button", name="Nhận nguyên văn").click()
    expect(minh.get_by_text("Đã duyệt, đang thực hiện").first).to_be_visible()
    before = [standing(minh, lower), standing(hoa, middle), standing(dung, upper)]
    counted = meetings(dung)

    minh.goto("/plans/activities/new/")
    minh.locator("form[data-ready]").wait_for(state="attached")
    minh.get_by_label("Hình thức").select_option("GROUP_MEETING")
    minh.get_by_label("Đã làm việc gì").fill(TITLE)
    minh.get_by_label("Số lượt người dự").fill("30")
    minh.get_by_role("group", name=re.compile("kế hoạch")).get_by_role("checkbox").first.check()
    photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": samples.picture("JPEG", (900, 600))}
    minh.set_input_files("input[name=photos]", photo)  # type: ignore[arg-type]
    minh.get_by_role("button", name="Gửi báo cáo").click()
    minh.wait_for_url(re.compile(r"/plans/activities/[0-9a-f-]{36}/"))
    minh.goto("/plans/activities/new/")
    minh.locator("form[data-ready]").wait_for(state="attached")
    expect(minh.locator("[data-drafts]")).to_be_hidden()  # what has arrived is no draft any more

    hoa.goto("/plans/activities/review/")
    hoa.locator("article", has_text=TITLE).get_by_role("checkbox").check()
    hoa.get_by_role("button", name="Duyệt", exact=True).click()
    expect(hoa.get_by_text("Đã duyệt 1 báo cáo.")).to_be_visible()

    after = [standing(minh, lower), standing(hoa, middle), standing(dung, upper)]
    assert [now[1] for now in after] == [then[1] + 1 for then in before]
    assert after[0][0] > before[0][0]
    assert all(now[0] >= then[0] for now, then in zip(after, before, strict=True))
    for _turn in range(40):  # sums follow the decision
        if meetings(dung) == counted + 1:
            break
        dung.wait_for_timeout(250)
    assert meetings(dung) == counted + 1
    dung.get_by_role("link", name=re.compile("^Buổi sinh hoạt công đoàn")).click()
    expect(dung.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    dung.goto("/plans/indicators/?period=2026")
    paper = dung.request.get(dung.get_by_role("link", name="In PDF").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")
