"""The main job, all the way round: a document goes in, reaches a union, is acknowledged, and its reach is proven."""

import hashlib
import re
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import Page

from tests.browser import PHONE
from tests.house import House, bring_in, house  # noqa: F401

pytestmark = pytest.mark.journey
GUIDANCE = Path(__file__).with_name("guidance.txt")
TITLE = "Tuyên truyền cải cách hành chính, đợt cuối năm"


def levels(page: Page) -> dict[str, str]:
    """The four figures of the span strip as people read them: label to n/N."""
    text = re.sub(r"\s+", " ", page.locator(".spans").first.inner_text())
    return {
        label: re.sub(" ", "", found.group(1))
        for label in ("Đã chuyển đến", "Đã mở xem", "Đã xác nhận", "Đã thực hiện")
        if (found := re.search(rf"{label} (\d+ ?/ ?\d+)", text))
    }


@pytest.fixture(scope="module")
def issued(house: House) -> str:  # noqa: F811
    """Dũng brings the document in, confirms what the machine read, and issues it. Returns the coverage address."""
    page = house.page("dung")
    bring_in(page, GUIDANCE)
    assert page.input_value("input[name=symbol]") == "34/HD-LĐLĐ"
    assert page.input_value("input[name=issued_on]") == "2026-11-02"
    assert page.input_value("input[name=type_name]") == "Hướng dẫn"
    page.get_by_role("button", name="Đúng, đưa vào thư viện").click()
    page.get_by_role("link", name="Giao văn bản này").click()
    page.fill("input[name=title]", TITLE)
    page.fill("input[name=due_on]", "2027-12-20")
    page.get_by_role("button", name="Xem trước nơi nhận").click()
    page.get_by_role("button", name="Giao cho 240 đơn vị").click()
    page.wait_for_url("**/coverage/")
    address = page.url
    page.context.close()
    return address


def test_a_chair_acknowledges_by_the_mailed_link_on_a_phone_without_an_account(house: House, issued: str) -> None:  # noqa: F811
    link = house.wait_for_mail("minh", 1)
    page = house.page(viewport=PHONE)
    page.goto(link)
    page.get_by_role("button", name="Xác nhận").first.click()
    assert page.get_by_text("Đã ghi nhận.").is_visible()
    page.goto(link)
    assert page.get_by_text("Đã xác nhận").first.is_visible()
    assert page.get_by_role("button", name="Xác nhận").count() == 0
    officer = house.page("hoa")
    officer.goto(issued)
    assert levels(officer)["Đã xác nhận"] == "1/30"


def test_an_officer_enters_a_meeting_from_its_sign_in_sheet(house: House, issued: str, tmp_path: Path) -> None:  # noqa: F811
    Image.new("RGB", (600, 400), "white").save(tmp_path / "sheet.jpg")
    page = house.page("hoa")
    page.goto(issued)
    before = levels(page)["Đã xác nhận"]
    page.get_by_role("link", name="Nhập hộ từ giấy").first.click()
    page.fill("input[name=met_on]", "2026-11-20")
    page.fill("input[name=attendance_count]", "35")
    page.set_input_files("input[name=sheet]", tmp_path / "sheet.jpg")
    page.get_by_role("button", name="Ghi xác nhận").click()
    page.wait_for_url("**/coverage/**")
    assert levels(page)["Đã xác nhận"] == f"{int(before.split('/')[0]) + 1}/30"


def test_who_is_missing_is_reminded_once_a_day(house: House, issued: str) -> None:  # noqa: F811
    page = house.page("hoa")
    page.goto(issued)
    page.get_by_role("button", name=re.compile(r"^Nhắc \d+ đơn vị$")).click()
    assert page.get_by_text(re.compile(r"Đã nhắc \d+ đơn vị")).is_visible()
    page.get_by_role("button", name=re.compile(r"^Nhắc \d+ đơn vị$")).click()
    assert page.get_by_text("Không có đơn vị nào để nhắc").is_visible()


def test_the_minutes_and_the_spreadsheet_carry_the_figures_of_the_page(
    house: House,  # noqa: F811
    issued: str,
    tmp_path: Path,
) -> None:
    page = house.page("hoa")
    page.goto(issued)
    figures = levels(page)
    page.get_by_role("button", name="Lập biên bản độ phủ").click()
    with page.expect_download() as word:
        page.get_by_role("link", name="DOCX").first.click()
    word.value.save_as(tmp_path / "minutes.docx")
    shown_hash = page.locator("aside code").first.inner_text()
    document = Document(str(tmp_path / "minutes.docx"))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert [row[1] for row in cells if row[0] == "Đã xác nhận"] == [figures["Đã xác nhận"]]
    assert any(shown_hash in paragraph.text for paragraph in document.paragraphs)
    assert len(shown_hash) == hashlib.sha256().digest_size * 2
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Tải Excel").click()
    sheet.value.save_as(tmp_path / "coverage.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "coverage.xlsx").worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 31
    assert sum(1 for row in rows[1:] if row[5]) == int(figures["Đã xác nhận"].split("/")[0])


def test_after_a_merger_the_tree_changes_and_the_old_coverage_does_not(house: House, issued: str) -> None:  # noqa: F811
    page = house.page("dung")
    page.goto(issued)
    before = page.locator("tbody").inner_text(), levels(page)
    assert "Công đoàn xã Mỹ Đức" in before[0]
    page.goto("/units/find/?q=cong+doan+xa+my+duc")
    page.get_by_role("link", name="Công đoàn xã Mỹ Đức").click()
    unit = page.url
    page.get_by_role("link", name="Sắp xếp đơn vị này").click()
    page.get_by_role("link", name="Sáp nhập").click()
    page.fill("textarea[name=successors]", "Công đoàn xã Hương Sơn")
    page.fill("input[name=decision]", "45/QĐ-LĐLĐ")
    page.get_by_role("button", name="Xem trước bàn giao").click()
    assert page.get_by_text("Sẽ bàn giao").is_visible()
    page.get_by_role("button", name="Xác nhận sắp xếp").click()
    page.goto(unit)
    assert page.get_by_text("Đơn vị đã kết thúc hoạt động").is_visible()
    page.goto(f"{unit}?on=2026-06-30")
    assert page.get_by_text("Đơn vị trực thuộc (30)").is_visible()
    page.goto(issued)
    assert (page.locator("tbody").inner_text(), levels(page)) == before
    page.get_by_role("link", name="Sơ đồ hiện nay").click()
    assert "Công đoàn xã Mỹ Đức" not in page.locator("tbody").inner_text()


def test_the_chain_of_the_log_is_whole_after_all_of_it(house: House, issued: str) -> None:  # noqa: F811
    printed = house.caunoi("check", "--development", "--audit")
    assert "All is well" in printed
    assert int(re.search(r"audit: (\d+) rows sealed, 0 waiting", printed).group(1)) > 10  # type: ignore[union-attr]
