"""The pages of working calendars."""

import pytest

from caunoi.organisations.models import CalendarDay, WorkCalendar
from tests.doors import KEY, text_of
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
DAY = {"on": "2028-01-24", "kind": "HOLIDAY", "name": "Tết Nguyên đán", "source": "1/TB", "status": "OFFICIAL"}


def place(world: World, rest: str = "", *, federation: bool = False) -> str:
    calendar = WorkCalendar.objects.get(unit=None) if federation else world.calendar
    return f"/units/calendars/{calendar.public_id}/{rest}"


def test_anyone_sees_the_year_with_its_texts(world: World):
    text = text_of(world.client("an").get(place(world, "?year=2026", federation=True)))
    for words in ("Nghỉ hoán đổi, làm bù 10/1/2026", "12729/VPCP-KGVX", "chưa đối chiếu", "Tháng 12"):
        assert words in text
    assert "Lưu ngày" not in text


def test_anyone_may_ask_the_clock(world: World):
    ask = "?came_on=2025-12-31&came_at=09:00&amount=6&counted_in=WD"
    text = text_of(world.client("an").get(place(world, ask, federation=True)))
    assert 'Hết hạn ngày <time datetime="2026-01-10"' in text
    assert "ngày thứ 6 của thời hạn làm bù hết hạn" in text


def test_the_answer_in_hours_has_an_hour(world: World):
    ask = "?came_on=2026-03-02&came_at=08:00&amount=8&counted_in=WH"
    text = text_of(world.client("an").get(place(world, ask, federation=True)))
    assert 'Hết hạn <time datetime="2026-03-03T08:30:00+07:00"' in text


@pytest.mark.parametrize(
    "ask",
    [
        "?came_on=2025-12-31&came_at=09:00&amount=0&counted_in=WD",
        "?came_on=31/2/2026&came_at=25:00&amount=999999999999&counted_in=XX",
        "?came_on=9999-12-31&came_at=09:00&amount=400&counted_in=WH",
        "?came_on=&came_at=&amount=&counted_in=",
    ],
)
def test_a_senseless_question_is_answered_with_what_is_wrong(world: World, ask: str):
    response = world.client("an").get(place(world, ask))
    assert response.status_code == 200
    assert "cần sửa" in text_of(response)
    assert "Hết hạn ngày" not in text_of(response)


@pytest.mark.parametrize("year", ["0", "-1", "99999999999999999999", "x", "²", ""])
def test_a_senseless_year_is_this_one(world: World, year: str):
    assert world.client("an").get(place(world, f"?year={year}")).status_code == 200


def test_an_officer_writes_changes_and_removes_a_day(world: World):
    hoa = world.client("hoa")
    answer = hoa.post(place(world, "days/save/"), DAY | {"until": "2028-01-26"} | KEY)
    assert (answer.status_code, answer["Location"]) == (302, place(world, "?year=2028"))
    assert 'value="Tết Nguyên đán"' in hoa.get(place(world, "?year=2028&edit=2028-01-25")).content.decode()
    hoa.post(place(world, "days/save/"), DAY | {"name": "Tết"})
    rows = CalendarDay.objects.filter(calendar=world.calendar, on__year=2028).order_by("on")
    assert [row.name for row in rows] == ["Tết", "Tết Nguyên đán", "Tết Nguyên đán"]
    hoa.post(place(world, f"days/{rows[0].public_id}/remove/"), KEY)
    assert CalendarDay.objects.filter(calendar=world.calendar, on__year=2028).count() == 2


def test_what_is_wrong_stands_beside_what_was_typed(world: World):
    response = world.client("hoa").post(place(world, "days/save/"), DAY | {"source": ""})
    assert response.status_code == 422
    assert "cần văn bản làm căn cứ" in text_of(response)
    assert 'value="Tết Nguyên đán"' in response.content.decode()


def test_a_day_of_another_calendar_is_not_found(world: World):
    other = CalendarDay.objects.filter(calendar__unit=None).first()
    response = world.client("hoa").post(place(world, f"days/{other.public_id}/remove/"), KEY)
    assert response.status_code == 404
    assert CalendarDay.objects.filter(pk=other.pk).exists()


def test_office_hours_are_typed_as_people_write_them(world: World):
    days = {f"day_{n}": "8h–12h, 13h30 - 17:00" for n in range(5)} | {"day_5": "8:00-12:00", "day_6": ""}
    answer = world.client("hoa").post(place(world, "hours/"), days | {"is_rolled": "on"} | KEY)
    assert answer.status_code == 302
    world.calendar.refresh_from_db()
    assert world.calendar.hours == [*([[["08:00", "12:00"], ["13:30", "17:00"]]] * 5), [["08:00", "12:00"]], []]
    assert (world.calendar.is_next_day_when_late, world.calendar.is_rolled) == (False, True)


@pytest.mark.parametrize("text", ["sáng", "8:00", "25:00–26:00", "12:00–8:00", "8:00–12:00, 11:00–17:00", "8:99–9:00"])
def test_hours_that_cannot_be_are_refused(world: World, text: str):
    response = world.client("hoa").post(place(world, "hours/"), {"day_0": text} | KEY)
    assert response.status_code == 422


def test_a_calendar_of_a_units_own_is_made_once(world: World):
    hoa, given = world.client("hoa"), {"unit": "MD-1", "name": "Lịch Công ty May Sông Đáy"}
    answer = hoa.post("/units/calendars/make/", given | KEY)
    made = WorkCalendar.objects.get(unit__code="MD-1")
    assert (answer.status_code, answer["Location"]) == (302, f"/units/calendars/{made.public_id}/")
    assert hoa.post("/units/calendars/make/", given).status_code == 422
    elsewhere = hoa.post("/units/calendars/make/", given | {"unit": "HD-1"})
    assert (elsewhere.status_code, WorkCalendar.objects.filter(unit__code="HD-1").exists()) == (422, False)


def test_a_units_page_names_the_calendar_that_holds(world: World):
    text = text_of(world.client("an").get(f"/units/{world.cast.units['MD-1'].public_id}/"))
    assert "Lịch làm việc xã Mỹ Đức" in text
