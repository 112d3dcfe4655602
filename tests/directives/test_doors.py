"""The doors of directives: issuing, answering, proof."""

from datetime import timedelta

import pytest

from caunoi.directives.models import Acknowledgement, Directive, Evidence, Reminder
from caunoi.kit import clock
from tests.doors import COMPOSED, DECOMPOSED, HOSTILE, KEY, PLAIN, TCVN3, VNI, refused, rows_of, text_of, upload
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door


def filled(world: World, **changes: object) -> dict[str, object]:
    due = (clock.today() + timedelta(days=9)).isoformat()
    good = {"issuer": world.cast.units["MD"].public_id, "title": "Làm ngay", "due_on": due, "rule": "SUBTREE"}
    return good | rows_of("duty", {"keep": "on", "text": "Phổ biến"}) | {"deed": "issue"} | changes


def address(world: World) -> str:
    return f"/directives/issue/{world.private.public_id}/"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", ""),
        ("title", "a" * 301, ""),
        ("message", "a" * 2001, ""),
        ("due_on", "mai", "Nhập ngày dạng 18/6/2021."),
        ("due_on", "1/1/2020", "Hạn phải từ hôm nay trở đi."),
        ("rule", "TAT_CA", ""),
        ("rule", "KIND", "Điền mục này để biết giao cho ai."),
        ("rule", "AREA", "Điền mục này để biết giao cho ai."),
        ("rule", "LIST", "Điền mục này để biết giao cho ai."),
        ("codes", "KHONG-CO", "KHONG-CO"),
        ("kinds", "999999999999999999999999", ""),
        ("kinds", "x", ""),
        ("issuer", "x", ""),
        ("duty-TOTAL_FORMS", "x", ""),
    ],
)
def test_a_wrong_field_is_said_and_the_others_are_kept(world: World, field: str, value: str, words: str):
    before = Directive.objects.count()
    given = filled(world, **{"duty-0-actor": "Công đoàn cơ sở", field: value})
    if field != "duty-TOTAL_FORMS":
        given["area"] = "" if value == "AREA" else "00123"
    page = refused(world.client("hoa").post(address(world), given), words)
    assert field == "duty-TOTAL_FORMS" or 'value="Công đoàn cơ sở"' in page
    assert Directive.objects.count() == before


def test_a_stranger_cannot_issue_for_another_unit(world: World):
    given = filled(world, issuer=world.cast.units["HN"].public_id)
    refused(world.client("hoa").post(address(world), given))


def test_nobody_to_receive_is_refused(world: World):
    given = filled(world, rule="AREA", area="99999")
    refused(world.client("hoa").post(address(world), given), "Không có đơn vị nào hợp với cách chọn này")


def test_a_row_with_a_wrong_day_is_said(world: World):
    given = filled(world) | rows_of("duty", {"keep": "on", "text": "Phổ biến", "due": "ngày mai"})
    refused(world.client("hoa").post(address(world), given), "Nhập ngày dạng 18/6/2021.")


def test_issuing_twice_issues_once(world: World):
    client, before = world.client("hoa"), Directive.objects.count()
    given = filled(world, **KEY)
    assert client.post(address(world), given)["Location"] == client.post(address(world), given)["Location"]
    assert Directive.objects.count() == before + 1


@pytest.mark.parametrize(("typed", "kept"), [(DECOMPOSED, COMPOSED), (TCVN3, PLAIN), (VNI, PLAIN)])
def test_pasted_text_is_kept_in_one_form_of_unicode(world: World, typed: str, kept: str):
    assert world.client("hoa").post(address(world), filled(world, message=typed)).status_code == 302
    assert Directive.objects.order_by("-id")[0].message == kept


def test_codes_are_taken_however_they_are_parted(world: World):
    given = filled(world, rule="LIST", codes="md-1; MD-2,\n")
    response = world.client("hoa").post(address(world), given)
    assert response.status_code == 302
    assert Directive.objects.order_by("-id")[0].recipient_count == 2


@pytest.mark.parametrize("words", HOSTILE)
def test_the_proof_answers_any_address(world: World, words: str):
    client, url = world.client("dung"), f"/directives/{world.directive.public_id}/coverage/"
    root = f"/{world.cast.units['HN'].pk}/"
    for name in ("level", "tree", "only", "open"):
        assert client.get(url, {name: words}).status_code == 200
    for path in (words, root + words, f"{root}{words}/"):
        assert client.get(url, {"path": path}).status_code in {200, 404}
        assert client.get(url + "export.xlsx", {"path": path}).status_code in {200, 404}
    for field in ("path", "level", "recipient"):
        assert client.post(url + "remind/", {field: words}).status_code in {302, 404}
    assert client.post(url + "minutes/", {"path": f"{root}{words}/"}).status_code in {302, 404}
    assert client.get("/directives/", {"from": words}).status_code == 200


def test_nobody_looks_above_their_branch(world: World):
    url = f"/directives/{world.directive.public_id}/coverage/"
    city = f"/{world.cast.units['HN'].pk}/"
    for path in (city, "/", f"{city}{world.cast.units['HD'].pk}/"):
        assert world.client("hoa").get(url, {"path": path}).status_code == 404


def test_one_tap_through_the_link_counts_once(world: World):
    client = world.client("an")
    for _time in range(2):
        assert client.post(f"/d/{world.token}/", KEY).status_code == 302
    assert client.post(f"/d/{world.token}/", {"name": "Người khác"}).status_code == 302
    assert Acknowledgement.objects.get(recipient=world.unanswered).name == "Minh"


def test_an_oversized_name_is_refused_and_kept(world: World):
    page = text_of(response := world.client("an").post(f"/d/{world.token}/", {"name": "Ấ" * 161}))
    assert response.status_code == 422
    assert "Ấ" * 161 in page
    assert not Acknowledgement.objects.filter(recipient=world.unanswered).exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, ""),
        ({"met_on": "31/2/2026", "note": "Họp tổ, đủ người"}, "Nhập ngày dạng 18/6/2021."),
        ({"met_on": "2199-01-01", "note": "Họp tổ, đủ người"}, ""),
        ({"attendance_count": "-3", "note": "Họp tổ, đủ người"}, ""),
        ({"attendance_count": "ba", "note": "Họp tổ, đủ người"}, ""),
        ({"note": "a" * 501}, ""),
        ({"sheet": ("trong.jpg", b"")}, ""),
        ({"sheet": ("sai.jpg", b"khong phai anh")}, "Tên tệp nói là JPG"),
    ],
)
def test_a_wrong_sheet_is_refused(world: World, given: dict[str, object], words: str):
    url = f"/directives/recipients/{world.unanswered.public_id}/meeting/"
    sent = {name: upload(*value) if isinstance(value, tuple) else value for name, value in given.items()}
    page = refused(world.client("hoa").post(url, sent), words)
    assert "note" not in given or str(given["note"]) in page
    assert not Acknowledgement.objects.filter(recipient=world.unanswered).exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"note": "ngắn"},
        {"note": "Đã họp toàn thể đoàn viên", "happened_on": "2199-01-01"},
        {"note": "Đã họp toàn thể đoàn viên", "obligation": "x"},
        {"note": "Đã họp toàn thể đoàn viên", "attendance_count": "9" * 30},
        {"note": "a" * 4001},
        {"file": ("trong.pdf", b"")},
    ],
)
def test_wrong_evidence_is_refused(world: World, given: dict[str, object]):
    url = f"/directives/recipients/{world.recipient.public_id}/evidence/"
    sent = {name: upload(*value) if isinstance(value, tuple) else value for name, value in given.items()}
    page = refused(world.client("minh").post(url, sent))
    assert "note" not in given or str(given["note"]) in page
    assert Evidence.objects.count() == 1


def test_evidence_before_the_acknowledgement_is_refused(world: World):
    url = f"/directives/recipients/{world.unanswered.public_id}/evidence/"
    given = {"note": "Đã họp toàn thể đoàn viên"}
    refused(world.client("minh").post(url, given), "chưa xác nhận đã nhận chỉ đạo này", given["note"])


def test_evidence_sent_twice_is_one(world: World):
    client, url = world.client("minh"), f"/directives/recipients/{world.recipient.public_id}/evidence/"
    for _time in range(2):
        assert client.post(url, {"note": "Đã họp toàn thể đoàn viên", **KEY}).status_code == 302
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize("given", [{}, {"deed": "return"}, {"deed": "x", "note": ""}, {"note": "a" * 501}])
def test_returning_without_a_reason_is_refused(world: World, given: dict[str, str]):
    refused(world.client("hoa").post(f"/directives/evidence/{world.evidence.public_id}/", given))


def test_reminding_twice_reminds_once(world: World):
    client, url = world.client("dung"), f"/directives/{world.directive.public_id}/coverage/remind/"
    for _time in range(2):
        assert client.post(url, KEY).status_code == 302
    assert client.post(url, {}).status_code == 302
    counts = Reminder.objects.values_list("recipient", flat=True)
    assert len(counts) == len(set(counts)) > 0


@pytest.mark.parametrize("codes", ["", "KHONG-CO", "HN", "UB-MD", "MD-1", "\0"])
def test_adding_nobody_is_refused(world: World, codes: str):
    url = f"/directives/{world.quiet.public_id}/recipients/add/"
    refused(world.client("hoa").post(url, {"codes": codes, "due_on": "2030-01-01"}))
