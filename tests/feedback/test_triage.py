"""The machine proposes with reasons, sets possible denunciations apart, and learns from people."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.feedback.actions import (
    Classification,
    activate_model,
    classify_case,
    learning,
    propose_case,
    quarantine_case,
    release_case,
    roll_back_model,
    train_model,
)
from caunoi.feedback.choices import Kind, State
from caunoi.feedback.jobs import notice_corrections
from caunoi.feedback.models import Case, CaseStep, Topic, TriageDecision, TriageModel, TriageProposal
from caunoi.feedback.queries import triage
from caunoi.kit import outbox, queue
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, TEXT, at_unit, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
BRIBE = "Tôi tố cáo ông Nguyễn Văn Bảy, cán bộ địa chính, nhận hối lộ 20 triệu đồng để làm sổ đỏ."


@pytest.fixture(autouse=True)
def fresh_bodies(monkeypatch):
    monkeypatch.setattr(triage, "_bodies", [])


def decide(cast: Cast, count: int, **facts: object) -> None:
    """Decisions of people on so many reflections and recommendations each."""
    for number in range(count):
        for kind, text in (
            (Kind.REFLECTION, "chậm trả kết quả, đi lại nhiều lần"),
            (Kind.RECOMMENDATION, "nên bỏ mẫu đơn"),
        ):
            case = send(text=f"Hồ sơ số {number}: {text} ở quầy số {number % 7}").case
            classify_case(case=case, decided=Classification(kind=kind, **facts), by=cast.dung, at=MONDAY)


def lines_of(case: Case, field: str) -> list[dict]:
    return [line for line in TriageProposal.objects.get(case=case).lines if line["field"] == field]


def test_proposals_point_into_the_words_of_the_sender(cast: Cast):
    case = send(body=cast.units["UB-MD"]).case
    outbox.deliver()
    topics = {line["value"]: TEXT[slice(*line["spans"][0])] for line in lines_of(case, "topic")}
    assert topics == {"CIVIL_STATUS": "khai sinh", "ONE_STOP": "một cửa"}
    body = lines_of(case, "body")[0]
    assert (body["value"], TEXT[slice(*body["spans"][0])]) == ("UB-MD", "xã Mỹ Đức")
    assert lines_of(case, "kind")[0]["value"] == Kind.REFLECTION


def test_the_tree_of_competences_names_the_body_that_the_sender_did_not(cast: Cast):
    Topic.objects.update(competent_kind=cast.kinds["PEOPLE_COMMITTEE"])
    case = send(text="Làm giấy khai sinh cho con phải đi lại nhiều lần", sender_unit=cast.units["MD-1"]).case
    outbox.deliver()
    assert [(line["value"], line["why"]) for line in lines_of(case, "body")] == [("UB-MD", "COMPETENCE")]


def test_a_proposal_changes_nothing_of_the_case(cast: Cast):
    case = send(body=cast.units["UB-MD"]).case
    outbox.deliver()
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.topic, after.kind, after.unit) == (State.RECEIVED, None, Kind.REFLECTION, None)
    assert list(CaseStep.objects.filter(case=case).values_list("verb", flat=True)) == ["receive_case"]


def test_a_possible_denunciation_is_set_apart_by_the_machine(cast: Cast):
    case = send(text=BRIBE).case
    outbox.deliver()
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.text, after.sealed_text) == (State.QUARANTINED, "", BRIBE)
    assert not TriageProposal.objects.filter(case=case).exists()


def test_what_a_person_released_is_not_set_apart_again(cast: Cast):
    case = send(text=BRIBE).case
    outbox.deliver()
    release_case(case=case, reason="Đã xem: là phản ánh chung", by=cast.dung, at=MONDAY)
    outbox.deliver()
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED
    assert lines_of(case, "suspicion")[0]["value"] == Kind.DENUNCIATION


def test_what_people_already_work_on_is_not_taken_from_them(cast: Cast):
    case = at_unit(cast, text=BRIBE).case
    propose_case(case=case, by=None, at=MONDAY)
    assert Case.objects.get(pk=case.pk).state == State.HANDLING


def test_told_twice_a_case_has_one_proposal(cast: Cast):
    case = send().case
    for _ in range(2):
        propose_case(case=case, by=None, at=MONDAY)
    assert TriageProposal.objects.filter(case=case).count() == 1


def test_alike_cases_stand_with_the_proposal(cast: Cast):
    one = send().case
    outbox.deliver()
    two = send(text=TEXT.upper()).case
    outbox.deliver()
    assert [pair["case"] for pair in TriageProposal.objects.get(case=two).alike] == [one.pk]


def test_too_few_decisions_teach_nothing(cast: Cast):
    decide(cast, 3)
    assert train_model(by=None, at=MONDAY) is None


def test_the_machine_learns_and_says_how_well(cast: Cast):
    decide(cast, 32)
    model = train_model(by=None, at=MONDAY)
    assert (model.version, model.is_active, model.example_count) == (1, True, 64)
    assert model.accuracy["kind"]["with_accents"] > 0.9
    assert model.accuracy["kind"]["without_accents"] > 0.9
    assert model.accuracy["kind"]["majority"] == 0.5
    case = send(text="Đề xuất nên bỏ mẫu đơn này ở quầy số 3").case
    proposal = propose_case(case=case, by=None, at=MONDAY)
    assert proposal.model == model
    assert (lines_of(case, "kind")[0]["value"], lines_of(case, "kind")[0]["why"]) == (Kind.RECOMMENDATION, "MODEL")


def test_nothing_new_makes_no_new_version(cast: Cast):
    decide(cast, 32)
    assert train_model(by=None, at=MONDAY) == train_model(by=None, at=MONDAY + timedelta(days=1))
    assert TriageModel.objects.count() == 1


def test_a_person_goes_back_and_the_machine_does_not_overrule_them(cast: Cast):
    decide(cast, 32)
    first = train_model(by=None, at=MONDAY)
    decide(cast, 2)
    second = train_model(by=None, at=MONDAY)
    assert (first.pk != second.pk, second.is_active) == (True, True)
    assert roll_back_model(by=cast.dung, at=MONDAY) == first
    decide(cast, 2)
    third = train_model(by=None, at=MONDAY)
    assert (third.version, third.is_active, triage.active_model()) == (3, False, first)
    activate_model(model=third, by=cast.dung, at=MONDAY)
    assert triage.active_model() == third
    for _ in range(2):
        roll_back_model(by=cast.dung, at=MONDAY)
    assert triage.active_model() == first
    assert roll_back_model(by=cast.dung, at=MONDAY) is None
    with pytest.raises(ValidationError):
        roll_back_model(by=cast.dung, at=MONDAY)


def test_a_worse_model_waits_for_a_person(cast: Cast, monkeypatch):
    decide(cast, 32)
    first = train_model(by=None, at=MONDAY)
    decide(cast, 2)
    monkeypatch.setattr(learning, "TOLERANCE", -1.1)
    assert (train_model(by=None, at=MONDAY).is_active, triage.active_model()) == (False, first)


def test_nothing_set_apart_is_learned_from(cast: Cast):
    decide(cast, 2)
    assert len(triage.examples_of("kind")) == 4
    quarantine_case(case=Case.objects.first(), by=cast.dung, at=MONDAY)
    assert len(triage.examples_of("kind")) == 3


def test_the_last_word_of_people_counts(cast: Cast):
    case = send().case
    for kind in (Kind.REFLECTION, Kind.RECOMMENDATION):
        classify_case(case=case, decided=Classification(kind=kind), by=cast.dung, at=MONDAY)
    assert triage.examples_of("kind") == [(TEXT, Kind.RECOMMENDATION)]


def test_training_is_asked_for_after_enough_decisions(cast: Cast, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(queue, "enqueue", asked.append)
    case = send().case
    rows = [TriageDecision(case=case, field="kind", decided=Kind.REFLECTION, at=MONDAY) for _ in range(49)]
    TriageDecision.objects.bulk_create(rows)
    notice_corrections()
    assert asked == []
    TriageDecision.objects.create(case=case, field="kind", decided=Kind.REFLECTION, at=MONDAY)
    notice_corrections()
    assert asked == ["caunoi.feedback.jobs.retrain"]
