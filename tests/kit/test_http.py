"""What every request passes: an id, safe headers, a language and a theme, no cache for what is personal, one effect."""

import logging
import re
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse

from caunoi.kit import audit
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.http import idempotency
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.http.logs import JsonFormatter
from caunoi.kit.http.models import IdempotencyRecord
from caunoi.kit.templatetags.ui import idempotency as hidden_field
from tests.cast import AT

pytestmark = [pytest.mark.door, pytest.mark.django_db]

KEY = "0197a1b2-khoa-gui"
PUBLIC_PAGES = ["/", "/library/documents/", "/units/", "/ui/", "/audit/"]


@pytest.fixture
def client() -> Client:
    return Client()


@idempotent
def ring(request) -> HttpResponse:
    """A door whose effect can be counted: an audit row."""
    audit.record("test.bell:1", "test.ring", by=None, at=AT, content={})
    if request.POST.get("name") == "":
        return HttpResponse("Nhập họ tên", status=422)
    return HttpResponseRedirect(f"/bells/{AuditRow.objects.count()}/")


def post(key: str | None = KEY, *, field: str | None = None, path: str = "/ring/", user=None, **data) -> HttpResponse:
    headers = {"Idempotency-Key": key} if key else {}
    request = RequestFactory().post(path, data | ({"idempotency_key": field} if field else {}), headers=headers)
    request.user = user
    return ring(request)


def rings() -> int:
    return AuditRow.objects.filter(verb="test.ring").count()


@pytest.mark.parametrize("way", [{"key": KEY}, {"key": None, "field": KEY}], ids=["header", "hidden field"])
def test_a_form_sent_twice_has_one_effect_and_one_answer(way):
    first, second = post(**way), post(**way)
    assert rings() == 1
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, "/bells/1/")


def test_without_a_key_a_form_sent_twice_has_two_effects():
    """Negative control of the test above."""
    post(None)
    post(None)
    assert rings() == 2


@pytest.mark.parametrize("key", ["ngắn", "a" * 81, "khoá có dấu cách"])
def test_a_key_that_is_none_is_not_taken_for_one(key):
    post(None, field=key)
    assert IdempotencyRecord.objects.count() == 0


def test_the_header_counts_before_the_field():
    post(KEY, field="another-key")
    assert IdempotencyRecord.objects.get().key == KEY


def test_the_same_key_with_another_content_is_refused(cast):
    assert post(name="Lan").status_code == 302
    assert post(name="Minh").status_code == 422
    assert rings() == 1


@pytest.mark.parametrize(
    "again",
    [
        {"files": SimpleUploadedFile("anh.jpg", b"1235")},
        {"files": SimpleUploadedFile("anh.jpg", b"12345")},
        {"other": SimpleUploadedFile("anh.jpg", b"1234")},
        {"files": [SimpleUploadedFile("khac.jpg", b"9999"), SimpleUploadedFile("anh.jpg", b"1234")]},
    ],
    ids=["other bytes", "other size", "other field", "one more file"],
)
def test_the_same_key_with_another_file_is_refused(again):
    assert post(files=SimpleUploadedFile("anh.jpg", b"1234")).status_code == 302
    assert post(**again).status_code == 422


def test_the_same_key_with_the_same_file_is_answered_again():
    post(files=SimpleUploadedFile("anh.jpg", b"1234"))
    assert post(files=SimpleUploadedFile("anh.jpg", b"1234"))["Location"] == "/bells/1/"


def test_a_file_that_was_weighed_can_still_be_read():
    @idempotent
    def read(request) -> HttpResponse:
        return HttpResponseRedirect("/" + request.FILES["files"].read().decode())

    data = {"files": SimpleUploadedFile("anh.jpg", b"1234"), "idempotency_key": KEY}
    request = RequestFactory().post("/", data)
    assert read(request)["Location"] == "/1234"


def test_two_people_may_use_the_same_key(cast):
    post(user=cast.lan)
    post(user=cast.minh)
    assert rings() == 2


def test_a_form_with_errors_can_be_mended_and_sent_again():
    assert post(name="").status_code == 422
    assert rings() == 0
    assert post(name="Lan").status_code == 302
    assert rings() == 1


def test_a_request_that_comes_between_the_look_and_the_deed_has_no_second_effect(monkeypatch):
    real, between = idempotency.transaction.atomic, []

    class Late:
        @staticmethod
        def atomic():
            if not between:
                between.append(True)
                between.append(post())
            return real()

    monkeypatch.setattr(idempotency, "transaction", Late)
    late = post()
    assert (rings(), late["Location"], between[1]["Location"]) == (1, "/bells/1/", "/bells/1/")


def test_every_form_gets_a_key_of_its_own():
    first, second = hidden_field(), hidden_field()
    assert re.fullmatch(r'<input type="hidden" name="idempotency_key" value="[0-9a-f-]{36}">', first)
    assert first != second


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_public_page_may_be_kept_by_its_reader(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "no-store" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_page_of_a_signed_in_person_is_kept_by_no_cache(sign_in, path):
    assert "no-store" in sign_in("lan").get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/d/bi-mat/", "/accounts/welcome/bi-mat/", "/accounts/password/reset/key/1-bi-mat/"])
def test_a_personal_link_is_kept_by_no_cache_and_no_log(client, caplog, path):
    """Django itself logs the address of what is not found."""
    with caplog.at_level(logging.INFO):
        response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert "bi-mat" not in "".join(JsonFormatter().format(record) for record in caplog.records)


def test_an_answer_to_a_form_is_kept_by_no_cache(client):
    assert client.post(reverse("kit:set_theme"), {"theme": "dark"})["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", [*PUBLIC_PAGES, "/accounts/login/", "/khong-co/"])
def test_no_page_allows_anything_inline_or_from_elsewhere(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    directives = {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert directives["frame-ancestors"] == directives["object-src"] == directives["base-uri"] == ["'none'"]
    assert "unsafe" not in policy


def test_every_answer_has_the_headers_of_safety(client):
    response = client.get("/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/khong-co/", "/healthz"])
def test_every_answer_carries_the_id_of_its_request(client, path):
    first, second = (UUID(client.get(path)["X-Request-Id"]) for _ in range(2))
    assert (first.version, second.version) == (7, 7)
    assert first < second


@pytest.mark.parametrize(
    ("path", "route"),
    [("/library/documents/?q=Nguyễn+Thị+Lan", "library:documents"), ("/d/bi-mat/", None), ("/khong-co/", "-")],
)
def test_the_log_names_the_route_never_the_address(client, caplog, path, route):
    with caplog.at_level(logging.INFO, logger="caunoi.access"):
        client.get(path)
    (record,) = [row for row in caplog.records if row.name == "caunoi.access"]
    assert route is None or record.route == route
    assert not re.search("Lan|bi-mat|khong-co", str(vars(record)))


@pytest.mark.parametrize(
    ("cookie", "asked", "language"),
    [("", "", "vi"), ("", "en-GB,en", "vi"), ("en", "", "en"), ("vi", "en", "vi"), ("fr", "", "vi"), ("x\n", "", "vi")],
    ids=["nothing said", "the browser asks for English", "English chosen", "Vietnamese", "unknown", "nonsense"],
)
def test_pages_are_vietnamese_unless_english_was_chosen(client, cookie, asked, language):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get("/ui/", headers={"Accept-Language": asked})
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize(
    ("route", "data", "cookie", "value"),
    [
        ("kit:set_language", {"language": "en"}, django_settings.LANGUAGE_COOKIE_NAME, "en"),
        ("kit:set_language", {"language": "fr"}, django_settings.LANGUAGE_COOKIE_NAME, None),
        ("kit:set_language", {}, django_settings.LANGUAGE_COOKIE_NAME, None),
        ("kit:set_theme", {"theme": "dark"}, "theme", "dark"),
        ("kit:set_theme", {"theme": ""}, "theme", ""),
        ("kit:set_theme", {"theme": '"><script>'}, "theme", None),
    ],
)
def test_a_choice_is_kept_in_a_cookie_if_it_is_one(client, route, data, cookie, value):
    response = client.post(reverse(route), data)
    kept = response.cookies.get(cookie)
    assert (kept.value if kept else None) == value
    if kept:
        assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "Lax", 31_536_000)


@pytest.mark.parametrize(
    ("theme", "mark"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("", "")]
)
def test_the_chosen_theme_is_on_the_page(client, theme, mark):
    client.post(reverse("kit:set_theme"), {"theme": theme})
    assert f'<html lang="vi"{mark}>' in client.get("/ui/").content.decode()


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/library/documents/?q=12", "/library/documents/?q=12"),
        ("https://example.com/", "/"),
        ("//example.com/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
@pytest.mark.parametrize("route", ["kit:set_language", "kit:set_theme"])
def test_after_a_choice_one_is_back_on_our_own_page(client, route, target, location):
    assert client.post(reverse(route), {"next": target})["Location"] == location


@pytest.mark.parametrize("route", ["kit:set_language", "kit:set_theme"])
def test_a_choice_is_posted(client, route):
    assert client.get(reverse(route)).status_code == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 302),
        ({}, 302),
    ],
)
@pytest.mark.parametrize("route", ["kit:set_language", "kit:set_theme"])
def test_a_form_from_elsewhere_chooses_nothing(route, headers, status):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse(route), {"language": "en", "theme": "dark"}, headers=headers)
    assert (response.status_code, bool(response.cookies)) == (status, status == 302)
    if status == 403:
        assert "Chưa gửi được biểu mẫu" in response.content.decode()


def test_a_page_that_is_not_there_says_what_to_do(client):
    response = client.get("/khong-co/")
    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()


def test_health_is_told_to_anybody(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_pages_travel_compressed_and_files_as_they_are(client, db):
    page = client.get("/", headers={"accept-encoding": "gzip"})
    plain = client.get("/")
    assert (page["Content-Encoding"], "Content-Encoding" in plain) == ("gzip", False)
    assert len(page.content) < len(plain.content) / 2
    assert "Content-Encoding" not in client.get("/healthz", headers={"accept-encoding": "gzip"})
