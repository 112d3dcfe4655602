"""The library's doors: what comes in is checked, what is confirmed is checked again, and nothing typed is lost."""

import pytest

from caunoi.library import actions
from caunoi.library.models import Document, DocumentReading
from tests.doors import COMPOSED, DECOMPOSED, HOSTILE, KEY, PLAIN, TCVN3, VNI, refused, rows_of, text_of, upload
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
GOOD = {
    "symbol": "5/HD-LĐLĐ", "type_name": "Hướng dẫn", "issuer": "Công đoàn", "tier": "UNION", "title": "Cải cách",
    "issued_on": "18/6/2021", "is_public": "on", **rows_of("duty"), **rows_of("relation"),
}  # fmt: skip
FILES = {
    "0 byte": ("a.pdf", b"", "rỗng|trống"),
    "PDF that is not": ("a.pdf", b"xin chao", "Tên tệp nói là PDF"),
    "broken PDF": ("a.pdf", b"%PDF-1.7 hong", "bị hỏng"),
    "program": ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00", "Không nhận loại tệp này"),
    "old Office": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office kiểu cũ"),
    "archive": ("a.zip", b"PK\x03\x04hong", "bị hỏng"),
}


@pytest.mark.parametrize("words", HOSTILE)
def test_lists_answer_any_address(world: World, words: str):
    client = world.client("an")
    for name in ("q", "area", "tier", "type", "year", "from"):
        assert client.get("/library/documents/", {name: words}).status_code == 200
    one = f"/library/documents/{world.public.public_id}/"
    assert client.get(one, {"on": words}).status_code == 200
    for name in ("from", "version"):
        assert client.get(one + "text/", {name: words}).status_code in {200, 404}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_cannot_be_read_is_refused_with_its_name(world: World, kind: str):
    name, data, words = FILES[kind]
    page = refused(world.client("hoa").post("/library/readings/", {"files": upload(name, data)}), name)
    assert any(word in page for word in words.split("|"))
    assert DocumentReading.objects.count() == 1


def test_no_file_at_all_is_said(world: World):
    refused(world.client("hoa").post("/library/readings/", {}), "Chọn ít nhất một tệp.")


def test_a_file_over_the_limit_is_refused(world: World, settings, monkeypatch):
    monkeypatch.setitem(settings.CAUNOI._values, "max_upload_bytes", 1024**2)
    monkeypatch.setattr(actions, "start_reading", lambda **_facts: pytest.fail("it was read first"))
    data = b"a" * (1024**2 + 1)
    refused(world.client("hoa").post("/library/readings/", {"files": upload("lon.txt", data)}), "lớn hơn 1 MB")


def test_more_than_thirty_files_are_taken_up_to_the_thirtieth_and_the_next_is_named(world: World):
    files = [upload(f"{n}.txt", f"Hướng dẫn số {n}/HD-LĐLĐ".encode()) for n in range(1, 32)]
    refused(world.client("hoa").post("/library/readings/", {"files": files}), "Gửi tiếp từ tệp 31.txt.")
    assert DocumentReading.objects.count() == 31


def test_good_files_are_taken_beside_bad_ones(world: World):
    files = [upload("tot.txt", "Hướng dẫn số 9/HD-LĐLĐ".encode()), upload("hong.pdf", b"")]
    refused(world.client("hoa").post("/library/readings/", {"files": files}), "hong.pdf", "Đã nhận 1 tệp khác.")
    assert DocumentReading.objects.count() == 2


def test_the_same_files_sent_twice_are_read_once(world: World):
    client = world.client("hoa")
    for _time in range(2):
        assert client.post("/library/readings/", {"files": upload("a.txt", b"Cong van"), **KEY}).status_code == 302
    assert DocumentReading.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", ""),
        ("title", "a" * 501, ""),
        ("type_name", "", ""),
        ("tier", "VUA", ""),
        ("symbol", "không phải số", "Số, ký hiệu chưa đúng dạng"),
        ("issued_on", "30/2/2026", "Nhập ngày dạng 18/6/2021."),
        ("issued_on", "hôm qua", "Nhập ngày dạng 18/6/2021."),
        ("period_from_year", "²", ""),
        ("period_from_year", "9" * 40, ""),
        ("areas", "KHONG_CO", ""),
        ("duty-TOTAL_FORMS", "x", ""),
        ("relation-TOTAL_FORMS", "100000", ""),
    ],
)
def test_a_wrong_field_is_said_and_the_others_are_kept(world: World, field: str, value: str, words: str):
    url = f"/library/readings/{world.reading.public_id}/"
    page = refused(world.client("hoa").post(url, GOOD | {field: value, "signer": "Người Ký Tên"}), words)
    assert 'value="Người Ký Tên"' in page
    assert Document.objects.count() == 2


def test_a_row_in_error_is_said(world: World):
    url = f"/library/readings/{world.reading.public_id}/"
    row = {"keep": "on", "action": "Làm", "actor": "a" * 300}
    refused(world.client("hoa").post(url, GOOD | rows_of("duty", row)))


def test_dates_out_of_order_are_refused(world: World):
    url = f"/library/readings/{world.reading.public_id}/"
    given = GOOD | {"effective_on": "2026-05-01", "expires_on": "2026-04-01"}
    refused(world.client("hoa").post(url, given), "Mốc cuối phải sau mốc đầu.")


@pytest.mark.parametrize(
    ("typed", "kept"), [(DECOMPOSED, COMPOSED), (TCVN3, PLAIN), (VNI, PLAIN), ("Cải\u00a0cách", "Cải cách")]
)
def test_pasted_text_is_kept_in_one_form_of_unicode(world: World, typed: str, kept: str):
    url = f"/library/readings/{world.reading.public_id}/"
    assert world.client("hoa").post(url, GOOD | {"title": typed}).status_code == 302
    assert Document.objects.filter(title=kept).exists()


def test_confirming_twice_makes_one_document(world: World):
    client, url = world.client("hoa"), f"/library/readings/{world.reading.public_id}/"
    first, second = client.post(url, GOOD | KEY), client.post(url, GOOD | KEY)
    assert first["Location"] == second["Location"]
    assert Document.objects.count() == 3


def test_discarding_twice_is_answered_twice(world: World):
    client, url = world.client("hoa"), f"/library/readings/{world.reading.public_id}/discard/"
    assert client.post(url, KEY)["Location"] == client.post(url, KEY)["Location"] == "/library/readings/"


def test_what_a_document_says_is_text(world: World):
    url = f"/library/documents/{world.public.public_id}/"
    hostile = '"><script>alert(1)</script>'
    assert world.client("dung").post(url + "mend/", GOOD | {"title": hostile, "summary": hostile}).status_code == 302
    assert "<script>alert" not in text_of(world.client("an").get(url))
