"""Collective petitions: gathered by a union, sent on as one case, answered to each; who they are stays with the union."""

import io
import re
from datetime import timedelta
from itertools import count
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from caunoi.feedback import actions
from caunoi.feedback.choices import FollowerKind, Identity, PetitionState, State
from caunoi.feedback.models import Case, Entry, Follower, Petition, PetitionVoice, Sender
from caunoi.feedback.queries import cases_visible_to, follower_for, thread_of
from caunoi.feedback.queries import petitions as reading
from caunoi.kit import clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.http.logs import without_keys
from caunoi.organisations.queries import scope_of
from caunoi.pure.receipts import shown
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer

pytestmark = [pytest.mark.room, pytest.mark.django_db]
SECRET = "Con tôi ốm mà vẫn phải xếp hàng từ 5 giờ sáng"
TEXT = "Một cửa xã Mỹ Đức chỉ nhận hồ sơ buổi sáng, công nhân ca ngày không thể đến nộp."
_keys = count(1)


def gather(cast: Cast, voices: int = 0, **facts: Any) -> Petition:
    draft = actions.PetitionDraft(title="Mở một cửa buổi chiều", text=TEXT, body=cast.units["UB-MD"], **facts)
    petition = actions.open_petition(unit=cast.units["MD-1"], draft=draft, by=cast.minh, at=MONDAY)
    for number in range(voices):
        join(petition, text=f"{SECRET} ({number})", name=f"Nguyễn Thị Bí Mật {number}")
    return petition


def join(petition: Petition, **facts: Any) -> str:
    draft = actions.VoiceDraft(key=f"voice-{next(_keys):08d}", **facts)
    return actions.add_petition_voice(petition=petition, draft=draft, by=None, at=MONDAY)[1]


def visible(cast: Cast, name: str) -> list[Petition]:
    user = cast.users[name]
    return list(reading.petitions_visible_to(user, scope_of(user, MONDAY.date())))


def test_four_voices_are_not_sent_on_and_five_are(cast: Cast):
    petition = gather(cast, voices=4)
    with pytest.raises(ValidationError) as stopped:
        actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    assert stopped.value.messages == ["Mới có 4 người. Còn thiếu 1 người nữa mới chuyển được, để không ai bị nhận ra."]
    assert not Case.objects.exists()
    join(petition)
    assert actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY).voice_count == 5


def test_a_row_whose_threshold_was_lowered_past_the_action_still_needs_five(cast: Cast):
    petition = gather(cast, voices=4)
    Petition.objects.update(threshold=2)
    with pytest.raises(ValidationError):
        actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY)


def test_a_threshold_under_five_is_refused(cast: Cast):
    with pytest.raises(ValidationError) as stopped:
        gather(cast, threshold=4)
    assert list(stopped.value.message_dict) == ["threshold"]


def test_the_union_is_the_named_sender_and_the_case_holds_nothing_of_a_voice(cast: Cast):
    petition = gather(cast, voices=6)
    case = actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    sender = Sender.objects.get(case=case)
    assert (case.identity, sender.name, sender.user, case.title) == (
        Identity.PUBLIC, "CĐCS Công ty TNHH May Sông Đáy", None, "Mở một cửa buổi chiều",
    )  # fmt: skip
    said = "\n".join(
        [
            case.text,
            *Entry.objects.values_list("text", flat=True),
            *map(str, AuditRow.objects.values_list("facts", flat=True)),
        ]
    )
    assert "ít nhất 5 người lao động" in case.text
    assert SECRET not in said
    assert "Bí Mật" not in said
    rows = Follower.objects.filter(case=case, kind=FollowerKind.PETITIONER)
    assert len(set(rows.values_list("joined_at", flat=True))) == 1


def test_the_answer_reaches_every_receipt(cast: Cast):
    petition = gather(cast, voices=4)
    receipt = shown(join(petition))
    assert follower_for(receipt, MONDAY) is None
    case = actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    case = actions.assign_case(case=case, unit=cast.units["UB-MD"], by=cast.hoa, at=MONDAY)
    actions.accept_case(case=case, has_no_conflict=True, by=cast.tuan, at=MONDAY)
    reply = answer(case, cast, MONDAY)
    follower = follower_for(receipt, MONDAY)
    assert follower.kind == FollowerKind.PETITIONER
    assert [entry.pk for entry in thread_of(follower).entries] == [reply.pk]
    assert reading.petition_voice_for(receipt, MONDAY) is None


def test_the_union_reads_the_case_that_it_sent(cast: Cast):
    petition = gather(cast, voices=5)
    actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    petition.refresh_from_db()
    thread = thread_of(reading.origin_of(petition))
    assert thread.state == State.RECEIVED
    assert [entry.text.splitlines()[0] for entry in thread.entries] == [TEXT]


def test_before_it_is_sent_a_receipt_shows_how_far_the_gathering_is(cast: Cast):
    petition = gather(cast, voices=2)
    receipt = shown(join(petition))
    sight = reading.petition_voice_for(receipt, MONDAY)
    assert (sight.count, sight.petition.threshold, sight.petition.state) == (3, 5, PetitionState.GATHERING)
    assert reading.petition_voice_for(receipt, MONDAY + timedelta(days=365)) is None
    assert reading.petition_voice_for("AAAA-AAAA-AAAA-AAAA-A", MONDAY) is None


def test_who_joined_is_told_that_it_was_given_up(cast: Cast):
    petition = gather(cast, voices=1)
    receipt = shown(join(petition))
    actions.cancel_petition(petition=petition, reason="Xã đã mở buổi chiều từ 1/12", by=cast.minh, at=MONDAY)
    sight = reading.petition_voice_for(receipt, MONDAY)
    assert (sight.petition.state, sight.petition.stop_reason) == ("CANCELLED", "Xã đã mở buổi chiều từ 1/12")
    with pytest.raises(ValidationError):
        join(petition)


def test_the_same_form_is_one_voice_with_one_receipt(cast: Cast):
    petition = gather(cast)
    draft = actions.VoiceDraft(key="the-same-form-of-a-phone")
    receipts = {actions.add_petition_voice(petition=petition, draft=draft, by=None, at=MONDAY)[1] for _ in range(2)}
    assert (len(receipts), PetitionVoice.objects.count()) == (1, 1)


def test_a_voice_written_down_for_somebody_needs_a_way_to_them(cast: Cast):
    petition = gather(cast)
    draft = actions.VoiceDraft(key="paper-0000000000000001", name="Bác Tư")
    with pytest.raises(ValidationError) as stopped:
        actions.add_petition_voice(petition=petition, draft=draft, by=cast.minh, at=MONDAY)
    assert list(stopped.value.message_dict) == ["contact"]
    printed = actions.VoiceDraft(key="paper-0000000000000001", has_printed_receipt=True)
    voice, _receipt = actions.add_petition_voice(petition=petition, draft=printed, by=cast.minh, at=MONDAY)
    assert voice.entered_by == cast.minh


def test_who_sees_which(cast: Cast):
    petition = gather(cast, voices=5)
    seen = {name: [row.voices_count for row in visible(cast, name)] for name in cast.users}
    assert seen == {"lan": [], "minh": [5], "hoa": [5], "dung": [5], "tuan": [], "quang": []}
    scopes = {name: scope_of(user, MONDAY.date()) for name, user in cast.users.items()}
    voices = {name: len(reading.voices_of(petition, scope)) for name, scope in scopes.items()}
    assert voices == {"lan": 0, "minh": 5, "hoa": 0, "dung": 0, "tuan": 0, "quang": 0}


def test_the_body_sees_the_case_and_no_petition(cast: Cast):
    petition = gather(cast, voices=5)
    case = actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    actions.assign_case(case=case, unit=cast.units["UB-MD"], by=cast.hoa, at=MONDAY)
    scope = scope_of(cast.tuan, MONDAY.date())
    assert cases_visible_to(cast.tuan, scope).get().pk == case.pk
    assert visible(cast, "tuan") == []


def test_an_officer_above_who_is_the_body_sees_none(cast: Cast):
    draft = actions.PetitionDraft(title="Về công đoàn xã", text=TEXT, body=cast.units["MD"])
    actions.open_petition(unit=cast.units["MD-1"], draft=draft, by=cast.minh, at=MONDAY)
    assert (len(visible(cast, "hoa")), len(visible(cast, "minh")), len(visible(cast, "dung"))) == (0, 1, 1)


def test_voices_lie_encrypted(cast: Cast):
    gather(cast, voices=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, name FROM feedback_petitionvoice")
        assert not any("Bí Mật" in value or SECRET in value for row in cursor.fetchall() for value in row)


def test_merging_counts_the_people_and_not_the_union(cast: Cast):
    case = actions.forward_petition(petition=gather(cast, voices=5), by=cast.minh, at=MONDAY)
    other = actions.forward_petition(petition=gather(cast, voices=7), by=cast.minh, at=MONDAY)
    merged = actions.merge_cases(cases=[other], into=case, reason="Cùng một nội dung", by=cast.hoa, at=MONDAY)
    assert merged.voice_count == 12


# --- doors


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(key|opened)" value="([^"]+)"', page))


def test_a_member_joins_by_the_printed_link_and_opens_the_receipt_later(cast: Cast, client: Client):
    petition = gather(cast)
    url = reverse("feedback:join_petition", args=[petition.token])
    with clock.frozen(MONDAY):
        given = fields(client.get(url).content.decode())
    with clock.frozen(MONDAY + timedelta(minutes=1)):
        page = client.post(url, given | {"text": SECRET}).content.decode()
        code = re.search(r'data-code="([^"]+)"', page)[1]
        again = client.post(url, given | {"text": SECRET})
        kept = client.post(reverse("feedback:keep_receipt"), {"receipt": code, "kept": "on"}).content.decode()
        slip = client.post(reverse("feedback:print_slip"), {"receipt": code})
    assert PetitionVoice.objects.count() == 1
    assert again.status_code == 422  # the slow lane lets one form through once
    assert ("1 / 5" in kept, SECRET in kept) == (True, True)
    assert slip.content[:5] == b"%PDF-"


def test_a_robot_that_answers_at_once_is_shown_the_form_again(cast: Cast, client: Client):
    petition = gather(cast)
    url = reverse("feedback:join_petition", args=[petition.token])
    with clock.frozen(MONDAY):
        given = fields(client.get(url).content.decode())
        page = client.post(url, given | {"text": SECRET})
    assert (page.status_code, PetitionVoice.objects.count()) == (422, 0)
    assert SECRET in page.content.decode()  # nothing that was written is lost


def test_no_officer_and_no_agency_reads_a_voice_on_any_page(cast: Cast, sign_in: Any):
    petition = gather(cast, voices=5)
    case = actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    actions.assign_case(case=case, unit=cast.units["UB-MD"], by=cast.hoa, at=MONDAY)
    read = {}
    for name in ("minh", "hoa", "dung", "tuan"):
        client = sign_in(name)
        pages = [
            client.get(reverse("feedback:petition", args=[petition.public_id])),
            client.get(reverse("feedback:case", args=[case.public_id])),
            client.get(reverse("feedback:petitions")),
            client.get(reverse("feedback:inbox")),
        ]
        text = "".join(page.content.decode() for page in pages)
        read[name] = ([page.status_code for page in pages], SECRET in text, "Bí Mật" in text)
    assert read == {
        "minh": ([200, 404, 200, 200], True, True),
        "hoa": ([200, 200, 200, 200], False, False),
        "dung": ([200, 200, 200, 200], False, False),
        "tuan": ([404, 200, 404, 200], False, False),
    }


def test_the_agency_reads_at_least_and_not_how_many(cast: Cast, sign_in: Any):
    case = actions.forward_petition(petition=gather(cast, voices=17), by=cast.minh, at=MONDAY)
    actions.assign_case(case=case, unit=cast.units["UB-MD"], by=cast.hoa, at=MONDAY)
    client = sign_in("tuan")
    page = client.get(reverse("feedback:case", args=[case.public_id])).content.decode()
    inbox = client.get(reverse("feedback:inbox")).content.decode()
    assert "ít nhất 5 người" in page
    assert "17 tiếng nói" not in page + inbox
    assert case.voice_count == 17


def test_the_chair_answers_a_question_of_the_body(cast: Cast, sign_in: Any):
    petition = gather(cast, voices=5)
    case = actions.forward_petition(petition=petition, by=cast.minh, at=MONDAY)
    actions.ask_sender(case=case, text="Nên mở buổi nào?", by=cast.hoa, at=MONDAY)
    client = sign_in("minh")
    url = reverse("feedback:answer_petition", args=[petition.public_id])
    assert client.post(url, {"text": "Chiều thứ hai và thứ năm"}).status_code == 302
    page = client.get(reverse("feedback:petition", args=[petition.public_id])).content.decode()
    assert ("Nên mở buổi nào?" in page, "Chiều thứ hai và thứ năm" in page) == (True, True)


def test_the_sheet_is_a_page_of_the_size_asked_for(cast: Cast, sign_in: Any):
    petition = gather(cast)
    client = sign_in("minh")
    sizes = {}
    for paper in ("a5", "a4"):
        data = client.get(reverse("feedback:petition_sheet", args=[petition.public_id, paper])).content
        with pikepdf.open(io.BytesIO(data)) as pdf:
            sizes[paper] = (len(pdf.pages), round(float(pdf.pages[0].mediabox[2])))
    assert sizes == {"a5": (1, 420), "a4": (1, 595)}


def test_the_token_never_reaches_the_logs(cast: Cast):
    petition = gather(cast)
    path = reverse("feedback:join_petition", args=[petition.token])
    assert without_keys(f"Not Found: {path}") == "Not Found: /feedback/p/…/"
    assert petition.token not in without_keys(f"next=%2Ffeedback%2Fp%2F{petition.token}%2F")
    assert without_keys("GET /help/p/abc") == "GET /help/p/abc"
