"""What people ask about their own data: two clocks, five rights, and an erasure that leaves no word anywhere."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from caunoi.feedback import actions
from caunoi.feedback.choices import DataRight, Identity
from caunoi.feedback.models import Case, DataRequest, Publication, Recusal, Sender, TriageModel
from caunoi.feedback.queries import data_requests as reading
from caunoi.feedback.queries import follower_for, thread_of
from caunoi.feedback.queries.holdings import described, holdings_of
from caunoi.kit import audit
from caunoi.kit.files import store
from caunoi.kit.files.checks import TEXT
from caunoi.kit.models import StoredFile
from caunoi.organisations.queries import scope_of
from caunoi.pure.receipts import shown
from caunoi.pure.triage.model import train
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer, at_unit, follower_of, send

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=False)]
# A word that nothing else here holds.
RARE = "quỳnhphượng"


def ask(follower: Any, right: DataRight = DataRight.DELETE, **facts: Any) -> DataRequest:
    asker = facts.pop("asker", actions.Asker(follower=follower))
    values = {"text": f"Xin xóa hết, tôi là {RARE}", "key": "data-form-000000000001", "at": MONDAY} | facts
    return actions.ask_data_right(right=right, asker=asker, by=None, **values)[0]


def taken_up(cast: Cast, follower: Any, right: DataRight = DataRight.DELETE, **facts: Any) -> DataRequest:
    request = ask(follower, right, **facts)
    return actions.acknowledge_data_request(request=request, has_third_party=False, by=cast.hoa, at=MONDAY)


def finish(request: DataRequest, by: Any, **facts: Any) -> DataRequest:
    return actions.finish_data_request(request=request, answer="Đã làm theo yêu cầu", by=by, at=MONDAY, **facts)


def day(at: datetime) -> str:
    return timezone.localtime(at).date().isoformat()


def told(cast: Cast) -> Any:
    """A case of somebody whose rare name is in everything that they gave; answered and published."""
    file = store.keep(
        f"giấy của {RARE}".encode(), filename=f"{RARE}.txt", media_type=TEXT, subject="", by=None, at=MONDAY
    )
    received = at_unit(
        cast, text=f"Tôi là {RARE}, hồ sơ khai sinh chậm mười ngày rồi", name=RARE, contact=f"{RARE}@example.vn",
        place=f"nhà {RARE}", about_people=(f"anh {RARE}",), files=(file,), identity=Identity.PUBLIC,
    )  # fmt: skip
    follower = follower_of(received)
    actions.add_to_case(follower=follower, text=f"{RARE} bổ sung", by=None, at=MONDAY)
    answer(received.case, cast, MONDAY)
    actions.rate_case(follower=follower, score=2, reasons=[], comment=f"{RARE} chưa hài lòng", by=None, at=MONDAY)
    words = actions.PublicationDraft("Khai sinh chậm", "Hồ sơ chậm", "Đã trả", has_masks_confirmed=True)
    actions.publish_case(case=received.case, draft=words, by=cast.hoa, at=MONDAY)
    actions.reopen_case(follower=follower, reason=f"{RARE} vẫn chưa nhận được", by=None, at=MONDAY)
    actions.index_case(case_id=received.case.pk)
    actions.propose_case(case=received.case, by=None, at=MONDAY)
    audit.record(received.case, "feedback.lift_recusal", by=cast.hoa, at=MONDAY, content={"reason": f"vì {RARE}"})
    return received


def dump() -> dict[str, bytes]:
    """Every row of every table, the index's own tables too, as bytes; encrypted fields are looked at by their models."""
    found: dict[str, bytes] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            values = [value for row in cursor.fetchall() for value in row]
            plain = [bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in values]
            found[table] = b"\n".join(plain).lower()
    return found


def tables_with_it() -> set[str]:
    return {table for table, held in dump().items() if RARE.encode() in held or b"quynhphuong" in held}


def test_two_working_days_to_take_it_up_and_fifteen_days_to_do_it(cast: Cast):
    request = ask(follower_of(send()))
    assert (day(request.acknowledge_due_at), day(request.due_at)) == ("2026-11-18", "2026-12-01")
    taken = actions.acknowledge_data_request(request=request, has_third_party=True, by=cast.hoa, at=MONDAY)
    assert day(taken.due_at) == "2026-12-07"  # the 20th day is a Sunday


def test_more_time_once_and_at_most_fifteen_days(cast: Cast):
    request = taken_up(cast, follower_of(send()))
    facts = {"request": request, "reason": "Chờ cơ quan khác xóa bản của họ", "by": cast.hoa, "at": MONDAY}
    with pytest.raises(ValidationError):
        actions.extend_data_request(days=16, **facts)
    longer = actions.extend_data_request(days=15, **facts)
    assert longer.due_at - request.due_at == timedelta(days=15)
    with pytest.raises(ValidationError, match="một lần"):
        actions.extend_data_request(days=1, **facts)


def test_erasure_takes_two_people(cast: Cast):
    request = taken_up(cast, follower_of(told(cast)))
    with pytest.raises(ValidationError, match="Một người đề nghị"):
        finish(request, cast.dung)
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    with pytest.raises(ValidationError, match="không tự thực hiện"):
        finish(request, cast.hoa)
    assert Sender.objects.count() == 1
    finish(request, cast.dung)
    assert Sender.objects.count() == 0


def test_the_database_too_refuses_an_erasure_by_one(cast: Cast):
    request = taken_up(cast, follower_of(send()))
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(
            state="DONE", finished_at=MONDAY, finished_by=cast.hoa, proposed_by=cast.hoa
        )


def test_erased_words_are_in_no_table_and_no_file(cast: Cast, django_capture_on_commit_callbacks: Any):
    received = told(cast)
    examples = [(f"{RARE} nói hồ sơ chậm", "REFLECTION"), ("đề nghị mở thêm buổi", "RECOMMENDATION")] * 3
    TriageModel.objects.create(
        version=9, trained_at=MONDAY, example_count=6, content={"kind": train(examples).as_json()}
    )
    path = store.path_of(StoredFile.objects.get().sha256)
    os.utime(path, (0, 0))
    assert len(tables_with_it()) > 6  # the control: it is everywhere
    assert "feedback_triagemodel" in tables_with_it()
    request = taken_up(cast, follower_of(received))
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        done = finish(request, cast.dung)
    assert tables_with_it() == set()
    assert not path.exists()
    assert {key: done.erased[key] for key in ("senders", "cases", "entries", "files", "ratings", "steps", "names")} == {
        "senders": 1, "cases": 1, "entries": 2, "files": 1, "ratings": 1, "steps": 1, "names": 1,
    }  # fmt: skip


def test_encrypted_words_are_gone_too(cast: Cast):
    received = told(cast)
    request = taken_up(cast, follower_of(received))
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    finish(request, cast.dung)
    case = Case.objects.get(pk=received.case.pk)
    request.refresh_from_db()
    assert (case.text, case.sealed_text, case.place, case.title) == ("", "", "", "Lời người gửi đã xóa")
    assert (request.text, request.name, request.contact) == ("", "", "")
    assert set(Recusal.objects.values_list("name", flat=True)) == {""}


def test_the_official_part_stays_and_the_chain_verifies(cast: Cast):
    received = told(cast)
    request = taken_up(cast, follower_of(received))
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    finish(request, cast.dung)
    thread = thread_of(follower_for(shown(received.receipt), MONDAY))
    assert "Giấy khai sinh đã trả ngày 18/11." in [entry.text for entry in thread.entries]
    assert Publication.objects.get().sender_name == ""
    assert received.case.steps.get(verb="erase_words").by == cast.dung
    audit.seal()
    assert audit.verify().is_whole


def test_a_word_that_many_hold_is_not_unlearned(cast: Cast):
    for _number in range(6):
        actions.index_case(case_id=send(text="Hồ sơ chậm trả, đi lại nhiều lần").case.pk)
    examples = [(f"{RARE} hồ sơ", "REFLECTION"), ("hồ sơ khác", "RECOMMENDATION")] * 3
    TriageModel.objects.create(
        version=9, trained_at=MONDAY, example_count=6, content={"kind": train(examples).as_json()}
    )
    received = send(text=f"{RARE} hồ sơ chậm quá rồi")
    request = taken_up(cast, follower_of(received))
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    finish(request, cast.dung)
    weights = TriageModel.objects.get().content["kind"]["weights"]
    assert "ho" in weights
    assert not [name for name in weights if "quynhphuong" in name or RARE in name]


def test_a_file_that_another_case_holds_keeps_its_bytes(cast: Cast, django_capture_on_commit_callbacks: Any):
    kept = {"filename": "a.txt", "media_type": TEXT, "subject": "", "by": None, "at": MONDAY}
    received = send(files=(store.keep(b"cung mot giay", **kept),))
    send(files=(store.keep(b"cung mot giay", **kept),))
    path = store.path_of(StoredFile.objects.first().sha256)
    os.utime(path, (0, 0))
    request = taken_up(cast, follower_of(received))
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        finish(request, cast.dung)
    assert (path.exists(), StoredFile.objects.count()) == (True, 1)


def test_others_who_joined_keep_what_they_said(cast: Cast):
    received = at_unit(cast)
    joined, _receipt = actions.add_voice(case=received.case, key="another-phone-0001", by=None, at=MONDAY)
    entry = actions.add_to_case(follower=joined, text="Tôi cũng bị như vậy", by=None, at=MONDAY)
    request = taken_up(cast, follower_of(received))
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    finish(request, cast.dung)
    entry.refresh_from_db()
    assert entry.text == "Tôi cũng bị như vậy"


def test_seeing_gives_what_is_held_and_of_this_person_only(cast: Cast):
    received = told(cast)
    send(text="Lời của người khác hoàn toàn", name="Người khác")
    request = finish(taken_up(cast, follower_of(received), DataRight.VIEW), cast.hoa)
    given = described(holdings_of(request), request)
    assert given["sender"] == [{"name": RARE, "contact": f"{RARE}@example.vn"}]
    assert [line["text"] for line in given["said"]][1] == f"{RARE} bổ sung"
    assert "người khác" not in str(given).lower()


def test_withdrawn_consent_takes_name_and_contact_and_leaves_the_words(cast: Cast):
    received = told(cast)
    finish(taken_up(cast, follower_of(received), DataRight.WITHDRAW), cast.hoa)
    case = Case.objects.get(pk=received.case.pk)
    assert (Sender.objects.count(), case.identity, case.text[:6]) == (0, Identity.RECEIPT, "Tôi là")


def test_restricting_leaves_the_name_stored_and_opens_it_to_nobody(cast: Cast):
    received = told(cast)
    finish(taken_up(cast, follower_of(received), DataRight.RESTRICT), cast.hoa)
    assert (Sender.objects.get().name, Case.objects.get().identity) == (RARE, Identity.RECEIPT)


def test_correcting_writes_the_new_contact(cast: Cast):
    received = told(cast)
    request = taken_up(cast, follower_of(received), DataRight.CORRECT)
    finish(request, cast.hoa, correction=actions.Correction(contact="0912 345 678"))
    assert (Sender.objects.get().contact, Sender.objects.get().name) == ("0912 345 678", RARE)


def test_a_signed_in_person_asks_about_all_that_they_sent(cast: Cast):
    for number in range(2):
        send(text=f"Việc số {number} của Lan về một cửa", user=cast.lan, name="Lan")
    request = ask(None, DataRight.VIEW, asker=actions.Asker(user=cast.lan))
    held = holdings_of(request)
    assert (request.desk, len(held.cases), len(held.senders)) == (cast.units["MD"], 2, 2)


def test_a_voice_of_a_petition_not_yet_sent_on_can_be_erased(cast: Cast):
    draft = actions.PetitionDraft(title="Mở buổi chiều", text="Một cửa chỉ nhận hồ sơ buổi sáng.")
    petition = actions.open_petition(unit=cast.units["MD-1"], draft=draft, by=cast.minh, at=MONDAY)
    given = actions.VoiceDraft(key="voice-0000000001", text=f"Lời {RARE}", name=RARE)
    voice, _receipt = actions.add_petition_voice(petition=petition, draft=given, by=None, at=MONDAY)
    request = taken_up(cast, None, asker=actions.Asker(voice=voice))
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    finish(request, cast.dung)
    voice.refresh_from_db()
    assert (voice.text, voice.name, petition.voices.count()) == ("", "", 1)


def test_who_works_on_it(cast: Cast):
    ask(follower_of(send(body=cast.units["UB-MD"])))
    seen = {
        name: reading.data_requests_visible_to(user, scope_of(user, MONDAY.date())).count()
        for name, user in cast.users.items()
    }
    assert seen == {"lan": 0, "minh": 0, "hoa": 1, "dung": 1, "tuan": 0, "quang": 0}


def test_who_is_named_in_the_case_has_no_such_request(cast: Cast):
    ask(follower_of(send(body=cast.units["UB-MD"], about_people=("Lê Thị Hoa",))))
    assert not reading.data_requests_visible_to(cast.hoa, scope_of(cast.hoa, MONDAY.date())).exists()


def test_its_receipt_opens_it_for_a_year_after_it_was_done(cast: Cast):
    follower = follower_of(send())
    request, receipt = actions.ask_data_right(
        right=DataRight.VIEW, text="Cho xem", key="data-form-000000000002", asker=actions.Asker(follower=follower), by=None,
        at=MONDAY,
    )  # fmt: skip
    assert reading.data_request_of(shown(receipt), MONDAY) == request
    assert reading.data_request_of(shown(receipt), datetime(2028, 1, 1, tzinfo=UTC)) is None
    assert follower_for(shown(receipt), MONDAY) is None


def test_a_refusal_says_why(cast: Cast):
    request = ask(follower_of(send()))
    with pytest.raises(ValidationError):
        actions.refuse_data_request(request=request, reason="không", by=cast.hoa, at=MONDAY)
    refused = actions.refuse_data_request(
        request=request, reason="Không giữ dữ liệu nào như vậy", by=cast.hoa, at=MONDAY
    )
    assert (refused.state, refused.answer) == ("REFUSED", "Không giữ dữ liệu nào như vậy")


def test_an_open_case_that_nobody_else_follows_ends(cast: Cast):
    received = at_unit(cast)
    request = taken_up(cast, follower_of(received))
    actions.propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    finish(request, cast.dung)
    assert Case.objects.get().state == "WITHDRAWN"


def test_requests_that_nobody_acknowledged_in_time_are_found(cast: Cast):
    request = ask(follower_of(send()))
    assert not reading.late_acknowledgements(MONDAY + timedelta(days=1)).exists()
    assert reading.late_acknowledgements(MONDAY + timedelta(days=3)).get() == request
