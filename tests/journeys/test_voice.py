"""A worker without an account, on a phone: send, suggestion seen, receipt; another device: question answered, reply read,
rated 2, reopened. And the same without JavaScript."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from caunoi.feedback.actions import ReplyDraft, accept_case, admit_case, ask_sender, assign_case, reply_case
from caunoi.feedback.choices import Outcome, State
from caunoi.feedback.models import Case, Rating
from caunoi.feedback.queries import likeness
from caunoi.kit import clock
from tests.browser import PHONE, is_ours
from tests.world import World

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STORY = "Tôi nộp hồ sơ khai sinh cho con ở một cửa xã Mỹ Đức, giấy hẹn ghi 5/11 mà đến nay chưa được trả."


@pytest.fixture
def device(browser: Browser, live_server: Any) -> Iterator[Any]:
    """`device()` is a phone that was never here before; `device(java_script_enabled=False)` an old one."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def fresh(**choices: Any) -> Page:
        choices.setdefault("viewport", PHONE)
        context = browser.new_context(base_url=live_server.url, locale="vi-VN", **choices)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda made: None if is_ours(made.url, live_server.url) else wrong.append(made.url))
        return page

    yield fresh
    for context in contexts:
        context.close()
    assert wrong == []


def go_on(page: Page) -> None:
    page.locator("main form button[value=next]").click()


def send(page: Page, *, is_typed: bool) -> str:
    """Through the wizard to the receipt; returns the code."""
    page.goto("/")
    page.get_by_role("link", name="Gửi phản ánh, kiến nghị").last.click()
    page.get_by_label("Kể lại việc bạn gặp").fill(STORY)
    go_on(page)
    page.locator("#id_body_q").fill("uy ban my duc")
    if not is_typed:
        page.get_by_role("button", name="Tìm").click()
    page.locator("#ds-body").get_by_text("Ủy ban nhân dân xã Mỹ Đức").click()
    go_on(page)
    go_on(page)
    assert page.get_by_role("heading", name="Có thể đã có người phản ánh việc này").is_visible()
    page.get_by_role("button", name="Khác, tôi gửi riêng").click()
    go_on(page)
    page.get_by_label("Chỉ dùng mã biên nhận").check()
    go_on(page)
    assert page.get_by_text("Công đoàn xã Mỹ Đức").is_visible()
    page.wait_for_timeout(3200)  # nobody reads the last page in less
    go_on(page)
    page.get_by_role("heading", name="Đã nhận phản ánh của bạn").wait_for()
    code = page.locator("#ma").get_attribute("data-code")
    assert code
    return code


@pytest.fixture
def suggested(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of the background is not at work here: it says what it would say."""
    found = [(world.voices.publication, 0.5)]
    monkeypatch.setattr("caunoi.feedback.web.public.wizard.alike_public", lambda *_args, **_named: found)
    assert callable(likeness.alike_public)


def handle(world: World, case: Case) -> Case:
    """The house does its part: sorted, assigned, accepted, a question."""
    cast, now = world.cast, clock.now()
    if case.state == State.SCREENING:
        case = admit_case(case=case, by=cast.hoa, at=now)
    case = assign_case(case=case, unit=cast.units["UB-MD"], by=cast.hoa, at=now)
    case = accept_case(case=case, has_no_conflict=True, by=cast.tuan, at=now)
    ask_sender(case=case, text="Bạn còn giữ giấy hẹn không?", by=cast.tuan, at=now)
    return case


def answer(world: World, case: Case) -> None:
    reply = ReplyDraft(
        text="Giấy đã trả ngày 18/11.", outcome=Outcome.DONE, missing_reason="Chưa có ảnh chụp biên nhận"
    )
    reply_case(case=Case.objects.get(pk=case.pk), draft=reply, by=world.cast.tuan, at=clock.now())


def follow(page: Page, code: str) -> None:
    page.goto("/feedback/follow/")
    page.get_by_label("Mã biên nhận").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Mở việc của tôi").click()


def rate_and_reopen(page: Page) -> None:
    page.get_by_role("radio", name="2 Không hài lòng").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    page.get_by_text("Đã ghi đánh giá.").wait_for()
    page.get_by_text("Chưa ổn, đề nghị mở lại").click()
    page.get_by_label("Điều gì chưa ổn?").fill("Chưa thấy ai trả giấy khai sinh cho tôi")
    page.get_by_role("button", name="Mở lại việc này").click()
    page.get_by_text("Đã mở lại.").wait_for()


@pytest.mark.parametrize("has_script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_voice_all_the_way_round(device: Any, world: World, suggested: None, has_script: bool):
    phone = device(java_script_enabled=has_script)
    code = send(phone, is_typed=has_script)
    case = Case.objects.get(text=STORY)
    assert case.state == (State.RECEIVED if has_script else State.SCREENING)
    with phone.expect_download() as slip:
        phone.get_by_role("button", name="Tải phiếu").click()
    assert slip.value.suggested_filename == "phieu.pdf"
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name="Xong, xem việc của tôi").click()
    phone.get_by_text(case.code).wait_for()
    case = handle(world, case)

    other = device(java_script_enabled=has_script)
    follow(other, code)
    assert other.get_by_text("Bạn còn giữ giấy hẹn không?").is_visible()
    other.get_by_label("Trả lời câu hỏi").fill("Tôi còn giữ, hẹn ngày 5/11")
    other.get_by_role("button", name="Gửi trả lời").click()
    other.get_by_text("Đã gửi. Người xử lý sẽ thấy lời này.").wait_for()
    answer(world, case)
    follow(other, code)
    assert other.get_by_text("Giấy đã trả ngày 18/11.").is_visible()
    rate_and_reopen(other)
    case.refresh_from_db()
    assert (Rating.objects.get().score, case.state, case.reopened_count) == (2, State.HANDLING, 1)
    assert code not in "".join(page.url for page in (phone, other))


def test_a_scanned_code_fills_the_field_and_leaves_the_address(device: Any, world: World):
    page = device()
    page.goto(f"/feedback/follow/#{world.voices.receipt}")
    page.wait_for_function("document.querySelector('[data-receipt]').value.length > 16")
    assert page.input_value("[data-receipt]") == world.voices.receipt
    assert page.url.endswith("/feedback/follow/")
    page.keyboard.press("Enter")
    page.get_by_text(world.voices.case.code).wait_for()


def test_a_draft_is_offered_again_and_goes_when_it_is_dropped(device: Any, world: World):
    page = device()
    page.goto("/feedback/send/")
    page.get_by_label("Kể lại việc bạn gặp").fill(STORY)
    page.get_by_text("Bản nháp giữ trên máy này lúc").wait_for()
    page.goto("/")
    page.goto("/feedback/send/")
    page.get_by_role("button", name="Viết tiếp").click()
    assert page.input_value("#id_text") == STORY
    page.goto("/feedback/send/")
    page.get_by_role("button", name="Xóa bản nháp").click()
    page.get_by_role("button", name="Viết tiếp").wait_for(state="hidden")
    page.goto("/feedback/send/")
    page.wait_for_timeout(300)
    assert not page.get_by_role("button", name="Viết tiếp").is_visible()
    assert Case.objects.filter(text=STORY).count() == 0


def test_a_line_that_breaks_at_sending_loses_nothing(device: Any, world: World, suggested: None):
    page = device()
    page.goto("/feedback/send/")
    page.get_by_label("Kể lại việc bạn gặp").fill(STORY)
    page.get_by_text("Bản nháp giữ trên máy này lúc").wait_for()
    page.context.set_offline(True)
    go_on(page)
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto("/feedback/send/")
    page.get_by_role("button", name="Viết tiếp").click()
    go_on(page)
    assert page.locator("#id_body_q").is_visible()


def test_back_on_the_phone_shows_the_page_before(device: Any, world: World):
    page = device()
    page.goto("/feedback/send/")
    page.get_by_label("Kể lại việc bạn gặp").fill(STORY)
    go_on(page)
    page.get_by_label("Tôi không rõ").check()
    go_on(page)
    page.locator("#id_place").wait_for()
    page.go_back()
    page.locator("#id_body_q").wait_for()
    page.get_by_label("Tôi không rõ").check()
    go_on(page)
    page.locator("#id_place").wait_for()


def test_leaving_keeps_nothing(device: Any, world: World):
    page = device()
    page.goto("/feedback/send/")
    page.get_by_label("Kể lại việc bạn gặp").fill(STORY)
    page.get_by_text("Bản nháp giữ trên máy này lúc").wait_for()
    page.get_by_role("link", name="Thoát, không lưu").click()
    # Not "**/": the page one leaves ends so too, and the next step would overtake the click.
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    page.goto("/feedback/send/")
    page.wait_for_timeout(300)
    assert not page.get_by_role("button", name="Viết tiếp").is_visible()


def test_a_name_typed_before_the_script_has_come_is_looked_for_when_it_comes(device: Any, world: World):
    page = device()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/picker*.js", hold)
    page.goto("/feedback/send/")
    page.get_by_label("Kể lại việc bạn gặp").fill(STORY)
    go_on(page)
    page.locator("#id_body_q").fill("my duc")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.locator("#ds-body").get_by_text("Ủy ban nhân dân xã Mỹ Đức").wait_for()
