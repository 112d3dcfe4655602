"""The device does its work in a real browser, beside the page, and the house takes it."""

import pytest
from playwright.sync_api import Page

from caunoi.kit.http import proof

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SOLVED = "input[data-solved]"


def test_the_device_solves_its_challenge_and_the_house_takes_it_once(browser_page: Page):
    browser_page.goto("/ui/")
    browser_page.wait_for_selector(SOLVED, state="attached")
    payload = browser_page.input_value("input[data-proof]")
    assert proof.is_solved(payload)
    assert not proof.is_solved(payload)


def test_a_form_sent_early_waits_for_the_work_and_then_goes(browser_page: Page, monkeypatch):
    monkeypatch.setattr(proof, "cost", lambda: 1_500_000)
    browser_page.goto("/ui/")
    browser_page.get_by_role("button", name="Gửi thử").click()
    browser_page.wait_for_url("**/ui/?opened=*")
    assert "proof=ey" in browser_page.url


def test_without_javascript_the_field_stays_empty_and_the_form_goes(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ui/")
    page.get_by_role("button", name="Gửi thử").click()
    assert "&proof=&website=" in page.url
    context.close()
