"""An article in a real browser: written, pasted from Word, given a picture, reviewed by a second person, put out, taken away."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE
from tests.house import House, house  # noqa: F401
from tests.kit.samples import picture
from tests.pure.pasted import FROM_WORD

pytestmark = pytest.mark.journey
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "một cửa");
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def write(page: Page) -> None:
    page.goto("/news/desk/write/")
    page.get_by_label("Tên bài").fill("Một cửa xã Mỹ Đức nhận hồ sơ trong ngày")
    expect(page.locator(".ProseMirror")).to_be_visible()
    page.get_by_role("textbox", name="Nội dung").click()
    page.evaluate(PASTE, FROM_WORD)
    expect(page.locator(".ProseMirror li")).to_have_count(3)
    expect(page.locator(".ProseMirror img")).to_have_count(0)


def add_picture(page: Page) -> None:
    photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(900, 600))}
    page.locator("[name=picture-file]").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="Gửi ảnh").click()
    expect(page.locator("[data-picture-said]")).to_contain_text("Ảnh cho thấy gì")
    page.get_by_label("Ảnh cho thấy gì").fill("Bộ phận một cửa xã Mỹ Đức")
    page.get_by_role("button", name="Gửi ảnh").click()
    page.get_by_role("button", name="Chèn vào bài").click()
    page.get_by_role("radio", name="Làm ảnh bìa").check()
    expect(page.locator(".ProseMirror figure img")).to_have_count(1)


def test_an_article_goes_out_through_two_people_and_comes_back(house: House):  # noqa: F811
    hoa, dung = house.page("hoa"), house.page("dung")
    write(hoa)
    add_picture(hoa)
    hoa.get_by_role("button", name="Lưu bản nháp").click()
    article = hoa.locator("article")
    expect(article.get_by_role("heading", name="Cách làm")).to_be_visible()
    expect(article.locator("ul > li > ol > li")).to_have_text("Bản giấy")
    expect(article.get_by_role("columnheader", name="Việc")).to_be_visible()
    expect(article.get_by_role("img", name="Bộ phận một cửa xã Mỹ Đức")).to_have_count(2)
    assert hoa.evaluate("localStorage.length") == 0
    hoa.get_by_role("button", name="Gửi duyệt").click()
    expect(hoa.get_by_text("Người khác của đơn vị hoặc cấp trên duyệt").first).to_be_visible()

    dung.goto("/news/desk/?state=IN_REVIEW")
    dung.get_by_role("link", name="Một cửa xã Mỹ Đức nhận hồ sơ").click()
    dung.get_by_role("button", name="Đồng ý đăng").click()
    dung.get_by_role("button", name="Đăng ngay").click()
    expect(dung.get_by_text("Đã đăng").first).to_be_visible()

    hoa.reload()
    hoa.get_by_text("Gỡ bài đang đăng").click()
    hoa.get_by_label("Lý do gỡ").fill("Giờ nhận hồ sơ ghi sai")
    hoa.get_by_role("button", name="Gỡ bài").click()
    expect(hoa.get_by_text("Giờ nhận hồ sơ ghi sai")).to_be_visible()


def test_what_was_typed_comes_back_on_the_same_device(house: House):  # noqa: F811
    page = house.page("hoa", PHONE)
    page.goto("/news/desk/write/")
    page.get_by_label("Tên bài").fill("Bài viết dở")
    expect(page.locator(".ProseMirror")).to_be_visible()
    page.get_by_role("textbox", name="Nội dung").press_sequentially("Chữ viết dở")
    expect(page.get_by_text(re.compile("Máy này đã giữ lúc"))).to_be_visible()
    page.goto("/news/desk/")
    page.goto("/news/desk/write/")
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.get_by_label("Tên bài")).to_have_value("Bài viết dở")
    expect(page.locator(".ProseMirror")).to_contain_text("Chữ viết dở")
