"""Units come and go; cases, and recusal, go with whoever took over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from caunoi.feedback.actions import (
    hand_over_case,
    hand_over_cases,
    lift_recusal,
    recuse,
    recuse_newcomers,
    transfer_case,
)
from caunoi.feedback.choices import RecusalSource, State
from caunoi.feedback.models import Case, CaseStep, Recusal
from caunoi.feedback.queries import cases_visible_to
from caunoi.kit import outbox
from caunoi.organisations.actions import Step, reorganise
from caunoi.organisations.choices import Role, UnitEventKind
from caunoi.organisations.models import RoleGrant
from caunoi.organisations.queries import scope_of
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, TEXT, answer, at_unit, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def change(*steps: Step) -> None:
    reorganise(steps=list(steps), on=DAY, decision="12/QĐ", by=None, at=AT)


def merge(cast: Cast, *codes: str, into: str) -> Step:
    return Step(UnitEventKind.MERGE, unit=cast.units[codes[0]], successors=[cast.units[into]])


def state_of(case: Case) -> tuple[str, object, object]:
    fresh = Case.objects.get(pk=case.pk)
    return fresh.state, fresh.unit, fresh.desk


def seen(cast: Cast, name: str) -> bool:
    user = cast.users[name]
    return cases_visible_to(user, scope_of(user, AT.date())).exists()


def test_open_and_finished_cases_go_to_the_successor_of_their_desk(cast: Cast):
    case, done = send(body=cast.units["UB-MD"]).case, at_unit(cast).case
    answer(done, cast, MONDAY)
    change(merge(cast, "MD", into="HD"))
    assert hand_over_cases(at=AT) == 2
    hd = cast.units["HD"]
    assert state_of(case) == (State.RECEIVED, None, hd)
    assert state_of(done) == (State.ANSWERED, cast.units["UB-MD"], hd)
    assert hand_over_cases(at=AT) == 0
    assert CaseStep.objects.filter(verb="hand_over_case").count() == 2


def test_the_promise_stays_and_the_successor_takes_it_as_newly_assigned(cast: Cast):
    other = cast.unit("UB-HD", "PEOPLE_COMMITTEE", "Ủy ban nhân dân phường Hà Đông")
    case = at_unit(cast).case
    change(merge(cast, "UB-MD", into="UB-HD"))
    hand_over_cases(at=AT)
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.unit, after.handler, after.accepted_at) == (State.ASSIGNED, other, None, None)
    assert after.due_at == case.due_at
    step = CaseStep.objects.get(case=case, verb="hand_over_case")
    assert (step.unit_from, step.unit_to) == (cast.units["UB-MD"], other)


def test_with_several_successors_the_desk_decides(cast: Cast):
    for code in ("UB-A", "UB-B"):
        cast.unit(code, "PEOPLE_COMMITTEE", f"Ủy ban nhân dân {code}")
    case = at_unit(cast).case
    change(Step(UnitEventKind.SPLIT, unit=cast.units["UB-MD"], successors=[cast.units["UB-A"], cast.units["UB-B"]]))
    hand_over_cases(at=AT)
    assert state_of(case) == (State.RECEIVED, None, cast.units["MD"])


def test_without_a_successor_the_level_above_takes_over(cast: Cast):
    case = send(body=cast.units["UB-MD"]).case
    for code in ("MD-1", "MD-2"):
        change(Step(UnitEventKind.TRANSFER, unit=cast.units[code], parent=cast.units["HD"]))
    change(Step(UnitEventKind.DISSOLVE, unit=cast.units["MD"]))
    hand_over_cases(at=AT)
    assert state_of(case) == (State.RECEIVED, None, cast.units["HN"])


def test_nothing_moves_before_the_day(cast: Cast):
    case = send(body=cast.units["UB-MD"]).case
    change(merge(cast, "MD", into="HD"))
    assert hand_over_cases(at=AT - timedelta(days=1)) == 0
    assert state_of(case)[2] == cast.units["MD"]


def test_a_living_unit_keeps_its_cases(cast: Cast):
    case = hand_over_case(case=at_unit(cast).case, by=None, at=AT)
    assert (case.state, case.unit) == (State.HANDLING, cast.units["UB-MD"])


def test_whoever_takes_over_a_named_unit_is_out_of_the_case_as_it_was(cast: Cast):
    case = send(body=cast.units["UB-MD"]).case
    recuse(case=case, unit=cast.units["MD-1"], source=RecusalSource.NAMED, by=cast.dung, at=MONDAY)
    change(merge(cast, "MD-1", into="MD-2"))
    hand_over_cases(at=AT)
    hand_over_cases(at=AT)
    assert list(Recusal.objects.order_by("id").values_list("unit__code", flat=True)) == ["MD-1", "MD-2"]


def test_a_successor_that_is_named_does_not_get_the_case(cast: Cast):
    case = send(body=cast.units["UB-MD"]).case
    recuse(case=case, unit=cast.units["HD"], source=RecusalSource.NAMED, by=cast.dung, at=MONDAY)
    change(merge(cast, "MD", into="HD"))
    hand_over_cases(at=AT)
    assert state_of(case)[2] == cast.units["HN"]


def test_who_is_named_at_the_unit_that_it_is_passed_to_never_sees_it(cast: Cast):
    case = at_unit(cast, text=f"{TEXT} Ông Bùi Văn Quang biết việc này.").case
    transfer_case(case=case, unit=cast.units["HD-1"], reason="Thuộc thẩm quyền bên kia", by=cast.tuan, at=MONDAY)
    assert not seen(cast, "quang")
    transfer_case(case=at_unit(cast).case, unit=cast.units["HD-1"], reason="Thuộc bên kia rồi", by=cast.tuan, at=MONDAY)
    assert seen(cast, "quang")


def test_an_officer_two_levels_up_who_is_named_is_found_in_the_background(cast: Cast):
    send(body=cast.units["UB-MD"], text=f"{TEXT} Ông Phạm Quốc Dũng đã nhận đơn.")
    assert seen(cast, "dung")
    outbox.deliver()
    assert not seen(cast, "dung")


def newcomer(cast: Cast) -> None:
    RoleGrant.objects.create(user=cast.quang, unit=cast.units["MD"], role=Role.OFFICER, from_on=DAY, granted_at=AT)


@pytest.mark.parametrize(
    "facts", [{"text": f"{TEXT} Gặp ông Bùi Văn Quang."}, {"about_people": ("Ông Bùi Văn Quang",)}]
)
def test_a_person_who_gets_a_role_later_is_recognised(cast: Cast, facts: dict):
    send(body=cast.units["UB-MD"], **facts)
    outbox.deliver()
    newcomer(cast)
    assert seen(cast, "quang")
    assert recuse_newcomers(at=AT) == 1
    assert recuse_newcomers(at=AT) == 0
    assert not seen(cast, "quang")


def test_who_was_let_back_in_stays_in(cast: Cast):
    send(body=cast.units["UB-MD"], text=f"{TEXT} Gặp ông Bùi Văn Quang.")
    outbox.deliver()
    newcomer(cast)
    recuse_newcomers(at=AT)
    lift_recusal(recusal=Recusal.objects.get(user=cast.quang), reason="Người khác trùng tên", by=cast.dung, at=AT)
    assert recuse_newcomers(at=AT) == 0
    assert seen(cast, "quang")
