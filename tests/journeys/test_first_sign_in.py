"""A new officer: invited, sets a password, must add a second factor, signs in with it, then with a passkey."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page

from tests.browser import DESK, PHONE
from tests.house import House, house  # noqa: F401

pytestmark = pytest.mark.journey
EMAIL, PASSWORD = "thu@congdoan.example", "Cầu Nối đến tận nơi 2026"


def code(secret: str) -> str:
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(page: Page) -> None:
    """E-mail and password."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


@pytest.fixture(scope="module")
def recovery_code(house: House) -> str:  # noqa: F811
    """Hoa makes Thu an officer of Mỹ Đức; Thu opens the link on her phone, sets up the six digits, keeps the codes."""
    hoa = house.page("hoa")
    hoa.goto("/units/find/?q=cong+doan+xa+my+duc")
    hoa.get_by_role("link", name="Công đoàn xã Mỹ Đức").click()
    hoa.get_by_role("link", name="Người phụ trách").click()
    hoa.fill("input[name=full_name]", "Ngô Thị Thu")
    hoa.fill("input[name=email]", EMAIL)
    hoa.select_option("select[name=role]", "OFFICER")
    hoa.locator("form:has(input[name=full_name]) button").click()
    link = hoa.locator("code").first.inner_text()
    thu = house.page(viewport=PHONE)
    thu.goto(link)
    thu.fill("input[name=new_password1]", PASSWORD)
    thu.fill("input[name=new_password2]", PASSWORD)
    thu.get_by_role("button", name="Đặt mật khẩu và vào").click()
    thu.wait_for_url("**/second-factor/")
    thu.goto("/desk/")
    assert thu.url.endswith("/second-factor/")
    thu.get_by_role("link", name=re.compile("Mã 6 số")).click()
    found = thu.input_value("#authenticator_secret")
    thu.fill("input[name=code]", code(found))
    thu.locator("form:has(input[name=code]) button[type=submit]").click()
    thu.wait_for_url("**/recovery-codes/**")
    codes = re.findall(r"\b[0-9a-f]{8}\b", thu.input_value("#recovery_codes"))
    assert len(codes) == 10
    thu.goto("/desk/")
    assert thu.get_by_role("heading", name=re.compile("Ngô Thị Thu")).is_visible()
    assert thu.goto(link).status == 410  # type: ignore[union-attr]
    return codes[0]


def test_a_password_alone_does_not_let_an_officer_in(house: House, recovery_code: str) -> None:  # noqa: F811
    page = house.page()
    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/**")
    page.goto("/desk/")
    assert "/accounts/login/" in page.url or "/2fa/authenticate/" in page.url


def test_a_passkey_opens_the_desk_without_a_password(house: House, recovery_code: str) -> None:  # noqa: F811
    page = house.page(viewport=DESK)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/**")
    page.fill("input[name=code]", recovery_code)
    page.locator("form:has(input[name=code]) button[type=submit]").first.click()
    page.wait_for_url("**/desk/")
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.fill("input[name=name]", "Máy của Thu")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile(r"/2fa/(webauthn/)?$"))
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/desk/")
    assert page.get_by_role("heading", name=re.compile("Ngô Thị Thu")).is_visible()
