"""The page of a case: what it shows to whom, its deeds, the look at who sent it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.feedback.actions import add_note, ask_extension, ask_sender, quarantine_case, recuse
from caunoi.feedback.choices import Identity, RecusalSource, State
from caunoi.feedback.models import Case, Entry, Recusal
from caunoi.kit import clock
from caunoi.kit.audit.models import AuditRow
from tests.cast import Cast
from tests.doors import refused, text_of
from tests.feedback.deeds import answer, at_unit, send

pytestmark = [pytest.mark.door, pytest.mark.django_db]
REASON = "Cần liên hệ để hẹn trả giấy"


@pytest.fixture
def case(cast: Cast) -> Case:
    at = clock.now() - timedelta(days=1)
    return at_unit(cast, at=at, name="Nguyễn Thị Lan", contact="0912345678").case


def page(sign_in, name: str, case: Case, rest: str = "") -> str:
    response = sign_in(name).get(f"/feedback/cases/{case.public_id}/{rest}")
    assert response.status_code == 200, rest
    return text_of(response)


def do(sign_in, name: str, case: Case, rest: str, **fields: str):
    return sign_in(name).post(f"/feedback/cases/{case.public_id}/{rest}/", fields)


def test_the_title_of_the_window_holds_no_word_of_the_sender(sign_in, case: Case):
    title = page(sign_in, "hoa", case).split("<title>")[1].split("</title>")[0]
    assert title.strip() == f"{case.code} · Cầu Nối"


def test_name_and_contact_are_nowhere_on_the_page(sign_in, case: Case):
    for name in ("hoa", "dung", "tuan"):
        words = page(sign_in, name, case)
        assert "Nguyễn Thị Lan" not in words
        assert "0912345678" not in words


def test_the_look_at_the_sender_needs_a_reason_and_is_recorded(sign_in, case: Case):
    refused(do(sign_in, "tuan", case, "sender", reason="vì"))
    assert not AuditRow.objects.filter(verb="feedback.reveal_sender").exists()
    response = do(sign_in, "tuan", case, "sender", reason=REASON)
    assert "0912345678" in text_of(response)
    assert "no-store" in response["Cache-Control"]
    assert AuditRow.objects.filter(verb="feedback.reveal_sender").count() == 1
    assert "0912345678" not in page(sign_in, "tuan", case, "sender/")


def test_nobody_looks_at_a_sender_who_kept_only_a_receipt(cast: Cast, sign_in):
    case = at_unit(cast, identity=Identity.RECEIPT).case
    assert sign_in("hoa").get(f"/feedback/cases/{case.public_id}/sender/").status_code == 404


def test_nobody_looks_at_the_sender_of_what_was_set_apart(cast: Cast, sign_in, case: Case):
    quarantine_case(case=case, by=cast.hoa, at=clock.now())
    assert sign_in("dung").get(f"/feedback/cases/{case.public_id}/sender/").status_code == 404
    assert "Lan" not in page(sign_in, "dung", case)


def test_an_official_who_does_not_handle_it_may_not_look(cast: Cast, sign_in, case: Case):
    Case.objects.filter(pk=case.pk).update(handler=None)
    assert sign_in("tuan").get(f"/feedback/cases/{case.public_id}/sender/").status_code == 404


def test_notes_lie_in_the_private_box_and_not_in_the_dialogue(cast: Cast, sign_in, case: Case):
    do(sign_in, "hoa", case, "note", text="Đã gọi một cửa, hẹn thứ sáu")
    words = page(sign_in, "tuan", case)
    assert words.count("Đã gọi một cửa, hẹn thứ sáu") == 1
    assert words.index("Diễn biến") < words.index("Ghi chú nội bộ") < words.index("Đã gọi một cửa")


def test_a_question_goes_to_the_sender_and_the_clock_goes_on(sign_in, case: Case):
    due_at = case.due_at
    do(sign_in, "tuan", case, "ask", text="Anh chị nộp hồ sơ ngày nào?")
    case.refresh_from_db()
    assert (case.due_at, Entry.objects.filter(case=case, kind="QUESTION").count()) == (due_at, 1)


def test_a_transfer_says_why_and_how_many_are_left(cast: Cast, sign_in, case: Case):
    refused(do(sign_in, "tuan", case, "transfer", unit="MD", reason=""))
    response = do(sign_in, "tuan", case, "transfer", unit="MD", reason="Thuộc thẩm quyền công đoàn xã")
    assert response["Location"] == "/feedback/inbox/"  # it is out of his sight now
    assert "1 / 3 lần" in page(sign_in, "hoa", case)


def test_units_are_offered_while_typing_with_or_without_accents(sign_in, case: Case):
    form = page(sign_in, "hoa", case, "transfer/")
    assert 'data-find="/feedback/units/"' in form
    assert "kit/picker" in form
    found = text_of(sign_in("hoa").post("/feedback/units/", {"q": "uy ban my duc"}))
    assert '<option value="Ủy ban nhân dân xã Mỹ Đức (UB-MD)">' in found
    assert "uy ban my duc</option>" in found
    assert "<option" not in text_of(sign_in("hoa").post("/feedback/units/", {"q": "không có đơn vị này"}))


def test_a_dissolved_unit_is_refused_by_name(cast: Cast, sign_in, case: Case):
    cast.units["HD"].ended_on = clock.today()
    cast.units["HD"].save()
    page_text = refused(do(sign_in, "tuan", case, "transfer", unit="HD", reason="Thuộc thẩm quyền bên kia"))
    assert "đã kết thúc hoạt động" in page_text


def test_acceptance_asks_about_conflicts_and_stepping_aside_hides_the_case(cast: Cast, sign_in):
    received = send(at=clock.now(), body=cast.units["UB-MD"])
    do(sign_in, "hoa", received.case, "assign", unit="UB-MD")
    refused(do(sign_in, "tuan", received.case, "accept"))
    response = do(sign_in, "tuan", received.case, "recusals/me", is_sure="on")
    assert response["Location"] == "/feedback/inbox/"
    assert sign_in("tuan").get(f"/feedback/cases/{received.case.public_id}/").status_code == 404


def test_more_time_is_decided_by_somebody_else(cast: Cast, sign_in, case: Case):
    ask_extension(case=case, days=5, reason="Cần phối hợp với công an xã", by=cast.tuan, at=clock.now())
    assert "Quyết định gia hạn" in page(sign_in, "hoa", case)
    assert sign_in("tuan").get(f"/feedback/cases/{case.public_id}/extension/decide/").status_code == 404
    refused(do(sign_in, "hoa", case, "extension/decide", verdict="no", note=""))
    before = case.due_at
    do(sign_in, "hoa", case, "extension/decide", verdict="yes", note="")
    case.refresh_from_db()
    assert case.due_at > before


def test_a_pause_stands_on_a_ground_and_ends(sign_in, case: Case):
    refused(do(sign_in, "tuan", case, "pause", reason="Bão số 12, xã ngừng làm việc"))
    do(sign_in, "tuan", case, "pause", ground="FORCE_MAJEURE", reason="Bão số 12, xã ngừng làm việc")
    assert "thời hạn đang tạm dừng" in page(sign_in, "hoa", case)
    do(sign_in, "tuan", case, "resume")
    assert "thời hạn đang tạm dừng" not in page(sign_in, "hoa", case)


def test_cases_are_merged_by_code_and_taken_apart(cast: Cast, sign_in, case: Case):
    other = send(at=clock.now(), body=cast.units["UB-MD"]).case
    refused(do(sign_in, "hoa", case, "merge", codes="0000-0000", reason=REASON), "0000-0000")
    do(sign_in, "hoa", case, "merge", codes=other.code.lower(), reason=REASON)
    assert Case.objects.get(pk=other.pk).merged_into == case
    assert case.code in page(sign_in, "hoa", other)
    do(sign_in, "hoa", other, "unmerge", reason="Thật ra là hai việc khác nhau")
    assert Case.objects.get(pk=other.pk).state == State.RECEIVED


def test_recusals_are_added_and_lifted_by_the_desk(cast: Cast, sign_in, case: Case):
    do(sign_in, "hoa", case, "recusals/add", person=str(cast.tuan.public_id))
    assert sign_in("tuan").get(f"/feedback/cases/{case.public_id}/").status_code == 404
    row = Recusal.objects.get(case=case)
    assert "Đỗ Anh Tuấn" in page(sign_in, "hoa", case)
    refused(do(sign_in, "hoa", case, f"recusals/{row.pk}/lift", reason=""))
    do(sign_in, "hoa", case, f"recusals/{row.pk}/lift", reason="Trùng tên, không phải người này")
    assert sign_in("tuan").get(f"/feedback/cases/{case.public_id}/").status_code == 200


def test_who_must_stay_away_is_shown_to_the_desk_only(cast: Cast, sign_in, case: Case):
    recuse(case=case, user=cast.quang, source=RecusalSource.ADDED, by=cast.hoa, at=clock.now())
    assert "Bùi Văn Quang" in page(sign_in, "hoa", case)
    assert "Bùi Văn Quang" not in page(sign_in, "tuan", case)


def test_a_deed_whose_moment_has_passed_leads_back_to_the_case(cast: Cast, sign_in, case: Case):
    response = do(sign_in, "hoa", case, "assign", unit="UB-MD")
    assert response["Location"] == f"/feedback/cases/{case.public_id}/"


def test_the_deadline_is_unfolded_day_by_day(sign_in, case: Case):
    words = page(sign_in, "tuan", case)
    assert "Hạn được tính thế nào" in words
    assert "Luật Tiếp công dân 2013" in words
    assert 'class="days' in words


def test_a_case_costs_the_same_with_little_and_with_much_said(cast: Cast, sign_in, case: Case):
    client, counts = sign_in("hoa"), []
    for more in (1, 3):
        for _ in range(more):
            add_note(case=case, text="Đã gọi điện", by=cast.hoa, at=clock.now())
            ask_sender(case=case, text="Nộp ngày nào?", by=cast.tuan, at=clock.now())
        client.get(f"/feedback/cases/{case.public_id}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/feedback/cases/{case.public_id}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 32


def test_an_answered_case_offers_publishing_to_the_desk(cast: Cast, sign_in, case: Case):
    answer(case, cast, clock.now())
    assert f"/feedback/cases/{case.public_id}/publish/" in page(sign_in, "hoa", case)
    assert f"/feedback/cases/{case.public_id}/publish/" not in page(sign_in, "tuan", case)
