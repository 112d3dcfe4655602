"""An officer reads and decides many plans on one page: what each says otherwise, what changed meanwhile, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.kit import clock
from caunoi.kit.audit.models import AuditRow
from caunoi.organisations.choices import Role
from caunoi.plans import actions
from caunoi.plans.choices import PlanState
from caunoi.plans.models import Plan
from tests.doors import text_of
from tests.planning import carried, draft, fresh
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]


def submit_adapted(world: World, code: str, title: str) -> Plan:
    """A chair changes a task that came down, with the reason, and submits."""
    minh, at = world.cast.users["minh"], clock.now()
    plan, tasks = carried(world.cast, code, world.plans.city.year)
    words = draft(plan.year, title=title, reason="Đơn vị ít người")
    actions.edit_task(task=tasks[0], draft=words, seen=fresh(plan).edit_count, by=minh, at=at)
    return actions.submit_plan(plan=plan, by=minh, at=at)


def test_several_plans_are_read_and_approved_at_once_and_one_that_changed_is_left_and_named(world: World):
    hoa, minh, at = world.client("hoa"), world.cast.users["minh"], clock.now()
    first, changed = submit_adapted(world, "MD-1", "Đối thoại một buổi"), world.plans.submitted
    page = hoa.get(reverse("plans:review_plans"))
    text = text_of(page)
    assert "Đối thoại một buổi" in text
    assert "Đơn vị ít người" in text
    keys = {row["plan"].pk: row["key"] for row in page.context["rows"]}
    assert keys.keys() == {first.pk, changed.pk}
    assert hoa.get(reverse("plans:review_plans"), {"all": "1"}).content.count(b" checked") == 2
    # Taken back, changed and submitted again while the page lies open.
    actions.withdraw_submission(plan=changed, by=minh, at=at)
    actions.add_task(plan=fresh(changed), draft=draft(changed.year, title="Thêm sau"), by=minh, at=at)
    actions.submit_plan(plan=fresh(changed), by=minh, at=at)
    url = reverse("plans:decide_plans")
    assert hoa.post(url, {"deed": "return", "plan": [keys[first.pk]], "note": ""}).status_code == 422
    said = text_of(hoa.post(url, {"deed": "approve", "plan": list(keys.values()), "note": ""}, follow=True))
    assert "Đã duyệt 1 kế hoạch." in said
    assert f"xem lại: {changed.unit.name}." in said
    assert (fresh(first).state, fresh(changed).state) == (PlanState.APPROVED, PlanState.SUBMITTED)
    audit = AuditRow.objects.filter(verb="plans.approve_plan").latest("id")
    assert audit.facts["edit"] == first.edit_count
    assert hoa.post(url, {"deed": "approve", "plan": [keys[first.pk], "x"]}, follow=True).status_code == 200


def test_reading_many_plans_costs_the_same_as_one(world: World):
    counts = []
    for code in ("MD-1", None):
        if code:
            submit_adapted(world, code, "Khác")
        else:
            for n in range(3):
                unit = world.cast.unit(f"MD-{n + 7}", "GRASSROOTS", f"CĐCS số {n}", world.cast.units["MD"])
                chair = world.cast.person(f"chair{n}", f"Chủ Tịch {n}", unit, Role.CHAIR)
                made = actions.take_plan(unit=unit, year=world.plans.city.year, by=chair, at=clock.now())
                actions.submit_plan(plan=made, by=chair, at=clock.now())
        client = world.client("hoa")
        client.get("/plans/")
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("plans:review_plans"))
        counts.append(len(caught))
    assert counts[0] == counts[1]
