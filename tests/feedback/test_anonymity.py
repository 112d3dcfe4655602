"""Nothing of a sender's device stays anywhere, and of a sender only what they chose to give, encrypted (SAFETY S-ANON,
S-SQL, S-LOG): planted marks are looked for in the bytes of the database, its log, files, mails and the server's log."""

import base64
import json
import re
import uuid
from pathlib import Path
from urllib.parse import urlencode

import pytest

from caunoi.pure.receipts import parse
from tests.feedback.test_storm import THREAD, URL, Server, server  # noqa: F401
from tests.kit.samples import pdf

pytestmark = pytest.mark.journey
ADDRESS, DEVICE = "203.0.113.77", "DauVetThietBi/9.9"
NAME, MAIL, PHONE, FILE = "Đặng Thị Dấu Vết", "dau.vet.77@example.vn", "0977000111", "dau-vet-ten-tep.pdf"
WORDS = "Một cửa xã hẹn trả giấy khai sinh mười ngày mà chưa có, tôi đi lại ba lần, dấu vết nội dung"
DEVICE_SAYS = {
    "User-Agent": DEVICE, "X-Forwarded-For": ADDRESS, "X-Real-IP": ADDRESS, "Forwarded": f"for={ADDRESS}",
    "Referer": f"http://{ADDRESS}/noi-bo",
}  # fmt: skip


def lying(home: Path, log: Path) -> dict[str, bytes]:
    """Every byte that the house has written."""
    files = [path for path in home.rglob("*") if path.is_file() and "static" not in path.parts]
    return {str(path): path.read_bytes() for path in (*files, log)}


def places(found: dict[str, bytes], mark: str) -> list[str]:
    """Where a mark lies: as written, without accents' composition, in JSON's escapes, and folded."""
    forms = {mark.encode(), json.dumps(mark)[1:-1].encode(), mark.lower().encode()}
    return [path for path, data in found.items() if any(form in data for form in forms)]


def send(made: Server, identity: str, **facts: object) -> str:
    headers = DEVICE_SAYS | {"X-Api-Key": made.api_key, "Idempotency-Key": uuid.uuid4().hex}
    body = {"text": WORDS, "identity": identity, "name": NAME, "contact": MAIL} | facts
    status, answer = made.ask("POST", URL, body, **headers)
    assert status == 201, answer
    return str(json.loads(answer)["receipt"])


@pytest.fixture
def talkative(server: Server) -> Server:  # noqa: F811
    """The same with all that it may log."""
    server.kill()
    server.house.options["CAUNOI_LOG_LEVEL"] = "DEBUG"
    server.start()
    return server


def test_of_a_receipt_only_sender_nothing_lies_anywhere(talkative: Server):
    attachment = {"name": FILE, "content_base64": base64.b64encode(pdf()).decode()}
    receipt = send(talkative, "receipt", attachments=[attachment])
    assert talkative.ask("POST", THREAD, {"receipt": receipt}, **DEVICE_SAYS)[0] == 200
    form = urlencode({"receipt": receipt})
    page = talkative.ask("GET", "/feedback/follow/", **DEVICE_SAYS)[1].decode()
    assert "receipt" in page
    talkative.ask("POST", f"/feedback/follow/?{form}", {"receipt": receipt}, **DEVICE_SAYS)
    talkative.house.caunoi("work", "--until-idle")
    found = lying(talkative.house.home, talkative.log)
    for mark in (ADDRESS, DEVICE, NAME, MAIL, receipt, parse(receipt)):
        assert places(found, mark) == [], mark
    # The control: what is meant to lie there is found by the same search.
    assert places(found, WORDS) != []


def test_of_a_named_sender_name_and_contact_lie_encrypted_only(talkative: Server):
    receipt = send(talkative, "handler")
    send(talkative, "handler", contact=PHONE)
    talkative.house.caunoi("work", "--until-idle")
    talkative.kill()
    found = lying(talkative.house.home, talkative.log)
    for mark in (ADDRESS, DEVICE, NAME, MAIL, PHONE, receipt, parse(receipt)):
        assert places(found, mark) == [], mark
    names = [value for (value,) in talkative.rows("SELECT name FROM feedback_sender")]
    assert [bool(re.match("gAAAA", str(name))) for name in names] == [True, True]
