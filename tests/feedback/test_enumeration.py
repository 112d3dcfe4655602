"""Codes cannot be felt for: a wrong, an unknown and an expired one get the same bytes for the same work (SAFETY S-ENUM).

That the time is the same follows from the same statements and bytes; SAFETY asks for a measurement of the time, too.
"""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caunoi.feedback.models import Case, Follower
from caunoi.kit import clock
from caunoi.pure.receipts import new_receipt, shown
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, at_unit

pytestmark = [pytest.mark.door, pytest.mark.django_db]
DEEDS = ("", "add/", "rate/", "reopen/", "appeal/", "withdraw/", "kept/", "slip/")
LITERAL = re.compile(r"'[^']*'|\b\d+\b")


@pytest.fixture(autouse=True)
def standing_clock():
    with clock.frozen(MONDAY + timedelta(days=1)):
        yield


@pytest.fixture
def codes(cast: Cast) -> dict[str, str]:
    """Codes that open nothing, each for another reason; `expired` opened a case until yesterday."""
    received = at_unit(cast)
    Follower.objects.update(expires_at=MONDAY)
    unknown = shown(new_receipt(bytes(range(10))))
    return {
        "expired": shown(received.receipt), "unknown": unknown, "another unknown": shown(new_receipt(bytes(10))),
        "wrong check symbol": unknown[:-1] + ("7" if unknown[-1] != "7" else "8"),
    }  # fmt: skip


def seen(response: HttpResponse) -> tuple[Any, ...]:
    headers = {name: value for name, value in response.headers.items() if name not in {"X-Request-Id", "Set-Cookie"}}
    body = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", response.content.decode())
    return response.status_code, headers, body


def asked(send: Any, code: str) -> tuple[Any, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        response = send(code)
    return seen(response), [LITERAL.sub("?", query["sql"]) for query in queries]


def by_page(path: str) -> Any:
    def send(code: str) -> HttpResponse:
        response = Client().post(
            f"/feedback/follow/{path}", {"receipt": code, "score": "2", "reason": "Chưa thấy trả lời"}
        )
        # What was typed is shown again, as it was.
        response.content = response.content.replace(code.encode(), b"CODE")
        return response

    return send


def by_program(code: str) -> HttpResponse:
    return Client().post("/api/v1/feedback/thread", json.dumps({"receipt": code}), content_type="application/json")


@pytest.mark.parametrize("path", DEEDS)
def test_no_page_tells_codes_apart_that_open_nothing(codes: dict[str, str], path: str):
    answers = {name: asked(by_page(path), code) for name, code in codes.items() if name != "wrong check symbol"}
    assert len({str(answer) for answer in answers.values()}) == 1
    assert answers["expired"][0][0] in {200, 404, 422}


def test_a_slip_of_the_pen_costs_the_same_look(codes: dict[str, str]):
    """The check symbol is arithmetic anyone can do: its page may say so, but asks the database the same."""
    wrong, unknown = asked(by_page(""), codes["wrong check symbol"]), asked(by_page(""), codes["unknown"])
    assert (wrong[0][0], wrong[1]) == (unknown[0][0], unknown[1])


def test_no_program_can_tell_them_apart(codes: dict[str, str]):
    answers = {name: asked(by_program, code) for name, code in codes.items()}
    assert len({str(answer) for answer in answers.values()}) == 1
    assert answers["expired"][0][0] == 404


def test_the_control_a_code_in_time_is_told_apart(codes: dict[str, str]):
    Follower.objects.update(expires_at=MONDAY + timedelta(days=9))
    assert asked(by_program, codes["expired"])[0] != asked(by_program, codes["unknown"])[0]
    assert asked(by_page(""), codes["expired"])[0] != asked(by_page(""), codes["unknown"])[0]


def test_numbers_of_cases_open_nothing(cast: Cast):
    """A code of a case, and its id, are said on the phone: neither is a key."""
    case = Case.objects.get(pk=at_unit(cast).case.pk)
    for text in (case.code, str(case.public_id), str(UUID(int=case.pk)), str(case.pk)):
        assert by_program(text).status_code == 404
        assert Client().get(f"/feedback/cases/{text}/").status_code in {302, 404}
