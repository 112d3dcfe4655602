"""The component that shows a deadline day by day: every square has words."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.template import engines
from django.utils import translation

from caunoi.kit import clock
from caunoi.kit.templatetags.ui import due
from caunoi.kit.ui.days import cells_of, month_of
from caunoi.pure.workdays import OFFICIAL, ZONE, Calendar, Limit, Unit, unfold

pytestmark = pytest.mark.pure

VIETNAM = Calendar(special=OFFICIAL)
TODAY = date(2026, 1, 6)


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def shown(came: datetime, limit: Limit, today: date = TODAY) -> list[tuple[str, str, str]]:
    cells = cells_of(unfold(came, limit, VIETNAM), today)
    return [(cell.label, str(cell.word), cell.state) if cell else ("", "", "") for cell in cells]


def test_a_deadline_begins_on_its_weekday_and_says_what_counts():
    assert shown(datetime(2025, 12, 31, 9, tzinfo=ZONE), Limit(6, Unit.WD)) == [
        ("", "", ""),
        ("", "", ""),
        ("31/12", "nhận", "past"),
        ("1/1", "lễ", "off"),
        ("2", "hoán đổi", "off"),
        ("3", "", "off"),
        ("4", "", "off"),
        ("5", "1", "past"),
        ("6", "2", ""),
        ("7", "3", ""),
        ("8", "4", ""),
        ("9", "5", ""),
        ("10", "6", "due"),
    ]


def test_hours_are_written_as_people_say_them():
    cells = shown(datetime(2026, 1, 6, 10, 30, tzinfo=ZONE), Limit(8, Unit.WH))
    assert [word for _label, word, _state in cells if word] == ["4,5 giờ", "3,5 giờ"]


def test_what_is_seen_is_also_said():
    cells = cells_of(unfold(datetime(2025, 12, 31, 18, tzinfo=ZONE), Limit(5, Unit.WD), VIETNAM), TODAY)
    said = [str(cell.spoken) for cell in cells if cell]
    assert said[0] == "gửi sau giờ làm việc, tính là nhận vào ngày làm việc sau"
    assert said[3] == "nghỉ hằng tuần, không tính"
    assert said[10] == "ngày thứ 5 của thời hạn làm bù hết hạn"


def test_a_month_marks_days_off_and_making_up_days():
    cells = month_of(VIETNAM, date(2026, 1, 1), TODAY)
    assert cells[:3] == [None, None, None]
    by_day = {cell.label: (str(cell.word), cell.state, cell.is_today) for cell in cells if cell}
    assert by_day["1"] == ("lễ", "off", False)
    assert by_day["2"] == ("hoán đổi", "off", False)
    assert by_day["3"] == ("", "off", False)
    assert by_day["6"] == ("", "", True)
    assert by_day["10"] == ("làm bù", "work", False)
    assert len(by_day) == 31


def test_the_tag_names_the_texts_and_what_nobody_checked():
    lines = unfold(datetime(2026, 11, 23, 9, tzinfo=ZONE), Limit(2, Unit.WD), VIETNAM)
    with clock.frozen(datetime(2026, 11, 23, 12, tzinfo=ZONE)):
        html = engines["django"].from_string("{% days lines %}").render({"lines": lines})
    assert 'aria-label="Từng ngày từ 23/11/2026 đến 26/11/2026"' in html
    assert html.count('aria-current="date"') == 1
    assert re.search(r"Văn hóa Việt Nam.*Sửa đổi Bộ luật Lao động.*chưa đối chiếu", html, re.DOTALL)


@pytest.mark.parametrize(
    ("days", "working", "words"),
    [
        (6, 4, "còn 4 ngày làm việc"), (1, 0, "còn 1 ngày"), (6, None, "còn 6 ngày"), (0, 0, "hạn là hôm nay"),
        (-4, -2, "quá hạn 2 ngày làm việc"), (-1, 0, "quá hạn 1 ngày"),
    ],
)  # fmt: skip
def test_a_deadline_is_said_in_working_days_where_they_are_known(days: int, working: int | None, words: str):
    assert f"<span>{words} (" in due(clock.today() + timedelta(days=days), working)
