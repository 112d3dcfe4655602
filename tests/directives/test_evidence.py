"""Evidence: handed in by the unit, decided by an officer; only what was accepted counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from caunoi.directives import actions, queries
from caunoi.directives.models import Evidence, Recipient
from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.notifications.models import Message
from caunoi.organisations.queries import scope_of
from tests.cast import AT
from tests.directives.deeds import TODAY, accept, issue, photo, recipient, submit

pytestmark = [pytest.mark.room, pytest.mark.django_db]

LATER = AT + timedelta(days=1)
TWO_DUTIES = [
    {"text": "Họp phổ biến", "evidence_required": "Ảnh"},
    {"text": "Gửi kế hoạch", "evidence_required": "Kế hoạch"},
    {"text": "Tuyên truyền"},
]


def implemented_at(directive, code: str = "MD-1"):
    return recipient(directive, code).implemented_at


def send_back(evidence: Evidence, cast, note: str) -> Evidence:
    return actions.decide_evidence(evidence=evidence, is_accepted=False, note=note, by=cast.hoa, at=LATER)


def test_evidence_before_the_acknowledgement_is_refused_and_says_what_to_do(cast):
    row = recipient(issue(cast), "MD-1")
    facts = {"obligation": None, "note": "Đã họp phổ biến.", "happened_on": None, "attendance_count": 1, "file": None}
    with pytest.raises(ValidationError, match="chưa xác nhận đã nhận chỉ đạo này"):
        actions.submit_evidence(recipient=row, **facts, by=cast.minh, at=AT)
    assert not Evidence.objects.exists()


def test_the_database_knows_no_deed_without_acknowledgement(cast):
    rows = Recipient.objects.filter(directive=issue(cast))
    with pytest.raises(IntegrityError, match="recipient_in_order"), transaction.atomic():
        rows.update(implemented_at=AT)


def test_evidence_that_waits_does_not_count(cast):
    directive = issue(cast)
    submit(directive, "MD-1", cast)
    assert (Evidence.objects.get().state, implemented_at(directive)) == ("SUBMITTED", None)


def test_accepted_evidence_counts_from_the_moment_of_the_decision(cast):
    directive = issue(cast)
    accept(submit(directive, "MD-1", cast), cast, LATER)
    assert implemented_at(directive) == LATER


def test_the_decision_names_who_decided_and_when(cast):
    row = accept(submit(issue(cast), "MD-1", cast), cast, LATER)
    assert (row.state, row.decided_by, row.decided_at) == ("ACCEPTED", cast.hoa, LATER)


def test_returned_evidence_does_not_count_and_says_why(cast):
    directive = issue(cast)
    row = send_back(submit(directive, "MD-1", cast), cast, "Ảnh mờ, gửi lại.")
    assert (row.state, row.decision_note, implemented_at(directive)) == ("RETURNED", "Ảnh mờ, gửi lại.", None)


def test_returning_without_a_reason_is_refused(cast):
    with pytest.raises(ValidationError) as caught:
        send_back(submit(issue(cast), "MD-1", cast), cast, " ")
    assert caught.value.message_dict == {"note": ["Trả lại thì ghi rõ cần bổ sung gì."]}


def test_evidence_is_decided_once(cast):
    row = accept(submit(issue(cast), "MD-1", cast), cast)
    with pytest.raises(ValidationError, match="Minh chứng này đã có người duyệt"):
        send_back(row, cast, "Ảnh mờ, gửi lại.")


def test_two_officers_with_the_same_page_open_decide_once(cast):
    row = submit(issue(cast), "MD-1", cast)
    seen_by_the_other = Evidence.objects.get(pk=row.pk)
    accept(row, cast)
    with pytest.raises(ValidationError, match="Minh chứng này đã có người duyệt"):
        send_back(seen_by_the_other, cast, "Ảnh mờ, gửi lại.")


def test_every_obligation_that_calls_for_evidence_needs_its_own(cast):
    directive = issue(cast, obligations=TWO_DUTIES)
    first, second, _other = directive.obligations.order_by("position")
    accept(submit(directive, "MD-1", cast, obligation=first), cast)
    assert implemented_at(directive) is None
    accept(submit(directive, "MD-1", cast, obligation=second), cast, LATER)
    assert implemented_at(directive) == LATER


def test_the_obligations_that_call_for_evidence_come_in_their_order(cast):
    rows = queries.required_obligations(issue(cast, obligations=TWO_DUTIES))
    assert [row.text for row in rows] == ["Họp phổ biến", "Gửi kế hoạch"]


def test_more_evidence_does_not_move_the_moment(cast):
    directive = issue(cast)
    for at in (AT, LATER):
        accept(submit(directive, "MD-1", cast), cast, at)
    assert implemented_at(directive) == AT


def test_evidence_needs_words_or_a_file(cast):
    with pytest.raises(ValidationError) as caught:
        submit(issue(cast), "MD-1", cast, note="Xong")
    assert caught.value.message_dict == {"note": ["Kể ngắn việc đã làm, hoặc gửi kèm một ảnh."]}


def test_a_photo_needs_no_words(cast):
    assert submit(issue(cast), "MD-1", cast, note="", file=photo()).file is not None


def test_a_deed_of_tomorrow_is_refused(cast):
    with pytest.raises(ValidationError) as caught:
        submit(issue(cast), "MD-1", cast, happened_on=TODAY + timedelta(days=1))
    assert caught.value.message_dict == {"happened_on": ["Ngày làm phải từ hôm nay trở về trước."]}


def test_the_photo_is_seen_by_the_unit_and_the_officers_above_only(cast):
    file = photo()
    submit(issue(cast), "MD-1", cast, file=file)
    with clock.frozen(AT):
        assert {name for name, user in cast.users.items() if store.may_see(user, file)} == {"minh", "hoa", "dung"}


def test_the_chair_is_told_of_the_decision(cast):
    row = send_back(submit(issue(cast), "MD-1", cast), cast, "Ảnh mờ, gửi lại.")
    message = Message.objects.get(subject=f"directives.evidence:{row.pk}", channel="IN_APP")
    assert (message.recipient, message.title, message.body) == (
        cast.minh, "Minh chứng cần bổ sung", "Phổ biến Hướng dẫn số 12\n\nẢnh mờ, gửi lại.",
    )  # fmt: skip


def test_evidence_waits_for_the_officers_above(cast):
    submit(issue(cast), "MD-1", cast)
    waiting = {name: len(queries.evidence_to_review(scope_of(user, TODAY))) for name, user in cast.users.items()}
    assert waiting == {"lan": 0, "minh": 0, "hoa": 1, "dung": 1, "tuan": 0, "quang": 0}


@pytest.mark.parametrize("name", ["minh", "lan", "quang", "tuan"])
def test_who_is_no_officer_above_cannot_load_it_to_decide(cast, name):
    row = submit(issue(cast), "MD-1", cast)
    with pytest.raises(Evidence.DoesNotExist):
        queries.evidence_for(cast.users[name], row.public_id, TODAY)


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_costs_one_query_for_1_and_3_rows(cast, count, django_assert_num_queries):
    directive, scope = issue(cast), scope_of(cast.hoa, TODAY)
    for _ in range(count):
        submit(directive, "MD-1", cast)
    with django_assert_num_queries(1):
        rows = queries.evidence_to_review(scope)
        assert [row.recipient.directive.title for row in rows] == ["Phổ biến Hướng dẫn số 12"] * count
