"""A phone sends a photo in pieces over a line that breaks, and the form that follows carries only the key to it."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page

from caunoi.kit.files import doors, store, uploads
from caunoi.kit.files.models import StoredFile, Upload
from tests.kit import samples, sounds

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KEPT = "[data-upload-list] input[name=upload]"


@pytest.fixture
def rough_page(browser, live_server):
    """A page on which answers may go wrong, which the browser notes as errors."""
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")
    yield context.new_page()
    context.close()


def choose(page: Page, name: str, data: bytes, kind: str) -> None:
    page.goto("/ui/")
    page.set_input_files("#id_files", {"name": name, "mimeType": kind, "buffer": data})


def test_a_large_photo_is_made_smaller_on_the_phone_and_sent(browser_page: Page):
    choose(browser_page, "IMG_1.jpg", samples.picture("JPEG", (5000, 2500)), "image/jpeg")
    browser_page.wait_for_selector(KEPT, state="attached")
    with Image.open(io.BytesIO(store.read(StoredFile.objects.get()))) as image:
        assert image.size == (2560, 1280)
    assert browser_page.input_value("#id_files") == ""


def test_a_line_that_breaks_is_taken_up_where_it_broke(rough_page: Page, monkeypatch):
    monkeypatch.setattr(uploads, "PIECE_BYTES", 2000)
    data = sounds.wav()
    broken: list[str] = []

    def meddle(route) -> None:
        if len(broken) < 2 and route.request.headers.get("upload-offset") == "4000":
            broken.append("the answer is lost" if broken else "the piece is lost")
            if len(broken) == 2:
                route.fetch()
            route.fulfill(status=502, body="")
        else:
            route.continue_()

    rough_page.route("**/files/uploads/piece/", meddle)
    choose(rough_page, "ghi-am.wav", data, "audio/wav")
    rough_page.wait_for_selector(KEPT, state="attached", timeout=15_000)
    assert broken == ["the piece is lost", "the answer is lost"]
    assert store.read(StoredFile.objects.get()) == data


def test_a_file_that_is_refused_says_why_in_its_place(rough_page: Page):
    with rough_page.expect_response("**/piece/"):
        choose(rough_page, "anh.jpg", samples.PROGRAM, "image/jpeg")
    rough_page.get_by_text("Không nhận loại tệp này").wait_for()
    assert Upload.objects.filter(file__isnull=False).count() == 0


def test_a_file_can_be_taken_out_again(browser_page: Page, monkeypatch):
    monkeypatch.setattr(doors, "STARTS", doors.Bucket("journey", per_hour=60, burst=9))
    choose(browser_page, "a.pdf", samples.pdf(), "application/pdf")
    with browser_page.expect_response("**/discard/"):
        browser_page.get_by_role("button", name="Bỏ tệp này").click()
    assert browser_page.query_selector(KEPT) is None
