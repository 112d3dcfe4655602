"""A chair reports a meeting at 390 px without a network; it arrives once, and the officer above accepts it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE
from tests.house import House, house  # noqa: F401
from tests.kit import samples

pytestmark = [pytest.mark.journey]
FORM, TITLE = "/plans/activities/new/", "Phổ biến Hướng dẫn 12 ở tổ cắt"
DRAFTS = """() => new Promise((done) => { const asked = indexedDB.open("caunoi-reports", 1); asked.onsuccess = () => {
  const got = asked.result.transaction("drafts").objectStore("drafts").getAll(); got.onsuccess = () => done(got.result); }; })"""
# The same draft again, as if its answer had been lost on the way.
PUT_BACK = """(draft) => new Promise((done) => { const asked = indexedDB.open("caunoi-reports", 1); asked.onsuccess = () => {
  const work = asked.result.transaction("drafts", "readwrite"); work.objectStore("drafts").put(draft);
  work.oncomplete = () => done(); }; })"""
SIZES = f"""async () => {{ const drafts = await ({DRAFTS})(); const found = [];
  for (const file of drafts[0].files) {{ const p = await createImageBitmap(file.blob); found.push([p.width, p.height]); }}
  return found; }}"""


def ready(page: Page) -> None:
    page.locator("form[data-ready]").wait_for(state="attached")


def first_visit(page: Page) -> None:
    """Once with a network: the worker keeps the form, the phone learns what may be reported."""
    page.goto("/directives/")
    page.get_by_role("link", name=re.compile("Phổ biến Hướng dẫn số 12")).first.click()
    page.get_by_role("button", name="Xác nhận").first.click()
    page.goto(FORM)
    ready(page)
    kept_offline(page)


def kept_offline(page: Page) -> None:
    """The worker has the form, and this page is its."""
    page.evaluate("navigator.serviceWorker.ready.then((r) => r.active.state)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def photos(folder: Path) -> list[Path]:
    made = []
    for n, size in enumerate(((4000, 3000), (3000, 4000), (1200, 900))):
        path = folder / f"anh-{n + 1}.jpg"
        path.write_bytes(samples.picture("JPEG", size))
        made.append(path)
    return made


def write(page: Page, folder: Path) -> None:
    page.goto(FORM)
    ready(page)
    expect(page.get_by_role("status")).to_contain_text("Đang mất mạng")
    page.get_by_label("Hình thức").select_option("GROUP_MEETING")
    page.get_by_label("Đã làm việc gì").fill(TITLE)
    page.get_by_label("Ngày làm").fill(page.evaluate("new Date(Date.now() - 864e5).toISOString().slice(0, 10)"))
    page.get_by_label("Số lượt người dự").fill("64")
    page.get_by_role("group", name="Trả lời việc nào của chỉ đạo").get_by_role("checkbox").first.check()
    page.set_input_files("input[name=photos]", photos(folder))
    expect(page.locator("[data-file-list] li")).to_have_count(3)
    expect(page.locator("[data-kept]")).to_contain_text("Bản nháp giữ trên máy")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("status")).to_contain_text("Đang mất mạng")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_report_written_without_a_network_arrives_once(house: House, tmp_path: Path):  # noqa: F811
    page = house.page("minh", viewport=PHONE)
    phone = page.context
    first_visit(page)
    phone.set_offline(True)
    write(page, tmp_path)
    assert page.evaluate(SIZES) == [[1600, 1200], [1200, 1600], [1200, 900]]
    page.close()  # the tab is killed

    page = phone.new_page()
    page.goto(FORM)
    ready(page)
    draft = page.locator("[data-drafts] li")
    expect(draft).to_contain_text(TITLE)
    expect(draft).to_contain_text("3 tệp")
    expect(draft.get_by_text("Chờ mạng")).to_be_visible()
    phone.set_offline(False)
    page.goto(FORM)
    ready(page)
    key = page.evaluate(f"({DRAFTS})()")[0]["key"]
    # Nothing goes by itself, however long there is a network.
    page.wait_for_timeout(1500)
    expect(draft).to_contain_text(TITLE)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith(FORM)) as sent:
        page.get_by_role("button", name="Gửi bản nháp này").click()
    assert sent.value.status == 200
    page.wait_for_url(re.compile(r"/plans/activities/[0-9a-f-]{36}/"))
    where = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    send_again(page, where, key)
    page.goto("/plans/activities/")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(1)
    accept(house, page, where)


def send_again(page: Page, where: str, key: str) -> None:
    """The same draft, as if the first answer had never come: nothing new is written."""
    page.goto(FORM)
    ready(page)
    person = page.locator("form[data-report]").get_attribute("data-person")
    fields = {
        "form": ["GROUP_MEETING"], "title": ["Tên khác"], "happened_on": ["2026-01-05"], "attendance_count": ["9"],
        "unit": [page.evaluate("document.querySelector('[name=unit]').value")],
    }  # fmt: skip
    draft = {"key": key, "person": person, "post": FORM, "fields": fields, "files": [], "confirmed": [], "at": 1}
    page.evaluate(PUT_BACK, draft)
    page.reload()
    ready(page)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith(FORM)) as sent:
        page.get_by_role("button", name="Gửi bản nháp này").click()
    assert sent.value.status == 200
    page.wait_for_url(where)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def accept(house: House, chair: Page, where: str) -> None:  # noqa: F811
    officer = house.page("hoa")
    officer.goto("/plans/activities/review/")
    card = officer.locator("article", has_text=TITLE)
    for _turn in range(40):  # small pictures are made by the worker, a process each
        if card.get_by_role("img").count() == 3:
            break
        officer.wait_for_timeout(500)
        officer.reload()
    expect(card.get_by_role("img")).to_have_count(3)
    card.get_by_role("checkbox").check()
    officer.get_by_role("button", name="Duyệt", exact=True).click()
    expect(officer.get_by_role("status").or_(officer.get_by_text("Đã duyệt 1 báo cáo.")).first).to_be_visible()
    chair.goto(where)
    expect(chair.get_by_text("Đã duyệt").first).to_be_visible()
    chair.goto("/desk/")
    expect(chair.get_by_text("Báo việc đã làm")).to_have_count(0)


def test_nobody_elses_drafts_are_shown_after_signing_out(house: House):  # noqa: F811
    page = house.page("minh", viewport=PHONE)
    page.goto(FORM)
    ready(page)
    kept_offline(page)
    page.get_by_label("Đã làm việc gì").fill("Chỉ của Minh")
    expect(page.locator("[data-kept]")).to_contain_text("Bản nháp giữ trên máy")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.context.set_offline(True)
    page.goto(FORM)
    ready(page)
    expect(page.get_by_role("status")).to_contain_text("đăng nhập một lần")
    expect(page.locator("form[data-report]")).to_be_hidden()
    expect(page.get_by_text("Chỉ của Minh")).to_have_count(0)
    page.context.set_offline(False)
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "quang@mau.caunoi.example")
    page.fill("input[name=password]", "caunoi-mau-2026")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url("**/desk/")
    page.goto(FORM)
    ready(page)
    expect(page.locator("[data-drafts]")).to_be_hidden()
