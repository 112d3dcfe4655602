"""Sorting one case at a time: what is filled in, what one press does, how it is undone."""

from datetime import timedelta

import pytest
from django.test import Client

from caunoi.feedback.actions import index_case, propose_case
from caunoi.feedback.choices import Kind, State
from caunoi.feedback.models import Case, TriageDecision
from caunoi.kit import clock
from tests.cast import Cast
from tests.doors import HOSTILE, text_of
from tests.feedback.deeds import TEXT, send

pytestmark = [pytest.mark.door, pytest.mark.django_db]
HOME = "/feedback/triage/"


def waiting(cast: Cast, hours: int = 1, text: str = TEXT) -> Case:
    """A case with the machine's proposals; the more hours ago, the sooner it is due."""
    at = clock.now() - timedelta(hours=hours)
    case = send(at=at, body=cast.units["UB-MD"], text=text).case
    index_case(case_id=case.pk)
    propose_case(case=case, by=None, at=at)
    return case


def press(client: Client, case: Case, deed: str, **fields: str):
    return client.post(HOME, {"case": str(case.public_id), "deed": deed, **fields})


def test_the_proposals_are_filled_in_and_their_words_marked(cast: Cast, sign_in):
    waiting(cast)
    response = sign_in("hoa").get(HOME)
    form = response.context["form"]
    assert (form["kind"].value(), form["area"].value()) == (Kind.REFLECTION, "PROCEDURES")
    assert form["unit"].value() == "Ủy ban nhân dân xã Mỹ Đức (UB-MD)"
    page = text_of(response)
    assert "<mark>" in page
    assert "Máy gợi ý, người quyết định" in page


def test_one_press_classifies_and_assigns_and_the_next_comes_at_once(cast: Cast, sign_in):
    first = waiting(cast, 5)
    second = waiting(cast, 1, "Đề nghị niêm yết bảng lệ phí chứng thực ở chỗ chờ của một cửa")
    hoa = sign_in("hoa")
    fields = {"kind": "REFLECTION", "area": "PROCEDURES", "urgency": "NORMAL", "unit": "UB-MD"}
    response = press(hoa, first, "assign", **fields)
    assert (response.status_code, response["Location"]) == (302, HOME)
    first.refresh_from_db()
    assert (first.state, first.unit, first.area) == (State.ASSIGNED, cast.units["UB-MD"], "PROCEDURES")
    assert hoa.get(HOME).context["case"] == second
    assert set(TriageDecision.objects.filter(case=first).values_list("field", "proposed", "decided")) >= {
        ("kind", "REFLECTION", "REFLECTION"), ("area", "PROCEDURES", "PROCEDURES"),
    }  # fmt: skip


def test_a_correction_is_kept_beside_the_proposal(cast: Cast, sign_in):
    case = waiting(cast)
    press(sign_in("hoa"), case, "classify", kind="RECOMMENDATION", area="CIVIL_SERVICE")
    row = TriageDecision.objects.get(case=case, field="area")
    assert (row.proposed, row.decided) == ("PROCEDURES", "CIVIL_SERVICE")
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED


def test_without_a_unit_nothing_is_assigned_and_nothing_classified(cast: Cast, sign_in):
    case = waiting(cast)
    response = press(sign_in("hoa"), case, "assign", kind="RECOMMENDATION", unit="")
    assert response.status_code == 422
    assert (Case.objects.get(pk=case.pk).kind, TriageDecision.objects.count()) == (Kind.REFLECTION, 0)
    unknown = press(sign_in("hoa"), case, "assign", kind="RECOMMENDATION", unit="Không có đơn vị này")
    assert (unknown.status_code, Case.objects.get(pk=case.pk).kind) == (422, Kind.REFLECTION)


def test_skipping_goes_on_to_the_next(cast: Cast, sign_in):
    first, second = waiting(cast, 5), waiting(cast, 1)
    page = sign_in("hoa").get(f"{HOME}?after={first.public_id}")
    assert page.context["case"] == second
    assert "Còn 2 việc bạn để sau" in text_of(sign_in("hoa").get(f"{HOME}?after={second.public_id}"))


def test_the_last_press_is_undone(cast: Cast, sign_in):
    case, hoa = waiting(cast), sign_in("hoa")
    press(hoa, case, "assign", kind="REFLECTION", unit="UB-MD")
    response = hoa.post(HOME, {"deed": "undo"})
    assert response["Location"] == f"{HOME}?case={case.public_id}"
    case.refresh_from_db()
    assert (case.state, case.unit) == (State.RECEIVED, None)
    assert hoa.post(HOME, {"deed": "undo"})["Location"] == HOME


def test_a_near_duplicate_is_merged_and_taken_apart_again(cast: Cast, sign_in):
    older, newer = waiting(cast, 9), waiting(cast, 1, TEXT.upper())
    hoa = sign_in("hoa")
    page = hoa.get(f"{HOME}?case={newer.public_id}")
    assert [other for other, _share in page.context["alike"]] == [older]
    press(hoa, newer, "merge", into=str(older.public_id))
    newer.refresh_from_db()
    assert (newer.state, newer.merged_into) == (State.MERGED, older)
    hoa.post(HOME, {"deed": "undo"})
    newer.refresh_from_db()
    assert (newer.state, newer.merged_into) == (State.RECEIVED, None)


def test_setting_apart_asks_again_and_comes_back_to_sorting(cast: Cast, sign_in):
    case, hoa = waiting(cast), sign_in("hoa")
    address = f"/feedback/cases/{case.public_id}/quarantine/"
    assert hoa.post(address, {"next": "triage"}).status_code == 422
    response = hoa.post(address, {"next": "triage", "is_sure": "on"})
    assert (response.status_code, response["Location"]) == (302, HOME)
    assert Case.objects.get(pk=case.pk).state == State.QUARANTINED


def test_refusing_goes_back_to_sorting_and_nowhere_else(cast: Cast, sign_in):
    fields = {"ground": "LABOUR_DISPUTE", "reason": "Gửi hòa giải viên lao động của thành phố"}
    for following, place in (("triage", HOME), ("https://elsewhere.example/", "/feedback/cases/")):
        case = waiting(cast)
        address = f"/feedback/cases/{case.public_id}/refuse/"
        response = sign_in("hoa").post(address, {"next": following, **fields})
        assert response["Location"].startswith(place)


def test_only_who_sorts_may_sort(cast: Cast, sign_in):
    case = waiting(cast)
    for name in ("lan", "minh", "tuan", "quang"):
        assert sign_in(name).get(HOME).status_code == 404
        assert press(sign_in(name), case, "assign", unit="UB-MD").status_code == 404
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_are_answered(cast: Cast, sign_in, words: str):
    case = waiting(cast)
    hoa = sign_in("hoa")
    assert hoa.get(HOME, {"case": words, "after": words}).status_code == 200
    fields = dict.fromkeys(("kind", "area", "topic", "urgency", "body", "unit", "into"), words)
    for deed in ("assign", "merge", words):
        assert press(hoa, case, deed, **fields).status_code in {302, 422}
