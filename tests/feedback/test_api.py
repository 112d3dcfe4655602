"""The door for programs: send a case, read its thread."""

import base64
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caunoi.accounts.actions import admit_program, revoke_program
from caunoi.feedback.actions import ask_sender, merge_cases, quarantine_case
from caunoi.feedback.choices import Identity, State
from caunoi.feedback.models import Case, Follower, Sender
from caunoi.kit import clock
from caunoi.kit.models import StoredFile
from caunoi.pure.receipts import shown
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, TEXT, answer, at_unit, follower_of, send
from tests.kit.samples import pdf

pytestmark = [pytest.mark.door, pytest.mark.django_db]
CASES, THREAD = "/api/v1/feedback/cases", "/api/v1/feedback/thread"
KEY = "7b0c1f0e-6f5e-4c44-9df0-3b8a1c2d4e5f"


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MONDAY):
        yield


def post(url: str, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(enforce_csrf_checks=True).post(url, data, content_type="application/json", headers=named)


def case(key: str = KEY, **facts: Any) -> Any:
    headers = {"Idempotency_Key": key} | {name: facts.pop(name) for name in ("X_Api_Key", "X_Proof") if name in facts}
    return post(CASES, {"text": TEXT, "identity": "handler", **facts}, **headers)


def fields(response: Any) -> set[str]:
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    return {line["field"] for line in problem["errors"]}


def test_a_case_is_taken_in_with_a_receipt_and_a_date(cast: Cast):
    response = case(body="UB-MD", procedure="ONE_STOP", name="Lan", contact="0912345678")
    given = response.json()
    assert (response.status_code, given["state"]) == (201, State.SCREENING)
    assert given["body"] == {"code": "UB-MD", "name": "Ủy ban nhân dân xã Mỹ Đức"}
    assert given["due_at"] == "2026-12-01T17:00:00+07:00"
    assert post(THREAD, {"receipt": given["receipt"]}).json()["messages"][0]["text"] == TEXT
    assert (Case.objects.get().topic.code, Sender.objects.get().contact) == ("ONE_STOP", "0912345678")


def test_the_same_key_again_gives_the_same_receipt_and_with_another_text_is_refused(cast: Cast):
    first, again, other = case(), case(), case(text="Một chuyện hoàn toàn khác hẳn chuyện kia")
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422)
    assert first.json() == again.json()
    assert fields(other) == {"Idempotency-Key"}
    assert Case.objects.count() == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "có dấu và khoảng trắng"])
def test_a_key_is_needed(cast: Cast, key: str):
    response = post(CASES, {"text": TEXT, "identity": "handler"}, **({"Idempotency_Key": key} if key else {}))
    assert (response.status_code, fields(response)) == (400, {"Idempotency-Key"})


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": ""}, "text"), ({"text": "🙏🙏🙏"}, "text"), ({"text": "a" * 20_001}, "text"), ({"text": 5}, "text"),
        ({"identity": "nobody"}, "identity"), ({"body": "khong-co"}, "body"), ({"procedure": "9.9"}, "procedure"),
        ({"attachments": [{"name": "a.pdf", "content_base64": "***"}]}, "attachments[0]"),
        ({"attachments": [{"name": "a.pdf", "content_base64": "aGVsbG8="}]}, "attachments[0]"),
        ({"attachments": [{"name": "a.pdf"}]}, "attachments[0].content_base64"),
        ({"attachments": [{"name": "a.pdf", "content_base64": ""}] * 6}, "attachments"), ({"age": 3}, "age"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(cast: Cast, facts: dict[str, Any], field: str):
    response = case(**facts)
    assert (response.status_code, fields(response)) == (422, {field})
    assert not Case.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"text": "\\ud800", "identity": "handler"}']
)
def test_what_is_no_case_is_refused(cast: Cast, body: bytes):
    assert post(CASES, body, Idempotency_Key=KEY).status_code in {400, 422}


def test_a_dissolved_body_names_its_successors(cast: Cast):
    cast.units["UB-MD"].ended_on = MONDAY.date()
    cast.units["UB-MD"].save()
    response = case(body="UB-MD")
    assert (response.status_code, fields(response)) == (422, {"body"})
    assert "đã kết thúc hoạt động" in response.json()["detail"]


def test_a_file_comes_in_once_also_when_sent_again(cast: Cast):
    attachments = [{"name": "giay-hen.pdf", "content_base64": base64.b64encode(pdf()).decode()}]
    assert [case(attachments=attachments).status_code for _ in range(2)] == [201, 200]
    file = StoredFile.objects.get()
    assert (file.name, file.subject) == ("giay-hen.pdf", f"feedback.case:{Case.objects.get().pk}")


def test_a_known_program_is_let_in_at_once_and_a_revoked_one_is_not(cast: Cast):
    program, key = admit_program(name="Một cửa số", per_hour=10, by=None, at=MONDAY)
    assert case(X_Api_Key=key).json()["state"] == State.RECEIVED
    revoke_program(program=program, by=None, at=MONDAY)
    assert case("another-key-1", X_Api_Key=key).status_code == 401
    assert case("another-key-1", X_Api_Key="cn_wrong").status_code == 401


def test_a_program_has_its_allowance(cast: Cast):
    _program, key = admit_program(name="Một cửa số", per_hour=20, by=None, at=MONDAY)
    answers = [case(f"allowance-{n}", X_Api_Key=key) for n in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].headers["Retry-After"] == "60"


def test_two_programs_may_use_the_same_key(cast: Cast):
    keys = [admit_program(name=name, per_hour=10, by=None, at=MONDAY)[1] for name in ("A", "B")]
    receipts = {case("request-0001", X_Api_Key=key, text=f"{TEXT} {key}").json()["receipt"] for key in keys}
    assert len(receipts) == 2


def test_receipt_only_keeps_nothing_of_the_sender(cast: Cast):
    assert case(identity="receipt", name="Lan", contact="lan@example.vn").status_code == 201
    assert (Case.objects.get().identity, Sender.objects.count()) == (Identity.RECEIPT, 0)


def read(receipt: str) -> Any:
    return post(THREAD, {"receipt": shown(receipt)}).json()


def test_a_thread_tells_units_and_not_officers(cast: Cast):
    received = at_unit(cast)
    ask_sender(case=received.case, text="Giấy hẹn ngày nào?", by=cast.tuan, at=MONDAY)
    answer(received.case, cast, MONDAY)
    thread = read(received.receipt)
    assert [(line["kind"], line["unit"]) for line in thread["messages"]] == [
        ("STORY", None), ("QUESTION", "Ủy ban nhân dân xã Mỹ Đức"), ("REPLY", "Ủy ban nhân dân xã Mỹ Đức"),
    ]  # fmt: skip
    assert (thread["state"], thread["messages"][2]["reply"]["outcome"]) == ("ANSWERED", "DONE")
    assert "Tuấn" not in json.dumps(thread, ensure_ascii=False)


def test_a_merged_case_shows_the_answer_of_the_other_and_nothing_else_of_it(cast: Cast):
    into = at_unit(cast, text="Chuyện riêng của người gửi khác ở một cửa xã")
    mine = send()
    merge_cases(cases=[mine.case], into=into.case, reason="Cùng một việc trả chậm", by=cast.hoa, at=MONDAY)
    answer(into.case, cast, MONDAY)
    assert [line["text"] for line in read(mine.receipt)["messages"]] == [TEXT, "Giấy khai sinh đã trả ngày 18/11."]


def test_a_quarantined_case_looks_like_a_received_one(cast: Cast):
    received = send(body=cast.units["UB-MD"])
    before = read(received.receipt)
    quarantine_case(case=received.case, by=cast.hoa, at=MONDAY)
    assert read(received.receipt) == before


def test_wrong_unknown_and_expired_codes_get_the_same_answer_for_the_same_statements(cast: Cast):
    expired = follower_of(send())
    receipt = shown(send().receipt)
    Follower.objects.update(expires_at=MONDAY)
    assert expired.pk
    seen = set()
    for code in ("abc", "8KQ2-M7XD-4TNC-R5WA-9", "0000-0000-0000-0000-0", receipt, "💥" * 100, ""):
        with CaptureQueriesContext(connection) as queries:
            response = post(THREAD, {"receipt": code})
        seen.add((response.status_code, response.content, len(queries)))
    assert len(seen) == 1
    assert seen.pop()[0] == 404


def test_an_intake_costs_at_most_twenty_statements(cast: Cast):
    case("warm-up-0001", body="UB-MD")
    with CaptureQueriesContext(connection) as queries:
        case(body="UB-MD", name="Lan", contact="0912345678")
    assert len(queries) <= 20


def test_the_description_is_whole(cast: Cast):
    spec = Client().get("/api/v1/openapi.json").json()
    assert set(spec["paths"]) == {f"/api/v1/feedback/{name}" for name in ("cases", "thread", "challenge")}
    sending = spec["paths"]["/api/v1/feedback/cases"]["post"]
    assert {"200", "201", "400", "401", "413", "422", "429", "503"} <= set(sending["responses"])
    names = {line["name"]: line["required"] for line in sending["parameters"]}
    assert names == {"Idempotency-Key": True, "X-Api-Key": False, "X-Proof": False}
    assert spec["components"]["schemas"]["CaseIn"]["example"]["body"] == "UB-MD"
