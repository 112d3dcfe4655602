"""The check of understanding: beside the acknowledgement, again as often as one likes, by account and by link."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.directives import actions, queries
from caunoi.directives.actions import QuestionDraft
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import CheckAttempt, PastReceipt
from tests.cast import AT
from tests.directives.deeds import acknowledge, issue, make_document, recipient
from tests.world import World

pytestmark = [pytest.mark.room, pytest.mark.django_db]
LATER = AT + timedelta(hours=1)
PASSAGE = "Báo cáo trước ngày 15 tháng 12."
FIRST = QuestionDraft("Báo cáo trước ngày nào?", ("15/12", "20/12", "31/12"), 0, PASSAGE, "dieu-1")
OTHER = QuestionDraft("Gửi báo cáo cho ai?", ("Báo chí", "Công đoàn cấp trên"), 1, PASSAGE)


def ask(directive, cast, *drafts, at=AT):
    return actions.set_check(directive=directive, drafts=drafts or (FIRST, OTHER), by=cast.dung, at=at)


def answer(directive, questions, *chosen, code="MD-1", at=LATER):
    answers = {row.pk: place for row, place in zip(questions, chosen, strict=True)}
    row = recipient(directive, code)
    wrong = actions.answer_check(recipient=row, answers=answers, channel=Channel.LINK, by=None, at=at)
    return [row.text for row in wrong]


def test_who_answers_wrongly_is_led_back_and_may_try_again(cast):
    directive = issue(cast)
    questions = ask(directive, cast)
    acknowledge(directive, "MD-1")
    assert answer(directive, questions, 0, 0) == ["Gửi báo cáo cho ai?"]
    assert recipient(directive, "MD-1").understood_at is None
    assert answer(directive, questions, 0, 1) == []
    assert recipient(directive, "MD-1").understood_at == LATER
    assert list(CheckAttempt.objects.order_by("pk").values_list("wrong_count", flat=True)) == [1, 0]


def test_understood_stands_beside_and_changes_none_of_the_four(cast):
    directive = issue(cast)
    questions = ask(directive, cast)
    acknowledge(directive, "MD-1")
    before = queries.totals(directive)
    answer(directive, questions, 0, 1)
    directive.refresh_from_db()
    count = queries.understood(directive)
    assert (queries.totals(directive), count.count, count.total) == (before, 1, 3)


def test_who_understood_once_stays_so(cast):
    directive = issue(cast)
    questions = ask(directive, cast)
    acknowledge(directive, "MD-1")
    answer(directive, questions, 0, 1)
    answer(directive, questions, 2, 0, at=LATER + timedelta(hours=1))
    assert recipient(directive, "MD-1").understood_at == LATER


def test_nobody_understands_what_was_not_acknowledged(cast):
    directive = issue(cast)
    questions = ask(directive, cast)
    with pytest.raises(ValidationError, match="Xác nhận đã nhận trước"):
        answer(directive, questions, 0, 1)
    assert not CheckAttempt.objects.exists()


def test_every_question_needs_an_answer(cast):
    directive = issue(cast)
    ask(directive, cast)
    acknowledge(directive, "MD-1")
    with pytest.raises(ValidationError, match="mỗi câu hỏi"):
        answer(directive, [])


def test_a_question_that_changed_is_a_new_one_and_the_old_answers_keep_theirs(cast):
    directive = issue(cast)
    first, other = ask(directive, cast)
    acknowledge(directive, "MD-1")
    answer(directive, [first, other], 0, 1)
    again = ask(directive, cast, FIRST, QuestionDraft(OTHER.text, ("Báo chí", "Công đoàn xã"), 1, PASSAGE), at=LATER)
    assert again[0].pk == first.pk
    assert again[1].pk != other.pk
    assert str(other.pk) in CheckAttempt.objects.get().answers


def test_a_new_version_is_understood_anew(cast):
    directive = issue(cast)
    questions = ask(directive, cast)
    acknowledge(directive, "MD-1")
    answer(directive, questions, 0, 1)
    draft = actions.VersionDraft(title="Hai", due_on=directive.due_on, change_note="Thêm hạn báo cáo.")
    actions.issue_version(directive=directive, draft=draft, after=1, by=cast.dung, at=LATER)
    past = PastReceipt.objects.filter(version_number=1, understood_at__isnull=False)
    assert (queries.understood(directive).count, past.count()) == (0, 1)


def test_the_issuer_learns_where_the_text_is_not_clear_and_not_who_erred(cast):
    directive = issue(cast)
    questions = ask(directive, cast)
    for code, places in (("MD-1", (0, 0)), ("MD-1", (0, 1)), ("HD-1", (0, 1))):
        acknowledge(directive, code)
        answer(directive, questions, *places, code=code)
    assert [(row.wrong_count, row.total) for row in queries.stumbles(directive)] == [(0, 2), (1, 2)]


@pytest.mark.parametrize("drafts", [
    [FIRST] * 4,
    [QuestionDraft("Ai?", ("Một",), 0, PASSAGE)],
    [QuestionDraft("Ai?", ("Một", "một "), 0, PASSAGE)],
    [QuestionDraft("Ai?", ("Một", "Hai"), 2, PASSAGE)],
    [QuestionDraft("Ai?", ("Một", "Hai"), 0, "ngắn")],
])  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused(cast, drafts):
    with pytest.raises(ValidationError):
        ask(issue(cast), cast, *drafts)


def test_the_machine_proposes_from_the_text_with_the_passage(cast):
    make_document(cast)
    directive = issue(cast)
    version = directive.document.versions.get()
    text = (
        "Điều 1. Công đoàn cơ sở gửi báo cáo trước ngày 15 tháng 12 năm 2026. "
        "Công đoàn cấp trên tổng hợp trước ngày 20 tháng 12 năm 2026. Liên đoàn họp ngày 5 tháng 1 năm 2027. "
        "Hội nghị tổng kết tổ chức vào ngày 10 tháng 2 năm 2027 tại hội trường."
    )
    type(version).objects.bulk_create(
        [type(version)(document=directive.document, number=2, text=text, added_at=AT)]
    )  # fmt: skip
    found = queries.proposed_questions(directive, seed=1, most=3)
    assert found
    assert all(row.passage in text and 0 <= row.correct < len(row.options) for row in found)


@pytest.mark.door
def test_the_page_leads_back_to_the_passage_and_keeps_what_was_right(world: World):
    question, other = actions.set_check(
        directive=world.directive, drafts=[FIRST, OTHER], by=world.cast.users["dung"], at=world.recipient.added_at
    )
    client, url = world.client("minh"), f"/directives/recipients/{world.recipient.public_id}/check/"
    page = client.get(url).content.decode()
    assert PASSAGE not in page
    given = {f"q-{question.public_id}": "1", f"q-{other.public_id}": "1"}
    page = client.post(url, given).content.decode()
    assert PASSAGE in page
    assert f'type="hidden" name="q-{other.public_id}" value="1"' in page
    done = client.post(url, given | {f"q-{question.public_id}": "0"})
    assert done["Location"] == f"/directives/{world.directive.public_id}/"
    world.recipient.refresh_from_db()
    assert world.recipient.understood_at is not None
    assert client.post(url, {f"q-{question.public_id}": "²"}).status_code == 422


@pytest.mark.door
def test_the_personal_link_answers_without_an_account(world: World):
    (question,) = actions.set_check(
        directive=world.quiet, drafts=[FIRST], by=world.cast.users["hoa"], at=world.recipient.added_at
    )
    client = world.client("an")
    client.post(f"/d/{world.token}/", {"name": "Minh"})
    page = client.get(f"/d/{world.token}/").content.decode()
    assert f"/d/{world.token}/check/" in page
    done = client.post(f"/d/{world.token}/check/", {f"q-{question.public_id}": "0"})
    assert done["Location"] == f"/d/{world.token}/"
    assert "Đã hiểu" in client.get(f"/d/{world.token}/").content.decode()
