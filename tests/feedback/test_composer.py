"""Writing the answer: checklist, legal basis, proof, preview, correction; and publishing it with masks."""

from datetime import timedelta

import pytest

from caunoi.feedback.choices import EntryKind, Identity, State
from caunoi.feedback.models import Attachment, Case, Citation, Entry, Publication, ReplyTemplate
from caunoi.kit import clock
from caunoi.library.models import Clause, Document
from tests.cast import Cast
from tests.doors import refused, text_of, upload
from tests.feedback.deeds import answer, at_unit
from tests.world import GUIDANCE, make_document

pytestmark = [pytest.mark.door, pytest.mark.django_db]
WORDS = "Giấy khai sinh đã trả ngày 18/11. Từ nay một cửa nhắn tin khi trễ hẹn."
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"
PERSONAL = "Tôi là Nguyễn Thị Lan, số 0912 345 678. Một cửa xã trả giấy khai sinh chậm mười ngày."


@pytest.fixture
def case(cast: Cast) -> Case:
    return at_unit(cast, at=clock.now() - timedelta(hours=2), text=PERSONAL).case


def send(sign_in, case: Case, rest: str = "reply/", **fields):
    given = {"text": WORDS, "outcome": "DONE", **fields}
    return sign_in("tuan").post(f"/feedback/cases/{case.public_id}/{rest}", given)


WHOLE = {
    "done": "Đã trả giấy", "done_by": "Một cửa xã", "done_on": "2026-11-18", "next_step": "Không còn bước nào",
    "missing_reason": "Bản giấy lưu ở hồ sơ",
}  # fmt: skip


def test_a_lacking_checklist_needs_a_reason_and_keeps_what_was_typed(sign_in, case: Case):
    page = refused(send(sign_in, case, done="Đã trả giấy"), "Thiếu vẫn gửi được, nhưng cần ghi lý do.")
    assert WORDS in page
    assert "Có 1/6" in page
    assert Case.objects.get(pk=case.pk).state == State.HANDLING


def test_an_answer_is_sent_with_its_checklist(sign_in, case: Case):
    response = send(sign_in, case, **WHOLE)
    assert response["Location"] == f"/feedback/cases/{case.public_id}/"
    case.refresh_from_db()
    entry = Entry.objects.get(case=case, kind=EntryKind.REPLY)
    assert (case.state, case.is_on_time, entry.done_by, str(entry.done_on)) == (
        State.ANSWERED, True, "Một cửa xã", "2026-11-18"
    )  # fmt: skip


def test_the_basis_is_found_in_the_library_with_its_clause(cast: Cast, sign_in, case: Case):
    document, _file = make_document(GUIDANCE, cast.units["HN"], cast.dung)
    key, anchor = str(document.public_id), Clause.objects.get(version__document=document, label="Điều 1").anchor
    found = text_of(sign_in("tuan").get("/feedback/basis/", {"q": "thong tin tuyen truyen"}))
    assert key in found
    assert "Điều 1" in found
    without_script = send(sign_in, case, q="12/HD", deed="find")
    assert (without_script.status_code, key in text_of(without_script)) == (200, True)
    send(sign_in, case, **WHOLE, **{"basis": key, f"clause-{key}": anchor})
    citation = Citation.objects.get()
    assert (citation.document, citation.anchor, citation.label) == (
        document, anchor, "Điều 1 Hướng dẫn số 12/HD-LĐLĐ"
    )  # fmt: skip


def test_a_document_that_the_official_may_not_see_is_no_basis(cast: Cast, sign_in, case: Case):
    document, _file = make_document(GUIDANCE, cast.units["HD"], cast.dung)
    Document.objects.filter(pk=document.pk).update(is_public=False)
    send(sign_in, case, **WHOLE, basis=str(document.public_id))
    assert Citation.objects.count() == 0


def test_proof_goes_along_and_is_seen_by_who_sees_the_case(sign_in, case: Case):
    refused(send(sign_in, case, **WHOLE, files=upload("anh.jpg", b"not a picture")))
    assert Case.objects.get(pk=case.pk).state == State.HANDLING
    send(sign_in, case, **WHOLE, files=upload("bien-nhan.txt", b"bien nhan"))
    file = Attachment.objects.get().file
    assert b"".join(sign_in("hoa").get(f"/files/{file.public_id}/").streaming_content) == b"bien nhan"
    assert sign_in("quang").get(f"/files/{file.public_id}/").status_code == 404


def test_the_preview_shows_the_unit_and_not_the_person_and_sends_nothing(sign_in, case: Case):
    response = send(sign_in, case, "reply/preview/", **WHOLE)
    body = text_of(response).split("<main", 1)[1]
    assert WORDS in body
    assert "Ủy ban nhân dân xã Mỹ Đức" in body
    assert "Đỗ Anh Tuấn" not in body
    assert not Entry.objects.filter(case=case, kind=EntryKind.REPLY).exists()


def test_a_template_is_the_beginning(sign_in, case: Case):
    row = ReplyTemplate.objects.filter(state=State.ANSWERED).first()
    page = text_of(sign_in("tuan").get(f"/feedback/cases/{case.public_id}/reply/?template={row.public_id}"))
    assert f"{row.text}</textarea>" in page.replace("\n", "")


def test_an_answer_is_mended_within_three_days_and_not_after(cast: Cast, sign_in, case: Case):
    answer(case, cast, clock.now())
    rest = "reply/correct/"
    refused(send(sign_in, case, rest, **WHOLE))
    send(sign_in, case, rest, **WHOLE, reason="Ghi nhầm ngày trả giấy")
    newest = Entry.objects.filter(case=case, kind=EntryKind.REPLY).order_by("-id").first()
    assert (newest.text, newest.corrects is not None) == (WORDS, True)
    Case.objects.filter(pk=case.pk).update(answered_at=clock.now() - timedelta(days=4))
    assert send(sign_in, case, rest, **WHOLE, reason="Ghi nhầm ngày trả giấy").status_code == 302
    assert Entry.objects.filter(case=case, kind=EntryKind.REPLY).count() == 2


def test_only_the_unit_answers(sign_in, case: Case):
    for name in ("hoa", "dung", "minh", "lan", "quang"):
        assert sign_in(name).post(f"/feedback/cases/{case.public_id}/reply/", {"text": WORDS}).status_code == 404


def publish(sign_in, case: Case, **fields):
    return sign_in("hoa").post(f"/feedback/cases/{case.public_id}/publish/", fields)


def test_masks_are_proposed_and_each_can_be_left_out(cast: Cast, sign_in, case: Case):
    answer(case, cast, clock.now())
    page = sign_in("hoa").get(f"/feedback/cases/{case.public_id}/publish/")
    keys = {
        place["words"]: place["key"]
        for section in page.context["sections"]
        for place in section["places"]
        if place["key"].startswith("question")
    }
    assert set(keys) == {"Nguyễn Thị Lan", "0912 345 678"}
    form = publish(sign_in, case, deed="cover", mask=list(keys.values())).context["form"]
    assert form["question"].value() == PERSONAL.replace("Nguyễn Thị Lan", "[họ tên]").replace(
        "0912 345 678", "[số điện thoại]"
    )
    kept = publish(sign_in, case, deed="cover", mask=[keys["Nguyễn Thị Lan"]])
    assert "0912 345 678" in kept.context["form"]["question"].value()
    assert "0912 345 678" in kept.context["left"]


def test_publishing_takes_two_confirmations(cast: Cast, sign_in, case: Case):
    answer(case, cast, clock.now())
    words = {"deed": "publish", "title": "Trả giấy chậm", "question": "Trả giấy khai sinh chậm", "answer": WORDS}
    for tick in ("has_masks_confirmed", "is_understood"):
        refused(publish(sign_in, case, **words, **{tick: "on"}))
    assert Publication.objects.count() == 0
    publish(sign_in, case, **words, has_masks_confirmed="on", is_understood="on")
    row = Publication.objects.get()
    assert (row.question, row.sender_name, row.withdrawn_at) == ("Trả giấy khai sinh chậm", "", None)
    refused(sign_in("hoa").post(f"/feedback/cases/{case.public_id}/publish/withdraw/", {"reason": ""}))
    sign_in("hoa").post(f"/feedback/cases/{case.public_id}/publish/withdraw/", {"reason": "Người gửi đề nghị rút"})
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_a_public_name_is_said_before_it_is_published(cast: Cast, sign_in):
    case = at_unit(cast, at=clock.now(), identity=Identity.PUBLIC, name="Nguyễn Thị Lan").case
    answer(case, cast, clock.now())
    page = text_of(sign_in("hoa").get(f"/feedback/cases/{case.public_id}/publish/"))
    assert "Sổ công khai sẽ ghi: <b>Nguyễn Thị Lan</b>" in page


def test_templates_of_a_unit_are_kept_by_its_people(cast: Cast, sign_in):
    fields = {"state": "ANSWERED", "title": "Đã sửa đèn", "text": "Đèn đường đã sửa.", "is_active": "on"}
    refused(sign_in("tuan").post("/feedback/templates/add/", {"state": "ANSWERED"}))
    sign_in("tuan").post("/feedback/templates/add/", fields)
    row = ReplyTemplate.objects.get(title="Đã sửa đèn")
    assert row.unit == cast.units["UB-MD"]
    assert sign_in("hoa").get(f"/feedback/templates/{row.public_id}/").status_code == 404
    sign_in("tuan").post(f"/feedback/templates/{row.public_id}/", fields | {"is_active": ""})
    row.refresh_from_db()
    assert row.is_active is False
