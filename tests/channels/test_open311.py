"""Open311 GeoReport v2, field by field as the standard describes it (wiki.open311.org/GeoReport_v2)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client

from caunoi.accounts.actions import admit_program
from caunoi.feedback.actions import PublicationDraft, publish_case, reopen_case, withdraw_publication
from caunoi.feedback.choices import Channel, State
from caunoi.feedback.models import Case, Publication, Topic
from caunoi.feedback.queries import follower_for
from caunoi.kit import clock
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, TEXT, answer, at_unit, follower_of

pytestmark = [pytest.mark.door, pytest.mark.django_db]
BASE = "/open311/v2/"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
# Method: root, row, and its fields: whether each must be there, and whether it must say something.
FIELDS = {
    "services": ("services", "service", {
        "service_code": True, "service_name": True, "description": True, "metadata": True, "type": True,
        "keywords": False, "group": False,
    }),
    "requests": ("service_requests", "request", {
        "service_request_id": True, "status": True, "status_notes": False, "service_name": True, "service_code": True,
        "description": True, "agency_responsible": True, "service_notice": False, "requested_datetime": True,
        "updated_datetime": True, "expected_datetime": True, "address": False, "address_id": False, "zipcode": False,
        "lat": False, "long": False, "media_url": False,
    }),
}  # fmt: skip
ATTRIBUTE = {
    "variable": "true", "code": "body", "datatype": "string", "required": "false",
    "datatype_description": "Mã hoặc tên đầy đủ của đơn vị.", "order": "1", "description": "Cơ quan được nêu", "values": "",
}  # fmt: skip


@pytest.fixture
def publication(cast: Cast) -> Publication:
    received = at_unit(cast, topic=Topic.objects.get(code="ONE_STOP"), name="Lan", place="Thôn 3")
    answer(received.case, cast, MONDAY)
    words = PublicationDraft(
        "Trả giấy khai sinh chậm", "Hỏi về giấy hẹn & phí", "Đã trả <18/11>", has_masks_confirmed=True
    )
    row = publish_case(case=Case.objects.get(pk=received.case.pk), draft=words, by=cast.hoa, at=MONDAY)
    row.receipt = received
    return row


def get(path: str, **query: str) -> Any:
    return Client().get(f"{BASE}{path}", query)


def xml(response: Any) -> Any:
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return ElementTree.fromstring(response.content)


def as_texts(element: Any) -> dict[str, str]:
    return {part.tag: part.text or "" for part in element}


@pytest.mark.parametrize("method", FIELDS)
def test_each_field_stands_where_the_standard_puts_it(publication: Publication, method: str):
    root, row, fields = FIELDS[method]
    found = xml(get(f"{method}.xml"))
    assert (found.tag, {part.tag for part in found}) == (root, {row})
    texts = as_texts(found[0])
    assert list(texts) == list(fields)
    assert [name for name, must in fields.items() if must and not texts[name]] == []
    assert all(MOMENT.fullmatch(text) for name, text in texts.items() if name.endswith("datetime"))


@pytest.mark.parametrize("method", FIELDS)
def test_json_says_the_same_without_a_root(publication: Publication, method: str):
    response = get(f"{method}.json")
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    rows = [
        {name: "" if v is None else str(v).replace("True", "true") for name, v in row.items()}
        for row in response.json()
    ]
    assert rows == [as_texts(part) for part in xml(get(f"{method}.xml"))]


def test_a_service_is_defined_by_its_attributes(cast: Cast):
    found = xml(get("services/ONE_STOP.xml"))
    assert (found.tag, found[0].tag, found[0].text) == ("service_definition", "service_code", "ONE_STOP")
    (attribute,) = found.find("attributes")
    assert (attribute.tag, as_texts(attribute)) == ("attribute", ATTRIBUTE)


def test_discovery_names_one_endpoint_with_both_formats(cast: Cast):
    found = xml(get("discovery.xml"))
    assert [part.tag for part in found] == ["changeset", "contact", "key_service", "endpoints"]
    endpoint = found.find("endpoints/endpoint")
    assert [part.tag for part in endpoint] == ["specification", "url", "changeset", "type", "formats"]
    assert endpoint.findtext("url").endswith("/open311/v2")
    assert [part.text for part in endpoint.find("formats")] == ["text/xml", "application/json"]
    assert get("discovery.json").json()["endpoints"][0]["formats"] == ["text/xml", "application/json"]


def test_a_published_case_says_what_was_confirmed_and_no_more(publication: Publication):
    request = as_texts(xml(get(f"requests/{publication.case.public_id}.xml"))[0])
    assert (request["status"], request["description"], request["status_notes"]) == (
        "closed", "Hỏi về giấy hẹn & phí", "Đã trả <18/11>",
    )  # fmt: skip
    assert request["agency_responsible"] == "Ủy ban nhân dân xã Mỹ Đức"
    assert (request["requested_datetime"], request["expected_datetime"]) == (
        "2026-11-16T00:00:00+07:00", "2026-12-01T17:00:00+07:00",
    )  # fmt: skip
    whole = get("requests.xml").content.decode()
    assert not [word for word in (TEXT, "Lan", "Thôn 3", "Tuấn") if word in whole]


def test_what_is_not_published_is_not_there(cast: Cast, publication: Publication):
    other = at_unit(cast).case
    withdraw_publication(publication=publication, reason="Lộ thông tin cá nhân", by=cast.hoa, at=MONDAY)
    assert len(xml(get("requests.xml"))) == 0
    hidden, absent = (get(f"requests/{pk}.xml") for pk in (other.public_id, "no-such-id"))
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert len(xml(get("requests.xml", service_request_id=str(other.public_id)))) == 0


def test_a_reopened_case_is_open(publication: Publication):
    follower = follower_of(publication.receipt)
    reopen_case(follower=follower, reason="Chưa thấy trả giấy khai sinh", by=None, at=MONDAY)
    assert len(xml(get("requests.xml", status="open"))) == 1
    assert len(xml(get("requests.xml", status="closed"))) == 0
    assert len(xml(get("requests.xml", status="open,closed"))) == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"service_code": "ONE_STOP"}, 1), ({"service_code": "LAND"}, 0), ({"service_code": "LAND,ONE_STOP"}, 1),
        ({"start_date": "2026-11-16T00:00:00+07:00"}, 1), ({"start_date": "2026-11-17T00:00:00+07:00"}, 0),
        ({"end_date": "2026-11-15T23:00:00Z"}, 1), ({"end_date": "2026-11-15"}, 0),
        ({"start_date": "2026-08-01T00:00:00Z", "end_date": "2026-11-16T00:00:00Z"}, 0),
        ({"service_request_id": "x", "service_code": "ONE_STOP"}, 0),
    ],
)  # fmt: skip
def test_filters(publication: Publication, query: dict[str, str], count: int):
    assert len(xml(get("requests.xml", **query))) == count


def test_older_than_ninety_days_only_by_id_or_span(publication: Publication):
    with clock.frozen(MONDAY + timedelta(days=100)):
        assert len(xml(get("requests.xml"))) == 0
        assert len(xml(get("requests.xml", service_request_id=str(publication.case.public_id), status="open"))) == 1
        assert len(xml(get("requests.xml", start_date="2026-11-01T00:00:00Z"))) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "hôm qua"},
        {"end_date": "2026-13-40"},
        {"status": "pending"},
        {"start_date": "0001-01-01T00:00:00Z"},
    ],
)
def test_wrong_filters_are_told(cast: Cast, query: dict[str, str]):
    response = get("requests.xml", **query)
    (error,) = xml(response)
    assert (response.status_code, error.tag, error.findtext("code")) == (400, "error", "400")
    assert error.findtext("description").startswith(next(iter(query)))


@pytest.fixture
def key(cast: Cast) -> str:
    return admit_program(name="Một cửa số", per_hour=100, by=None, at=MONDAY)[1]


SENT = {"service_code": "ONE_STOP", "description": TEXT, "address_string": "Thôn 3, xã Mỹ Đức", "first_name": "Lan",
        "last_name": "Nguyễn", "phone": "0912345678", "attribute[body]": "UB-MD"}  # fmt: skip


def post(form: str = "xml", **given: str) -> Any:
    headers = {"Idempotency-Key": given.pop("key")} if "key" in given else {}
    return Client(enforce_csrf_checks=True).post(f"{BASE}requests.{form}", SENT | given, headers=headers)


def test_a_request_is_a_case(cast: Cast, key: str):
    response = post(api_key=key)
    assert response.status_code == 201
    given = as_texts(xml(response)[0])
    assert list(given) == ["service_request_id", "service_notice", "account_id"]
    case = Case.objects.get()
    assert (case.channel, case.state, case.topic.code, case.body) == (
        Channel.OPEN311, State.RECEIVED, "ONE_STOP", cast.units["UB-MD"],
    )  # fmt: skip
    assert (case.place, case.sender.name, case.sender.contact) == ("Thôn 3, xã Mỹ Đức", "Nguyễn Lan", "0912345678")
    assert given["service_request_id"] == str(case.public_id)
    receipt = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}-\S", given["service_notice"])[0].rstrip(".")
    assert follower_for(receipt, MONDAY).case == case


def test_a_place_may_be_said_in_three_ways(cast: Cast, key: str):
    ways = [{"lat": "20.68", "long": "105.74"}, {"address_string": "Thôn 3"}, {"address_id": "10129"}]
    blank = {"address_string": ""}
    assert [post(api_key=key, **blank | way).status_code for way in ways] == [201, 201, 201]
    assert post(api_key=key, **blank).status_code == 400
    assert [post(api_key=key, lat=lat, long="105").status_code for lat in ("91", "x", "nan")] == [400, 400, 400]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"api_key": "sai"}, 403), ({"service_code": ""}, 400), ({"service_code": "NO"}, 404), ({"description": ""}, 400),
        ({"attribute[body]": "không có"}, 400), ({"jurisdiction_id": "chicago.gov"}, 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["xml", "json"])
def test_refusals_come_in_the_standards_form(cast: Cast, key: str, form: str, given: dict[str, str], status: int):
    response = post(form, **{"api_key": key} | given)
    assert response.status_code == status
    error = as_texts(xml(response)[0]) if form == "xml" else response.json()[0]
    assert (str(error["code"]), bool(error["description"])) == (str(status), True)
    assert not Case.objects.exists()


def test_the_same_key_is_the_same_request(cast: Cast, key: str):
    one, two = (post(api_key=key, key="request-0001").content for _ in range(2))
    assert (one, Case.objects.count()) == (two, 1)


def test_a_token_is_the_id_itself(cast: Cast):
    case = at_unit(cast).case
    assert get(f"tokens/{case.public_id}.json").json() == [
        {"service_request_id": str(case.public_id), "token": str(case.public_id)}
    ]
    assert get("tokens/no-such.xml").status_code == 404


def test_a_list_costs_one_statement(publication: Publication, django_assert_num_queries: Any):
    with django_assert_num_queries(1):
        get("requests.xml")
