"""Signing in, the welcome link and consent: wrong words are answered kindly, and deeds happen once."""

import pytest

from caunoi.accounts.models import ConsentEntry, PersonalLink
from tests.doors import HOSTILE, KEY, refused, text_of
from tests.world import PASSWORD, World, kept_world  # noqa: F401

pytestmark = pytest.mark.door


@pytest.mark.parametrize("words", HOSTILE)
def test_signing_in_with_anything_is_answered(world: World, words: str):
    response = world.client("an").post("/accounts/login/", {"login": words, "password": words})
    assert response.status_code == 200
    assert "errsum" in text_of(response)


def test_a_wrong_password_keeps_the_name_and_not_the_password(world: World):
    page = text_of(world.client("an").post("/accounts/login/", {"login": "minh@example.vn", "password": "sai-roi"}))
    assert 'value="minh@example.vn"' in page
    assert "sai-roi" not in page


def test_a_wrong_password_says_the_same_as_an_unknown_name(world: World):
    client = world.client("an")
    summary = []
    for name in ("minh@example.vn", "khongco@example.vn"):
        page = text_of(client.post("/accounts/login/", {"login": name, "password": "sai-roi"}))
        summary.append(page.split('class="errsum')[1].split("</ul>")[0])
    assert summary[0] == summary[1]


@pytest.mark.parametrize(
    "given", [("ngan", "ngan"), (PASSWORD, PASSWORD + "x"), ("", ""), ("1234567890", "1234567890")]
)
def test_a_weak_or_different_password_is_refused(world: World, given: tuple[str, str]):
    url = f"/accounts/welcome/{world.welcome}/"
    refused(world.client("an").post(url, {"new_password1": given[0], "new_password2": given[1]}))
    assert PersonalLink.objects.filter(purpose="SET_PASSWORD", first_used_at=None).count() == 1


def test_the_welcome_link_opens_once_and_a_double_click_is_forgiven(world: World):
    url, fields = f"/accounts/welcome/{world.welcome}/", {"new_password1": PASSWORD, "new_password2": PASSWORD, **KEY}
    assert world.client("an").post(url, fields)["Location"] == "/desk/"
    assert world.client("an").post(url, fields)["Location"] == "/desk/"
    spent = world.client("an").get(url)
    assert spent.status_code == 410
    assert "chỉ dùng một lần" in text_of(spent)


@pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "..%2f..", "²"])
def test_a_link_that_is_none_helps(world: World, token: str):
    for path in (f"/accounts/welcome/{token}/", f"/d/{token}/"):
        response = world.client("an").get(path)
        assert response.status_code in {404, 410}
        assert "Đăng nhập" in text_of(response)


def test_consent_sent_twice_is_one_line(world: World):
    client, fields = world.client("lan"), {"purpose": "SURVEYS", "is_given": "1", **KEY}
    assert client.post("/accounts/consent/", fields).status_code == 302
    assert client.post("/accounts/consent/", fields).status_code == 302
    assert ConsentEntry.objects.count() == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_consent_to_an_unknown_purpose_writes_nothing(world: World, words: str):
    assert world.client("lan").post("/accounts/consent/", {"purpose": words, "is_given": words}).status_code == 302
    assert not ConsentEntry.objects.exists()


def test_looks_and_languages_take_only_what_exists(world: World):
    client = world.client("an")
    for field, path in (("theme", "/theme/"), ("language", "/language/")):
        for words in HOSTILE:
            response = client.post(path, {field: words, "next": words})
            assert response.status_code == 302
            assert response["Location"].startswith("/") or not response["Location"].startswith(("http", "//"))
    assert client.post("/theme/", {"theme": "dark", "next": "https://xau.example/"})["Location"] == "/"


def test_mail_greets_in_the_name_of_the_federation(world: World, mailoutbox, settings):
    world.cast.minh.set_password("mat-khau-du-dai-2026")
    world.cast.minh.save()
    assert world.client("an").post("/accounts/password/reset/", {"email": world.cast.minh.email}).status_code == 302
    [mail] = mailoutbox
    assert settings.SITE_NAME in mail.body
    assert "testserver!" not in mail.body
    assert "testserver:" not in mail.body.replace("http://testserver", "")
