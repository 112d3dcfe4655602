"""Error pages, files and the same key twice."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory

from caunoi.kit.http import errors
from caunoi.kit.http.models import IdempotencyRecord
from caunoi.organisations.models import RoleGrant
from tests.doors import KEY, text_of
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
PARTS = ("Chuyện gì xảy ra", "Điều gì vẫn an toàn", "Bạn làm gì")
INVITED = {"full_name": "Trần Thị Mới", "email": "tran@example.vn", "role": "CHAIR"}


def tell_all(page: str) -> None:
    for part in PARTS:
        assert part in page


def test_a_missing_page_says_what_to_do(world: World):
    response = world.client("an").get("/khong-co/")
    assert response.status_code == 404
    tell_all(text_of(response))
    assert "/accounts/login/?next=/khong-co/" in text_of(response)


def test_too_much_is_413(world: World, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response = world.client("hoa").post("/theme/", {f"f{number}": "x" for number in range(9)})
    assert response.status_code == 413
    tell_all(text_of(response))


def test_bad_requests_are_told_apart(db):
    request = RequestFactory().get("/")
    request.user = None
    assert errors.bad_request(request, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(request, ValueError()).status_code == 400


def test_a_form_from_elsewhere_is_refused_with_words(world: World):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "lan@example.vn", "password": "x"})
    assert response.status_code == 403
    tell_all(text_of(response))


def test_the_page_of_a_crash_asks_the_database_nothing(django_assert_num_queries, db):
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        response = errors.server_error(request)
    assert response.status_code == 500
    tell_all(text_of(response))


def test_a_crash_shows_its_page_and_its_number(world: World, monkeypatch):
    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("caunoi.portal.views.documents_visible_to", crash)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    tell_all(text_of(response))
    assert "Mã để báo lỗi" in text_of(response)
    assert "RuntimeError" not in text_of(response)


@pytest.mark.parametrize("file_id", ["0", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_file_that_is_none_is_404(world: World, file_id: str):
    assert world.client("dung").get(f"/files/{file_id}/").status_code == 404


def test_a_file_cannot_act(world: World):
    response = world.client("an").get(f"/files/{world.public_file.public_id}/")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    b"".join(response.streaming_content)  # closes the file, and not the connection that the tests share


def test_a_deed_without_an_address_is_done_once_and_says_so(world: World):
    client, url = world.client("hoa"), f"/units/{world.recipient.unit.public_id}/people/invite/"
    first, second = client.post(url, INVITED | KEY), client.post(url, INVITED | KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert "/accounts/welcome/" in text_of(first)
    assert "Việc này đã làm xong" in text_of(second)
    assert RoleGrant.objects.filter(user__email="tran@example.vn").count() == 1


def test_the_same_key_for_something_else_is_refused(world: World):
    client, url = world.client("hoa"), f"/units/{world.recipient.unit.public_id}/people/invite/"
    client.post(url, INVITED | KEY)
    response = client.post(url, INVITED | KEY | {"email": "khac@example.vn"})
    assert response.status_code == 422
    tell_all(text_of(response))


def test_a_key_belongs_to_one_person(world: World):
    url = f"/units/{world.recipient.unit.public_id}/people/invite/"
    world.client("hoa").post(url, INVITED | KEY)
    world.client("dung").post(url, INVITED | KEY | {"email": "khac@example.vn"})
    assert RoleGrant.objects.filter(user__email="khac@example.vn").count() == 1
    assert IdempotencyRecord.objects.count() == 2


def test_a_form_with_errors_leaves_its_key_free(world: World):
    client, url = world.client("hoa"), f"/units/{world.recipient.unit.public_id}/people/invite/"
    assert client.post(url, {"full_name": "", **KEY}).status_code == 422
    assert client.post(url, INVITED | KEY).status_code == 201


def test_a_lost_welcome_link_is_replaced(world: World):
    client, url = world.client("hoa"), f"/units/{world.recipient.unit.public_id}/people/invite/"
    first, second = text_of(client.post(url, INVITED)), text_of(client.post(url, INVITED))
    links = [page.split("/accounts/welcome/")[1].split("/")[0] for page in (first, second)]
    assert [Client().get(f"/accounts/welcome/{token}/").status_code for token in links] == [410, 200]
