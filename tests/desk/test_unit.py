"""One's own unit: each figure is what its room says, opens to its rows, and costs the same however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.desk.standing import places_of, standing_of
from caunoi.directives.actions import add_recipients
from caunoi.directives.choices import EvidenceState
from caunoi.kit import clock
from caunoi.organisations.choices import Role
from caunoi.organisations.models import RoleGrant, Unit
from caunoi.organisations.queries import scope_of
from caunoi.plans.choices import ActivityForm, ActivityState
from caunoi.plans.models import Activity
from caunoi.pure.siblings import Why
from tests.cast import AT, START
from tests.doors import HOSTILE, text_of
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
URL = "/desk/unit/"


def grow(world: World, count: int, members: int = 100, first: int = 20) -> list[Unit]:
    """More unions beside Minh's, all asked for the directive of the world."""
    units = [
        world.cast.unit(f"MD-{n}", "GRASSROOTS", f"CĐCS Số {n}", world.cast.units["MD"])
        for n in range(first, first + count)
    ]
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(member_count=members)
    add_recipients(
        directive=world.directive, unit_ids=[unit.pk for unit in units], due_on=world.directive.due_on, by=None,
        at=clock.now(),
    )  # fmt: skip
    return units


def test_a_chair_sees_what_is_due_and_where_to_do_it(world: World):
    page = text_of(world.client("minh").get(URL))
    assert "CĐCS Công ty TNHH May Sông Đáy" in page
    assert "Xác nhận: Họp nội bộ" in page
    assert reverse("directives:directive", args=[world.quiet.public_id]) in page
    assert "đơn vị im lặng" not in page


def test_evidence_that_was_given_back_says_why(world: World):
    world.evidence.state, world.evidence.decision_note = EvidenceState.RETURNED, "Ảnh mờ, chụp lại"
    world.evidence.decided_at = clock.now()
    world.evidence.save()
    page = text_of(world.client("minh").get(URL))
    assert "Bổ sung minh chứng bị trả lại: Phổ biến Hướng dẫn 12" in page
    assert "Lý do: Ảnh mờ, chụp lại" in page
    assert reverse("directives:submit_evidence", args=[world.recipient.public_id]) in page


def test_a_report_that_was_given_back_is_not_called_late(world: World):
    Activity.objects.create(
        key="0190a0a0-0000-7000-8000-000000000002", unit=world.cast.units["MD-1"], path="/", form=ActivityForm.MEETING,
        title="Họp tổ", happened_on=clock.today(), created_at=AT, state=ActivityState.RETURNED, decided_at=AT,
        decision_note="Thiếu danh sách ký",
    )  # fmt: skip
    page = text_of(world.client("minh").get(URL))
    assert "Bổ sung hoạt động bị trả lại: Họp tổ" in page
    assert "Trả lại ngày" in page
    assert "quá hạn</small>" not in page


def test_a_report_given_back_is_mended_and_its_duty_not_asked_for_again(world: World):
    client, ask = world.client("minh"), f"?duty={world.recipient.public_id}"
    world.evidence.delete()
    for page in (URL, "/desk/"):
        assert reverse("plans:report_activity_new") + ask in client.get(page).content.decode()
    report = Activity.objects.create(
        key="0190a0a0-0000-7000-8000-000000000003", unit=world.cast.units["MD-1"], path="/", form=ActivityForm.MEETING,
        title="Họp tổ", happened_on=clock.today(), created_at=AT, state=ActivityState.RETURNED, decided_at=AT,
    )  # fmt: skip
    report.duties.create(recipient=world.recipient)
    for page in (URL, "/desk/"):
        shown = client.get(page).content.decode()
        assert ask not in shown
        assert reverse("plans:report_again", args=[report.public_id]) in shown


def test_an_officer_sees_the_branch_and_whom_to_call(world: World):
    world.cast.users["minh"].phone = "0912345678"
    found = grow(world, 2)
    RoleGrant.objects.create(
        user=world.cast.users["minh"], unit=found[0], role=Role.CHAIR, from_on=START, granted_at=AT
    )
    page = text_of(world.client("hoa").get(URL))
    assert "2/4 đơn vị im lặng" in page  # both that were there have said something
    assert "CĐCS Số 20" in page
    assert "Trần Văn Minh" in page
    assert "chưa có người phụ trách" in page
    assert reverse("directives:coverage", args=[world.directive.public_id]) in page


def test_all_the_silent_are_one_tap_away(world: World):
    grow(world, 9)
    client = world.client("hoa")
    assert text_of(client.get(URL)).count("Gọi:") == 6
    page = text_of(client.get(URL, {"silent": "all"}))
    assert page.count("Gọi:") == 9
    assert "CĐCS Số 28" in page


@pytest.mark.parametrize("name", ["minh", "hoa", "dung"])
def test_more_rows_cost_no_more_statements(world: World, name: str):
    client = world.client(name)

    def statements() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    grow(world, 1)
    before = statements()
    grow(world, 7, first=30)
    assert statements() == before <= 32


def test_few_siblings_are_not_compared_and_it_says_why(world: World):
    assert "Chưa so: đơn vị chưa có 3 chỉ đạo đến hạn trong 12 tháng." in text_of(world.client("minh").get(URL))


def test_a_tiny_unit_is_not_compared(world: World):
    grow(world, 6)
    world.cast.units["MD-1"].member_count = 8
    world.cast.units["MD-1"].save()
    page = text_of(world.client("minh").get(URL))
    assert "Không so: đơn vị ít đoàn viên" in page
    assert "khoảng giữa" not in page


def test_the_highest_union_has_nobody_beside_it(world: World):
    place = places_of(scope_of(world.cast.users["dung"], clock.today()), clock.today())[0]
    assert standing_of(place).answers.why == Why.ALONE


def test_a_unit_that_is_not_ones_own_is_not_there(world: World):
    other = world.cast.units["HD-1"].public_id
    assert world.client("minh").get(URL, {"unit": other}).status_code == 404
    assert world.client("quang").get(URL, {"unit": other}).status_code == 200
    assert "May Sông Đáy" not in text_of(world.client("quang").get(URL))


def test_who_acts_for_two_units_chooses(world: World):
    unit = world.cast.units["MD-2"]
    RoleGrant.objects.create(user=world.cast.users["minh"], unit=unit, role=Role.CHAIR, from_on=START, granted_at=AT)
    page = text_of(world.client("minh").get(URL, {"unit": unit.public_id}))
    assert "<h1>CĐCS Trường Mầm non Hoa Sen" in page
    assert f"?unit={world.cast.units['MD-1'].public_id}" in page


def test_an_agency_sees_its_cases_and_nothing_of_plans(world: World):
    page = text_of(world.client("tuan").get(URL))
    assert "đang mở" in page
    assert "Kế hoạch năm" not in page


@pytest.mark.parametrize("words", HOSTILE)
def test_the_address_may_hold_anything(world: World, words: str):
    response = world.client("hoa").get(URL, {"days": words, "silent": words, "due": words, "from": words})
    assert response.status_code == 200
    assert world.client("hoa").get(URL, {"unit": words or "x"}).status_code in {200, 404}


def test_a_signed_list_whose_report_nobody_sent_is_not_forgotten(world: World):
    draft = Activity.objects.create(
        key="0190a0a0-0000-7000-8000-000000000009", unit=world.cast.units["MD-1"], path="/", form=ActivityForm.MEETING,
        title="Họp tổ chưa báo", happened_on=clock.today(), created_at=AT, state=ActivityState.DRAFT,
    )  # fmt: skip
    for page in (URL, "/desk/"):
        shown = text_of(world.client("minh").get(page))
        assert "Viết tiếp báo cáo: Họp tổ chưa báo" in shown
        assert reverse("plans:activity", args=[draft.public_id]) in shown
