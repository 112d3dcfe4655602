"""Settings of the room: competences are changed, limits are added; what held is never rewritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from caunoi.feedback import actions
from caunoi.feedback.models import LimitRule, Topic
from caunoi.feedback.queries import rule_for
from caunoi.feedback.queries.competence import topic_lines
from caunoi.feedback.queries.limits import limit_lines
from caunoi.kit.audit.models import AuditRow
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TODAY = MONDAY.date()
NEXT_YEAR = date(2027, 1, 1)


def limit(**facts: Any) -> actions.LimitDraft:
    values = {"code": "ANSWER_NORMAL", "amount": 7, "unit": "WD", "legal_basis": "Quy chế 05", "valid_from": NEXT_YEAR}
    return actions.LimitDraft(**(values | facts))


def add(cast: Cast, **facts: Any) -> LimitRule:
    return actions.add_limit_rule(draft=limit(**facts), by=cast.dung, at=MONDAY)


def amount(on: date, topic: Topic | None = None) -> int:
    return rule_for("ANSWER_NORMAL", topic=topic, on=on).amount


def test_a_new_limit_holds_from_its_day_and_not_before(cast: Cast):
    add(cast)
    assert (amount(TODAY), amount(NEXT_YEAR - timedelta(days=1)), amount(NEXT_YEAR)) == (10, 10, 7)


def test_a_promise_that_was_made_keeps_its_day(cast: Cast):
    case = send().case
    due = case.due_at
    add(cast, valid_from=TODAY + timedelta(days=1), amount=3)
    case.refresh_from_db()
    assert (case.due_at, case.limit_rule.amount) == (due, 10)


def test_a_limit_put_between_two_ends_where_the_next_begins(cast: Cast):
    add(cast)
    add(cast, valid_from=date(2026, 12, 1), amount=9)
    assert [amount(day) for day in (TODAY, date(2026, 12, 1), date(2026, 12, 31), NEXT_YEAR)] == [10, 9, 9, 7]


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=400)])
def test_the_past_and_today_are_not_edited(cast: Cast, day: date):
    with pytest.raises(ValidationError) as stopped:
        add(cast, valid_from=day)
    assert list(stopped.value.message_dict) == ["valid_from"]


@pytest.mark.parametrize("wrong", [{"code": "NOTHING"}, {"amount": 0}, {"unit": "XX"}, {"legal_basis": " "}])
def test_what_is_wrong_in_a_limit_is_said_at_its_field(cast: Cast, wrong: dict[str, Any]):
    with pytest.raises(ValidationError) as stopped:
        add(cast, **wrong)
    assert list(stopped.value.message_dict) == list(wrong)


def test_the_same_day_twice_is_refused(cast: Cast):
    add(cast)
    with pytest.raises(ValidationError):
        add(cast, amount=8)


def test_a_limit_of_one_subject_leaves_the_others(cast: Cast):
    land = Topic.objects.get(code="LAND")
    add(cast, topic=land)
    assert (amount(NEXT_YEAR, land), amount(NEXT_YEAR)) == (7, 10)


def test_the_list_says_what_holds_and_what_comes(cast: Cast):
    add(cast)
    lines = dict(limit_lines(TODAY))["ANSWER_NORMAL"]
    assert [(line.rule.amount, line.when) for line in lines] == [(7, "coming"), (10, "now")]
    assert [line.when for line in dict(limit_lines(NEXT_YEAR))["ANSWER_NORMAL"]] == ["now", "past"]


def save(cast: Cast, topic: Topic | None = None, **facts: Any) -> Topic:
    draft = actions.TopicDraft(**({"name": "Tách thửa đất", "code": "land_split"} | facts))
    return actions.save_topic(topic=topic, draft=draft, by=cast.dung, at=MONDAY)


def test_a_subject_is_added_below_another(cast: Cast):
    land = Topic.objects.get(code="LAND")
    row = save(cast, parent=land, words="tách thửa \n\n hợp thửa")
    assert (row.code, row.folded_name, row.words) == ("LAND_SPLIT", "tach thua dat", "tách thửa\nhợp thửa")
    depths = {line.topic.code: (line.depth, line.words_count) for line in topic_lines()}
    assert depths["LAND_SPLIT"] == (1, 2)
    assert AuditRow.objects.get(verb="feedback.save_topic").facts["code"] == "LAND_SPLIT"


def test_a_subject_does_not_lie_below_itself(cast: Cast):
    land = Topic.objects.get(code="LAND")
    below = save(cast, parent=land)
    with pytest.raises(ValidationError) as stopped:
        save(cast, topic=land, name="Đất đai", parent=below)
    assert list(stopped.value.message_dict) == ["parent"]


def test_one_kind_or_one_unit_is_competent(cast: Cast):
    facts = {"competent_unit": cast.units["UB-MD"], "competent_kind": cast.kinds["PEOPLE_COMMITTEE"]}
    with pytest.raises(ValidationError) as stopped:
        save(cast, **facts)
    assert list(stopped.value.message_dict) == ["competent_kind"]


def test_verified_needs_its_source(cast: Cast):
    with pytest.raises(ValidationError) as stopped:
        save(cast, is_verified=True)
    assert list(stopped.value.message_dict) == ["source"]


def test_a_code_is_given_once(cast: Cast):
    with pytest.raises(ValidationError) as stopped:
        save(cast, code="land")
    assert list(stopped.value.message_dict) == ["code"]


def test_the_federation_changes_a_subject_by_the_form_and_others_only_read(cast: Cast, sign_in: Any):
    url = reverse("feedback:edit_topic", args=["LAND"])
    given = {"name": "Đất đai", "words": "sổ đỏ", "competent_unit": "UB-MD", "is_active": "on"}
    assert sign_in("dung").post(url, given).status_code == 302
    row = Topic.objects.get(code="LAND")
    assert (row.words, row.competent_unit) == ("sổ đỏ", cast.units["UB-MD"])
    assert sign_in("hoa").post(url, given).status_code == 404
    page = sign_in("lan").get(reverse("feedback:topics")).content.decode()
    assert ("Đất đai" in page, url in page) == (True, False)


def test_unread_sources_are_marked(cast: Cast, sign_in: Any):
    page = sign_in("lan").get(reverse("feedback:limits")).content.decode()
    assert page.count("chưa đối chiếu") == LimitRule.objects.filter(is_verified=False).count() == 1


def test_the_list_of_subjects_costs_the_same_for_more(cast: Cast, django_assert_num_queries: Any):
    with django_assert_num_queries(1):
        topic_lines()
    save(cast, parent=Topic.objects.get(code="LAND"))
    with django_assert_num_queries(1):
        topic_lines()
