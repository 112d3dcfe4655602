"""The way through: an officer makes the year's plan from the template and a directive, a second person approves it and sends
it down, a chair answers; two officers write at once; the calendar and the paper."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from caunoi.kit import clock
from caunoi.kit.outbox import deliver
from caunoi.organisations.choices import Role
from caunoi.plans import actions
from caunoi.plans.choices import Adoption, Carrier, PlanAnswer, PlanState
from caunoi.plans.models import Plan, PlanTask
from tests.doors import HOSTILE, refused, text_of
from tests.planning import carried, fresh, make_plan
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]


@pytest.fixture
def next_year() -> int:
    return clock.today().year + 1


def second(world: World) -> Client:
    """Another person of the city's federation."""
    user = world.cast.person("ha", "Vũ Thu Hà", world.cast.units["HN"], Role.ADMINISTRATOR)
    user.authenticator_set.create(type="totp", data={"secret": "x"})
    return world.client("ha")


def start(world: World, **given: Any) -> dict[str, Any]:
    unit = given.pop("unit", "HN")
    return {"unit": str(world.cast.units[unit].public_id), "source": "TEMPLATE", "template": "YEARLY"} | given


def task_fields(task: PlanTask, **changes: Any) -> dict[str, Any]:
    return {
        "title": task.title, "carrier": task.carrier, "owner": str(task.owner.public_id), "from_on": task.from_on.isoformat(),
        "to_on": task.to_on.isoformat(), "form": task.form, "audience": task.audience, "area": task.area, "indicator": "",
        "target": "", "evidence_required": task.evidence_required, "budget": "", "weight": task.weight,
        "seen": task.plan.edit_count,
    } | changes  # fmt: skip


def step(client: Client, plan: Plan, deed: str) -> Any:
    return client.post(reverse("plans:step_plan", args=[plan.public_id]), {"deed": deed})


def test_from_the_guidance_to_a_plan_that_every_unit_has(world: World, next_year: int):
    dung, ha, minh = world.client("dung"), second(world), world.client("minh")
    given = start(world, year=next_year, directive=str(world.directive.public_id))
    made = dung.post(reverse("plans:make_plan"), given)
    plan = Plan.objects.get(unit=world.cast.units["HN"], year=next_year)
    assert made["Location"] == reverse("plans:plan", args=[plan.public_id])
    assert plan.tasks.count() == 12
    # Each thing that the directive asks for is one tick.
    page = text_of(dung.get(made["Location"]))
    obligation = world.directive.obligations.get()
    assert obligation.text in page
    url = reverse("plans:add_obligations", args=[plan.public_id])
    assert dung.post(url, {"obligation": str(obligation.public_id)}).status_code == 302
    task = plan.tasks.get(obligation=obligation)
    assert (task.form, task.from_on, task.to_on) == ("GROUP_MEETING", date(next_year, 1, 1), date(next_year, 12, 31))
    assert dung.post(url, {"obligation": str(obligation.public_id)}).status_code == 302
    assert plan.tasks.count() == 13
    step(dung, plan, "submit")
    decide = reverse("plans:decide_plan", args=[plan.public_id])
    assert dung.get(decide).status_code == 404  # who submitted does not decide
    day = (clock.today() + timedelta(days=20)).isoformat()
    given = {"deed": "approve", "note": "Đồng ý", "sends_down": "on", "adopt_by_on": day, "seen": fresh(plan).edit_count}  # fmt: skip
    assert ha.post(decide, given).status_code == 302
    while deliver():
        pass
    assert fresh(plan).state == PlanState.APPROVED
    leaf, tasks = carried(world.cast, "MD-1", next_year)
    carried_down = plan.tasks.exclude(carrier=Carrier.OWN).count()
    assert (leaf.answer, len(tasks)) == (PlanAnswer.SILENT, carried_down)
    page = text_of(minh.get(reverse("plans:plan", args=[leaf.public_id])))
    assert "Nhận nguyên văn" in page
    step(minh, leaf, "adopt")
    assert fresh(leaf).answer == PlanAnswer.ADOPTED
    page = text_of(dung.get(reverse("plans:followers", args=[plan.public_id])))
    unions = Plan.objects.filter(origin=plan).count()
    assert f"1/{unions} đơn vị đã trả lời" in page


def test_a_chair_changes_a_task_with_the_reason_and_the_unit_above_reads_it(world: World):
    leaf, task, minh = world.plans.grassroots, world.plans.task, world.client("minh")
    url = reverse("plans:edit_task", args=[task.public_id])
    given = task_fields(task, to_on=f"{leaf.year}-11-20")
    refused(minh.post(url, given), "Ghi lý do điều chỉnh")
    assert minh.post(url, given | {"reason": "Tháng 12 nghỉ sản xuất"}).status_code == 302
    assert fresh(task).adoption == Adoption.ADAPTED
    step(minh, leaf, "submit")
    page = text_of(
        world.client("dung").get(reverse("plans:followers", args=[world.plans.city.public_id]), {"tab": "adapted"})
    )
    assert "Tháng 12 nghỉ sản xuất" in page
    decide = reverse("plans:decide_plan", args=[leaf.public_id])
    hoa, seen = world.client("hoa"), fresh(leaf).edit_count
    refused(hoa.post(decide, {"deed": "return", "note": "", "seen": seen}), "Ghi lý do trả lại")
    # Withdrawn, changed and submitted again after it was read: shown first.
    step(minh, leaf, "withdraw")
    actions.edit_plan(
        plan=leaf, words=actions.PlanWords("Tên khác"), seen=99, by=world.cast.users["minh"], at=clock.now()
    )
    step(minh, leaf, "submit")
    page = refused(hoa.post(decide, {"deed": "approve", "note": "", "seen": seen}), "vừa được sửa và trình lại")
    assert f'name="seen" value="{seen + 1}"' in page
    given = {"deed": "return", "note": "Ghi rõ số buổi", "seen": seen + 1}
    assert hoa.post(decide, given).status_code == 302
    assert "Ghi rõ số buổi" in text_of(minh.get(reverse("plans:plan", args=[leaf.public_id])))


def test_the_second_of_two_officers_sees_what_changed_and_keeps_what_they_typed(world: World):
    task, minh = fresh(world.plans.own_task), world.client("minh")
    url = reverse("plans:edit_task", args=[task.public_id])
    mine = task_fields(task, title="Bản của tôi", budget="1.500.000")
    other = task_fields(task, title="Bản của người kia")
    assert minh.post(url, other).status_code == 302
    response = minh.post(url, mine)
    page = text_of(response)
    assert response.status_code == 409
    assert fresh(task).title == "Bản của người kia"
    for words in ("Người khác vừa lưu", "Bản của người kia", "Bản của tôi", "1.500.000"):
        assert words in page
    # Saved knowingly, over the other's.
    seen = fresh(task.plan).edit_count
    assert minh.post(url, mine | {"seen": seen}).status_code == 302
    assert (fresh(task).title, fresh(task).budget) == ("Bản của tôi", 1_500_000)


def test_what_somebody_saved_since_is_asked_about_after_an_error_and_when_declining_too(world: World):
    task, minh = fresh(world.plans.task), world.client("minh")
    url, decline = (reverse(f"plans:{verb}_task", args=[task.public_id]) for verb in ("edit", "decline"))
    opened = fresh(task.plan).edit_count
    other = task_fields(task, title="Bản của người kia", reason="Vì thế")
    assert minh.post(url, other).status_code == 302
    # A form that came back with an error still says which edit it was opened with.
    page = refused(minh.post(url, task_fields(task, title="", reason="Khác") | {"seen": opened}))
    assert f'name="seen" value="{opened}"' in page
    given = {"reason": "Không có người", "seen": opened}
    response = minh.post(decline, given)
    assert (response.status_code, fresh(task).adoption) == (409, Adoption.ADAPTED)
    assert "Bản của người kia" in text_of(response)
    seen = fresh(task).changed_in
    assert f'name="seen" value="{seen}"' in text_of(response)
    assert minh.post(decline, given | {"seen": seen}).status_code == 302
    assert fresh(task).adoption == Adoption.DECLINED


def test_two_officers_who_write_different_things_do_not_stand_in_each_others_way(world: World):
    plan, minh = fresh(world.plans.grassroots), world.client("minh")
    task, own = fresh(world.plans.task), fresh(world.plans.own_task)
    seen = plan.edit_count
    assert minh.post(reverse("plans:edit_task", args=[own.public_id]), task_fields(own, title="Một")).status_code == 302
    given = task_fields(task, weight=3) | {"seen": seen, "reason": ""}
    assert minh.post(reverse("plans:edit_task", args=[task.public_id]), given).status_code == 302
    words = {"title": "Kế hoạch của đơn vị", "purpose": "Một\nHai", "seen": seen}
    assert minh.post(reverse("plans:edit_plan", args=[plan.public_id]), words).status_code == 302
    response = minh.post(reverse("plans:edit_plan", args=[plan.public_id]), words | {"title": "Khác"})
    assert response.status_code == 409
    assert (fresh(own).title, fresh(task).weight, fresh(plan).purpose) == ("Một", 3, "Một\nHai")


def test_one_click_on_a_directive_puts_its_obligation_into_the_plan_of_that_year(world: World):
    obligation, minh = world.directive.obligations.get(), world.client("minh")
    url = reverse("plans:take_obligation", args=[obligation.public_id])
    page = reverse("directives:directive", args=[world.directive.public_id])
    assert text_of(minh.get(page)).count(f'action="{url}"') == 1
    assert url not in text_of(world.client("lan").get(page))
    for _again in range(2):
        assert minh.post(url).status_code == 302
    assert f"Có trong kế hoạch năm {world.directive.due_on.year}" in text_of(minh.get(page))
    task = PlanTask.objects.get(obligation=obligation, plan__unit=world.cast.units["MD-1"])
    assert task.plan.year == world.directive.due_on.year
    # The city's plan is in force: it is opened for a change, and what was approved holds on.
    assert world.client("dung").post(url).status_code == 302
    city = fresh(world.plans.city)
    assert (city.state, city.revision) == (PlanState.DRAFT, 1)


def test_an_approved_change_is_a_version_that_says_what_it_changed(world: World):
    city, dung, ha = world.plans.city, world.client("dung"), second(world)
    # Opened and nothing changed: closed again without an approval.
    for deed, state in (("amend", PlanState.DRAFT), ("keep", PlanState.APPROVED), ("amend", PlanState.DRAFT)):
        step(dung, city, deed)
        assert fresh(city).state == state
    task = city.tasks.get()
    given = task_fields(task, title="Phổ biến hai lần một năm", target="1.250,5", budget="3.000.000")
    assert dung.post(reverse("plans:edit_task", args=[task.public_id]), given | {"seen": 999}).status_code == 302
    assert "đã có chỗ sửa" in text_of(step(dung, city, "keep"))
    cancel = reverse("plans:cancel_task", args=[task.public_id])
    refused(dung.post(cancel, {"reason": ""}))
    assert (
        dung.post(reverse("plans:add_task", args=[city.public_id]), task_fields(task, title="Việc mới")).status_code
        == 302
    )
    # Who only reads sees the version in force meanwhile.
    for name, rest in (("plan", []), ("calendar", []), ("print_plan", ["pdf"])):
        response = world.client("lan").get(reverse(f"plans:{name}", args=[city.public_id, *rest]))
        assert response["Location"] == reverse("plans:revision", args=[city.public_id, 1])
    # Nor does what is not approved yet go down.
    leaf, hoa = world.plans.commune, world.client("hoa")
    assert "Việc mới" not in text_of(hoa.get(reverse("plans:plan", args=[leaf.public_id])))
    taken = actions.take_plan(unit=leaf.unit, year=leaf.year, by=world.cast.users["hoa"], at=clock.now())
    assert not taken.tasks.filter(title="Việc mới").exists()
    step(dung, city, "submit")
    assert "Phổ biến hai lần một năm" in text_of(ha.get(reverse("plans:decide_plan", args=[city.public_id])))
    given = {"deed": "approve", "note": "", "seen": fresh(city).edit_count}
    assert ha.post(reverse("plans:decide_plan", args=[city.public_id]), given).status_code == 302
    page = text_of(dung.get(reverse("plans:revision", args=[city.public_id, 2])))
    for words in (
        "Khác với bản 1",
        "Phổ biến hai lần một năm",
        "3.000.000",
        "<ins>1.250,5</ins>",
        "Việc mới",
        "Thêm việc",
    ):
        assert words in page
    # The new task is offered below, and taken with one press.
    new = city.tasks.get(title="Việc mới")
    assert "Việc mới" in text_of(hoa.get(reverse("plans:plan", args=[leaf.public_id])))
    url = reverse("plans:take_tasks", args=[leaf.public_id])
    assert hoa.post(url, {"task": str(new.public_id)}).status_code == 302
    assert leaf.tasks.get(source=new).adoption == Adoption.ADOPTED


def test_a_plan_from_last_year_moves_its_days_keeps_targets_and_leaves_out_what_was_cancelled(
    world: World, next_year: int
):
    leaf, minh = world.plans.grassroots, world.cast.users["minh"]
    actions.cancel_task(task=fresh(world.plans.own_task), reason="Hết kinh phí", seen=999, by=minh, at=clock.now())
    given = start(world, unit="MD-1", year=next_year, source="LAST_YEAR", template="", directive="")
    assert world.client("minh").post(reverse("plans:make_plan"), given).status_code == 302
    made = Plan.objects.get(unit=leaf.unit, year=next_year)
    assert made.copied_from == leaf
    assert [(row.title, row.from_on.year) for row in made.tasks.all()] == [(world.plans.task.title, next_year)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"year": "1999"}, "2000"), ({"source": "LAST_YEAR", "year": "2099"}, "Năm kế hoạch"), ({"year": "này"}, "số"),
        ({"source": "DIRECTIVE", "directive": ""}, "Chọn một chỉ đạo"), ({"template": ""}, "Chọn một mẫu"),
        ({"unit": ""}, ""),
    ],
)  # fmt: skip
def test_what_a_new_plan_lacks_is_said_and_what_was_typed_is_kept(world: World, next_year: int, changes, words):
    given = start(world, year=str(next_year), directive="") | changes
    page = refused(world.client("dung").post(reverse("plans:make_plan"), given), words)
    assert f'value="{given["year"]}"' in page


def test_a_second_plan_for_the_year_is_refused(world: World):
    page = refused(world.client("dung").post(reverse("plans:make_plan"), start(world, year=world.plans.city.year)))
    assert "đã có kế hoạch năm" in page


@pytest.mark.parametrize(
    ("typed", "stored"), [("12,5", "12.5"), ("12.5", "12.5"), ("1.250", "1250"), ("1 250,5", "1250.5")]
)
def test_a_target_is_read_as_it_is_written(world: World, typed: str, stored: str):
    task, minh = fresh(world.plans.own_task), world.client("minh")
    url = reverse("plans:edit_task", args=[task.public_id])
    assert minh.post(url, task_fields(task, target=typed)).status_code == 302
    assert fresh(task).target == Decimal(stored)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_a_task_are_answered(world: World, text: str):
    task, minh = fresh(world.plans.own_task), world.client("minh")
    for name in ("title", "from_on", "target", "budget", "weight", "owner", "indicator"):
        response = minh.post(
            reverse("plans:edit_task", args=[task.public_id]), task_fields(fresh(task), **{name: text})
        )
        assert response.status_code in {302, 400, 409, 422}
    assert minh.get(reverse("plans:progress"), {"path": text, "year": text}).status_code == 404
    dung = world.client("dung")
    assert dung.get(reverse("plans:progress"), {"year": text, "row": text, "open": text}).status_code == 200
    url = reverse("plans:followers", args=[world.plans.city.public_id])
    assert dung.get(url, {"tab": text, "from": text, "open": text}).status_code == 200


def test_a_calendar_subscribes_to_the_units_tasks(world: World):
    city, dung = world.plans.city, world.client("dung")
    page = dung.post(reverse("plans:make_feed", args=[city.public_id]))
    assert page.status_code == 201
    url = text_of(page).split("<code>")[1].split("</code>")[0].removeprefix("http://testserver")
    response = Client().get(url)
    assert response["Content-Type"].startswith("text/calendar")
    data = response.content
    assert b"\r\n" in data
    assert max(len(line) for line in data.split(b"\r\n")) <= 75  # RFC 5545, 3.1
    events = Calendar.from_ical(data).walk("VEVENT")
    # A task over the whole year is its beginning and its end.
    assert {str(event["SUMMARY"]).split(":")[0] for event in events} == {"Bắt đầu", "Hạn"}
    assert len({str(event["UID"]) for event in events}) == len(events) == 2 * city.tasks.count()
    assert Client().get(url).content == data
    # It ends with the office of its holder.
    with transaction.atomic():
        world.cast.users["dung"].grants.all().delete()
        assert Client().get(url).status_code == 410
        transaction.set_rollback(True)
    dung.post(reverse("plans:make_feed", args=[city.public_id]))
    assert Client().get(url).status_code == 410


def test_the_plan_prints_in_both_forms(world: World):
    dung = world.client("dung")
    for ending, start_of_file in (("docx", b"PK"), ("pdf", b"%PDF")):
        response = dung.get(reverse("plans:print_plan", args=[world.plans.city.public_id, ending]))
        assert response.content.startswith(start_of_file)
    assert dung.get(reverse("plans:print_plan", args=[world.plans.city.public_id, "exe"])).status_code == 404


def statements(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_lists_and_trees_cost_the_same_however_long(world: World):
    dung, minh = world.client("dung"), world.client("minh")
    root = world.cast.units["HN"].placements.get().path
    under = world.cast.units["MD"].placements.get().path
    tree = f"{reverse('plans:progress')}?path={root}&open={under}"
    followers = f"{reverse('plans:followers', args=[world.plans.city.public_id])}?open={under}"
    page, home = reverse("plans:plan", args=[world.plans.grassroots.public_id]), reverse("plans:plans")
    before = [statements(dung, tree), statements(dung, followers), statements(minh, page), statements(dung, home)]
    for n in range(4):
        cast_unit = world.cast.unit(f"MD-Y{n}", "GRASSROOTS", f"CĐCS mới {n}", world.cast.units["MD"])
        actions.take_plan(unit=cast_unit, year=world.plans.city.year, by=world.cast.users["hoa"], at=clock.now())
        words = actions.TaskDraft(f"Thêm {n}", world.plans.task.from_on, world.plans.task.to_on)
        actions.add_task(plan=world.plans.grassroots, draft=words, by=world.cast.users["minh"], at=clock.now())
    assert [
        statements(dung, tree),
        statements(dung, followers),
        statements(minh, page),
        statements(dung, home),
    ] == before
    assert max(before) <= 24


def test_the_federation_changes_its_template(world: World, next_year: int):
    dung, template = world.client("dung"), world.plans.template
    page = text_of(dung.get(reverse("plans:template", args=[template.public_id])))
    assert "chưa đối chiếu" in page
    unchecked = "Mẫu chưa đối chiếu văn bản gốc"
    assert unchecked in text_of(dung.get(reverse("plans:make_plan")))
    words = {"name": "Mẫu 2027", "title": "Kế hoạch {year}", "source": "05/HD-LĐLĐ", "is_verified": "on"}
    assert dung.post(reverse("plans:template", args=[template.public_id]), words).status_code == 302
    assert unchecked not in text_of(dung.get(reverse("plans:make_plan")))
    new = {
        "title": "Ngày hội đoàn viên", "carrier": "BOTH", "from_day": "1/5", "to_day": "31/5", "form": "OTHER",
        "audience": "MEMBERS", "weight": "2",
    }  # fmt: skip
    add = reverse("plans:add_template_task", args=[template.public_id])
    refused(dung.post(add, new | {"to_day": "31/2"}))
    assert dung.post(add, new).status_code == 302
    first = template.tasks.order_by("position")[0]
    gone = reverse("plans:edit_template_task", args=[template.public_id, first.public_id])
    assert dung.post(gone, {"deed": "remove"}).status_code == 302
    plan = make_plan(
        world.cast, "HD-1", "quang", clock.now(), tasks=0, year=next_year, source="TEMPLATE", template=fresh(template)
    )
    assert plan.title == f"Kế hoạch {next_year}"
    assert plan.tasks.filter(title="Ngày hội đoàn viên", from_on__month=5).exists()
    assert not plan.tasks.filter(title=first.title).exists()


def test_a_draft_from_above_says_neither_progress_nor_an_answer_before_there_is_one(world: World):
    leaf = world.plans.grassroots
    Plan.objects.filter(pk=leaf.pk).update(state=PlanState.DRAFT, answer=PlanAnswer.SILENT, revision=0)
    url, minh = reverse("plans:plan", args=[leaf.public_id]), world.client("minh")
    page = text_of(minh.get(url))
    assert "chưa có hiệu lực" in page
    assert '<span class="tag">Nhận nguyên văn' not in page
    assert reverse("plans:followers", args=[leaf.public_id]) not in page
    Plan.objects.filter(pk=leaf.pk).update(state=PlanState.APPROVED, answer=PlanAnswer.ADOPTED, revision=1)
    page = text_of(minh.get(url))
    assert "Đã làm 0%" in page
    assert '<span class="tag">Nhận nguyên văn' in page


def test_a_phone_says_each_task_of_the_year_once(world: World):
    leaf = world.plans.grassroots
    page = text_of(world.client("minh").get(reverse("plans:calendar", args=[leaf.public_id])))
    assert page.count(world.plans.task.title) == 2  # the span of a wide screen, and the month of a narrow one
