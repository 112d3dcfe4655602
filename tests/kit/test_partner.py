"""Services that the operator named: no key in the clear, no redirect followed, no answer trusted to be what it should."""

import pytest

from caunoi.kit.http.partner import NotReached, Partner, PartnerProblem, is_safe, post
from tests.notifications.gateway import Gateway

pytestmark = pytest.mark.room
HEADERS = {"Authorization": "Bearer sms-key", "Content-Type": "application/json"}


@pytest.fixture
def gateway():
    with Gateway() as made:
        yield made


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://sms.example.vn/send", True), ("http://127.0.0.1:8080/", True), ("http://localhost/", True),
        ("http://sms.example.vn/send", False), ("http://10.0.0.5/", False), ("ftp://x", False), ("", False), ("x", False),
    ],
)  # fmt: skip
def test_a_key_leaves_this_machine_encrypted_or_not_at_all(url, safe):
    assert is_safe(url) is safe
    if not safe:
        with pytest.raises(ValueError, match="https"):
            Partner(url)


def test_several_requests_go_over_one_connection(gateway):
    partner = Partner(gateway.url)
    replies = [partner.post(b'{"reference": "%d"}' % number, HEADERS) for number in range(3)]
    partner.close()
    assert [reply.content["status"] for reply in replies] == ["ACCEPTED"] * 3
    assert gateway.given == ["0", "1", "2"]


def test_a_redirect_is_an_answer_and_is_not_followed(gateway):
    gateway.troubles = ["redirect"]
    assert post(gateway.url, b"{}", HEADERS).status == 302


def test_how_long_the_service_wants_to_be_left_alone(gateway):
    gateway.troubles = ["busy"]
    assert post(gateway.url, b"{}", HEADERS).retry_after == 90


def test_nobody_there_is_told_apart_from_an_answer_that_was_lost(gateway):
    with pytest.raises(NotReached):
        post("http://127.0.0.1:9/", b"{}", HEADERS, seconds=1)
    gateway.troubles = ["lost after", "late"]
    with pytest.raises(PartnerProblem) as lost:
        post(gateway.url, b"{}", HEADERS)
    with pytest.raises(PartnerProblem) as late:
        post(gateway.url, b"{}", HEADERS, seconds=0.1)
    assert not isinstance(lost.value, NotReached)
    assert str(late.value) == "TimeoutError"
