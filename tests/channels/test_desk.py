"""The desk's ways in: the phone, people who come, letters on paper."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from caunoi.channels.choices import PaperState
from caunoi.channels.models import Paper
from caunoi.channels.paper import actions, queries
from caunoi.feedback.choices import Channel, Identity
from caunoi.feedback.models import Attachment, Case, CaseStep, Follower, Sender
from caunoi.feedback.queries import follower_for
from caunoi.kit.files.checks import FileProblem
from caunoi.library.actions.extraction import Extracted
from caunoi.pure.receipts import spoken
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, TEXT
from tests.kit.samples import pdf, picture
from tests.pages import Page

pytestmark = [pytest.mark.door, pytest.mark.django_db]
GIVEN = {"text": TEXT, "body": "Ủy ban nhân dân xã Mỹ Đức (UB-MD)", "topic": "ONE_STOP", "place": "Thôn 3", "identity": "HANDLER",
         "name": "Nguyễn Thị Lan", "contact": "0912 345 678", "idempotency_key": "form-key-0001"}  # fmt: skip


@pytest.fixture
def hoa(cast: Cast, sign_in: Any) -> Client:
    return sign_in("hoa")


def send(client: Client, deed: str = "send", url: str = "/channels/hotline/", **given: str) -> Any:
    return client.post(url, GIVEN | {"deed": deed} | given)


def receipt_on(response: Any) -> str:
    return "-".join(re.findall(r"<li><b>([^<]+)</b>", response.content.decode()))


def test_words_are_read_back_before_anything_is_sent(hoa: Client):
    page = send(hoa, "check").content.decode()
    assert "Hỏi: tôi ghi thế này đúng ý chưa?" in page
    assert page.count(escape(TEXT)) == 2
    assert not Case.objects.exists()


def test_a_call_becomes_a_case_with_its_clerk_and_a_receipt_to_read_out(cast: Cast, hoa: Client):
    response = send(hoa)
    case = Case.objects.get()
    assert (response.status_code, case.channel, case.body, case.place) == (
        200, Channel.HOTLINE, cast.units["UB-MD"], "Thôn 3",
    )  # fmt: skip
    assert (case.sender.clerk, case.sender.contact, CaseStep.objects.get().by) == (cast.hoa, "0912 345 678", cast.hoa)
    assert follower_for(receipt_on(response), MONDAY).case == case
    assert Follower.objects.get().user is None
    assert response.headers["Cache-Control"] == "private, no-store"


def test_sending_twice_shows_the_same_receipt(hoa: Client):
    one, two = receipt_on(send(hoa)), receipt_on(send(hoa))
    assert (one, Case.objects.count()) == (two, 1)


def test_what_names_no_body_stays_at_the_union_that_took_it_in(cast: Cast, hoa: Client):
    send(hoa, body="")
    assert Case.objects.get().desk == cast.units["MD"]


def test_people_who_come_have_a_channel_of_their_own(hoa: Client):
    send(hoa, url="/channels/in-person/")
    assert Case.objects.get().channel == Channel.IN_PERSON


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"), ({"text": "ừ"}, "text"), ({"contact": ""}, "contact"), ({"body": "Sở Mây"}, "body"),
        ({"identity": "RECEIPT"}, "contact"), ({"identity": "X"}, "identity"), ({"topic": "X"}, "topic"),
        ({"body": "", "is_about_body": "on"}, "body"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_what_was_typed_stays(hoa: Client, given: dict[str, str], field: str):
    response = send(hoa, **given)
    page = response.content.decode()
    assert (response.status_code, f'href="#id_{field}' in page, "Thôn 3" in page) == (422, True, True)
    assert not Case.objects.exists()


def test_who_wants_nothing_kept_takes_the_receipt(hoa: Client):
    send(hoa, identity="RECEIPT", has_printed_receipt="on")
    row = Sender.objects.get()
    assert (row.name, row.contact, row.has_printed_receipt, Case.objects.get().identity) == (
        "",
        "",
        True,
        Identity.RECEIPT,
    )


def test_who_is_named_is_out_of_it(cast: Cast, hoa: Client):
    send(hoa, about_people="Đỗ Anh Tuấn")
    assert [row.user for row in Case.objects.get().recusals.all()] == [cast.tuan]


def test_hints_come_by_post_and_name_bodies_and_subjects(hoa: Client):
    response = hoa.post("/channels/hints/", {"text": TEXT, "body": "my duc"})
    page = response.content.decode()
    assert 'data-value="Ủy ban nhân dân xã Mỹ Đức (UB-MD)"' in page
    assert 'data-fill="topic" data-value="ONE_STOP"' in page
    assert hoa.get("/channels/hints/").status_code == 405


def test_symbols_are_spelled_so_that_they_can_be_heard():
    assert spoken("7K3M") == "bảy, ca, ba, em-mờ"
    assert spoken("*") == "sao"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine reads this; the reading itself is tried in the library."""
    monkeypatch.setattr(actions, "extract", lambda *_, **__: Extracted(TEXT, 1, is_scanned=True))


def bring(client: Client, name: str = "don.jpg", data: bytes | None = None) -> Any:
    file = SimpleUploadedFile(name, picture() if data is None else data)
    return client.post("/channels/paper/", {"file": file, "idempotency_key": f"bring-{name}-0001"})


def test_a_paper_is_read_checked_and_becomes_a_case_with_its_picture(cast: Cast, hoa: Client, read: None):
    url = bring(hoa)["Location"]
    assert "Chờ máy đọc…" in hoa.get(url).content.decode()
    actions.read_paper(paper_id=Paper.objects.get().pk)
    assert escape(TEXT) in hoa.get(url).content.decode()
    response = hoa.post(url, GIVEN | {"text": TEXT + " Đã sửa."})
    case, paper = Case.objects.get(), Paper.objects.get()
    assert (case.channel, case.sender.clerk, paper.state, paper.case, paper.text) == (
        Channel.PAPER, cast.hoa, PaperState.TAKEN, case, "",
    )  # fmt: skip
    assert case.text.endswith("Đã sửa.")
    assert Attachment.objects.get().file.subject == f"feedback.case:{case.pk}"
    assert receipt_on(hoa.post(url, GIVEN | {"text": TEXT + " Đã sửa."})) == receipt_on(response)
    assert hoa.get(url).status_code == 404


def test_what_the_machine_cannot_read_the_person_types(hoa: Client, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: Any, **__: Any) -> Extracted:
        raise FileProblem("OCR", "Không đọc được chữ trong bản quét.")

    monkeypatch.setattr(actions, "extract", fails)
    url = bring(hoa)["Location"]
    actions.read_paper(paper_id=Paper.objects.get().pk)
    assert "Không đọc được chữ trong bản quét." in hoa.get(url).content.decode()
    assert hoa.post(url, GIVEN).status_code == 200
    assert Case.objects.get().text == TEXT


@pytest.mark.parametrize(("name", "data"), [("a.jpg", b""), ("a.jpg", b"MZ\0"), ("a.pdf", pdf(6)), ("a.txt", b"loi")])
def test_what_is_no_picture_of_a_letter_is_refused(hoa: Client, name: str, data: bytes):
    assert bring(hoa, name, data).status_code == 422
    assert not Paper.objects.exists()


def test_each_page_is_shown_as_a_picture_that_we_made(hoa: Client):
    url = bring(hoa, "don.pdf", pdf(2))["Location"]
    pages = [hoa.get(f"{url}page/{n}/") for n in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 404]
    assert pages[1].content.startswith(b"\xff\xd8\xff")


def test_a_reading_that_was_cut_off_is_asked_for_again_and_ends(hoa: Client):
    bring(hoa)
    late = MONDAY + queries.LOST_AFTER * 2
    Paper.objects.update(state=PaperState.READING, attempts_count=1)
    assert actions.resume_papers(at=late) == 1
    assert Paper.objects.get().state == PaperState.QUEUED
    Paper.objects.update(state=PaperState.READING, attempts_count=3, seen_at=MONDAY)
    actions.resume_papers(at=late)
    assert Paper.objects.get().state == PaperState.FAILED


def test_a_dropped_paper_shows_its_picture_to_nobody(hoa: Client):
    url = bring(hoa)["Location"]
    assert hoa.post(f"{url}discard/").status_code == 302
    assert (hoa.get(f"{url}page/0/").status_code, Paper.objects.get().file.subject) == (404, "")


@pytest.mark.parametrize("url", ["/channels/hotline/", "/channels/in-person/", "/channels/paper/"])
def test_pages_are_whole(hoa: Client, url: str):
    assert Page(hoa.get(url).content.decode()).problems() == []
