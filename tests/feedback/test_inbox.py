"""The inbox through the door: what stands in which tab, filters, views of one's own, bulk deeds, the spreadsheet."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caunoi.feedback.actions import Received, pause_case, quarantine_case, recuse
from caunoi.feedback.choices import Identity, PauseGround, RecusalSource, State
from caunoi.feedback.models import Case, SavedView
from caunoi.feedback.queries.inbox import ROWS, Tab, Wanted, page_of, tab_counts, wanted_cases
from caunoi.feedback.web.desk import export
from caunoi.kit import clock
from caunoi.organisations.actions import make_calendar, save_calendar_day
from caunoi.organisations.choices import CalendarDayKind, CalendarDayStatus
from caunoi.organisations.queries import scope_of
from tests.cast import Cast
from tests.doors import HOSTILE, text_of
from tests.feedback.deeds import MONDAY, answer, at_unit, send

pytestmark = [pytest.mark.door, pytest.mark.django_db]
REASON = "Cùng một việc ở một cửa"


@pytest.fixture
def now():
    return clock.now()


def sent(cast: Cast, at, **facts: Any) -> Received:
    """A case about the commune's committee: it waits at the Mỹ Đức union."""
    return send(at=at, **{"body": cast.units["UB-MD"]} | facts)


def codes(client: Client, query: str = "") -> list[str]:
    """Codes on the page, in its order."""
    page = client.get(f"/feedback/inbox/{query}")
    assert page.status_code == 200
    return [case.code for case in page.context["rows"]]


def test_the_nearest_deadline_stands_first(cast: Cast, sign_in, now):
    late = sent(cast, at=now - timedelta(days=30)).case
    fresh = sent(cast, at=now).case
    assert codes(sign_in("hoa")) == [late.code, fresh.code]


def test_tabs_hold_what_they_say_and_count_it(cast: Cast, now):
    sent(cast, at=now)
    sent(cast, at=now - timedelta(days=30))
    sent(cast, at=now, is_screened=False)
    at_unit(cast, at=now)
    answered = at_unit(cast, at=now)
    answer(answered.case, cast, now)
    scope = scope_of(cast.hoa, clock.today())
    counts = tab_counts(cast.hoa, scope, now)
    assert counts == {"open": 3, "waiting": 2, "handling": 1, "late": 1, "soon": 0, "screening": 1, "apart": 0}
    found = {tab: wanted_cases(cast.hoa, scope, Wanted(tab=tab), now).count() for tab in Tab}
    assert {tab: n for tab, n in found.items() if tab in counts} == counts
    assert (found[Tab.ANSWERED], found[Tab.ALL]) == (1, 5)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?whose=mine", 1), ("?whose=unit", 1), ("?channel=WEB", 2), ("?channel=PAPER", 0), ("?urgency=NORMAL", 2),
        ("?area=PROCEDURES", 0), ("?since=2020-01-01", 2), ("?until=2020-01-01", 0), ("?whose=nobody", 2),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(cast: Cast, sign_in, now, query: str, found: int):
    at_unit(cast, at=now)
    at_unit(cast, at=now)
    case = Case.objects.order_by("id").first()
    Case.objects.filter(pk=case.pk).update(handler=cast.hoa, unit=cast.units["MD"], desk=cast.units["MD"])
    Case.objects.exclude(pk=case.pk).update(desk=cast.units["HN"])
    assert len(codes(sign_in("dung"), query.replace("mine", "branch") if "mine" in query else query)) >= found
    if "mine" in query:
        assert codes(sign_in("hoa"), query) == [case.code]


def test_words_with_or_without_accents_and_codes_find_a_case(cast: Cast, sign_in, now):
    case = sent(cast, at=now).case
    sent(cast, at=now, text="Đèn đường ở khu trọ công nhân tắt đã hai tuần nay")
    hoa = sign_in("hoa")
    assert codes(hoa, f"?q={case.code}") == [case.code]
    assert codes(hoa, f"?q={case.code.replace('-', '').lower()}") == [case.code]


@pytest.mark.parametrize("words", HOSTILE)
def test_any_address_is_answered(cast: Cast, sign_in, words: str):
    sent(cast, at=clock.now())
    names = ("tab", "q", "after", "unit", "body", "since", "area", "topic", "whose")
    assert sign_in("hoa").get("/feedback/inbox/", dict.fromkeys(names, words)).status_code == 200


def test_pages_follow_each_other_without_gap_or_double(cast: Cast, now):
    made = [sent(cast, at=now - timedelta(minutes=n)).case for n in range(2 * ROWS + 3)]
    scope = scope_of(cast.hoa, clock.today())
    for tab in (Tab.OPEN, Tab.ALL):
        met, after = [], None
        for _ in range(3):
            page, after = page_of(wanted_cases(cast.hoa, scope, Wanted(tab=tab), now), tab, after, now)
            met += [case.pk for case in page]
        assert after is None
        assert sorted(met) == sorted(case.pk for case in made)


def test_the_list_costs_the_same_with_one_row_and_with_three(cast: Cast, sign_in, now):
    hoa, counts = sign_in("hoa"), []
    for more in (1, 2):
        for _ in range(more):
            at_unit(cast, at=now)
        hoa.get("/feedback/inbox/")
        with CaptureQueriesContext(connection) as queries:
            hoa.get("/feedback/inbox/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_nothing_closed_is_counted(cast: Cast, sign_in, now):
    answer(at_unit(cast, at=now).case, cast, now)
    hoa = sign_in("hoa")
    with CaptureQueriesContext(connection) as queries:
        hoa.get("/feedback/inbox/?tab=answered")
    counting = [line["sql"] for line in queries if "COUNT(" in line["sql"] and "feedback_case" in line["sql"]]
    assert counting
    assert [sql for sql in counting if "state" not in sql] == []


def test_a_view_is_saved_renamed_and_dropped(cast: Cast, sign_in):
    hoa = sign_in("hoa")
    hoa.post("/feedback/inbox/views/", {"name": "Của tôi", "query": "whose=mine&tab=late"})
    view = SavedView.objects.get()
    assert (view.user, view.query) == (cast.hoa, "whose=mine&tab=late")
    assert "Của tôi" in text_of(hoa.get("/feedback/inbox/"))
    hoa.post(f"/feedback/inbox/views/{view.public_id}/", {"name": "Trễ của tôi"})
    assert SavedView.objects.get().name == "Trễ của tôi"
    assert sign_in("dung").post(f"/feedback/inbox/views/{view.public_id}/", {"deed": "delete"}).status_code == 404
    hoa.post(f"/feedback/inbox/views/{view.public_id}/", {"deed": "delete"})
    assert SavedView.objects.count() == 0


def bulk(client: Client, cases: list[Case], deed: str, **fields: str):
    given = {"case": [str(case.public_id) for case in cases], "deed": deed, "go": "1", **fields}
    return client.post("/feedback/inbox/bulk/", given)


def test_bulk_says_of_each_case_whether_it_was_done(cast: Cast, sign_in, now):
    waiting, handled = sent(cast, at=now).case, at_unit(cast, at=now).case
    response = bulk(sign_in("hoa"), [waiting, handled], "assign_case", unit="UB-MD")
    outcomes = {outcome.case.code: outcome.is_done for outcome in response.context["outcomes"]}
    assert outcomes == {waiting.code: True, handled.code: False}
    assert "Việc đang ở bước" in text_of(response)
    assert Case.objects.get(pk=waiting.pk).unit == cast.units["UB-MD"]


def test_bulk_asks_for_the_one_reason_before_it_does_anything(cast: Cast, sign_in, now):
    cases = [sent(cast, at=now).case, sent(cast, at=now).case]
    first = sign_in("hoa").post(
        "/feedback/inbox/bulk/", {"case": [str(case.public_id) for case in cases], "deed": "merge_cases"}
    )
    assert (first.status_code, Case.objects.filter(state=State.MERGED).count()) == (200, 0)
    empty = bulk(sign_in("hoa"), cases, "merge_cases", reason="")
    assert (empty.status_code, Case.objects.filter(state=State.MERGED).count()) == (422, 0)
    bulk(sign_in("hoa"), cases, "merge_cases", reason=REASON)
    assert Case.objects.get(state=State.MERGED).merged_into == cases[0]


def test_bulk_does_nothing_where_the_person_has_no_say(cast: Cast, sign_in, now):
    case = at_unit(cast, at=now).case
    response = bulk(sign_in("tuan"), [case], "refuse_case", ground="SPAM", reason=REASON)
    assert [outcome.is_done for outcome in response.context["outcomes"]] == [False]
    assert Case.objects.get(pk=case.pk).state == State.HANDLING


def test_the_board_stands_in_columns_and_by_unit(cast: Cast, sign_in, now):
    sent(cast, at=now - timedelta(days=40))
    paused = at_unit(cast, at=now).case
    pause_case(case=paused, ground=PauseGround.FORCE_MAJEURE, note="Bão số 12, xã ngừng làm việc", by=cast.tuan, at=now)
    page = sign_in("hoa").get("/feedback/board/")
    counts = {str(column): count for _label, _tone, column, count, _cases in page.context["columns"]}
    assert counts == {"late": 1, "today": 0, "soon": 0, "later": 0, "paused": 1}
    unit = cast.units["UB-MD"]
    only = sign_in("hoa").get(f"/feedback/board/?unit={unit.public_id}").context["columns"]
    assert sum(count for _label, _tone, _column, count, _cases in only) == 1


def test_the_spreadsheet_holds_the_selection_and_no_person(cast: Cast, sign_in, now):
    case = sent(
        cast, at=now, name="Nguyễn Thị Lan", contact="0912345678", identity=Identity.PUBLIC, text="=1+1 trả giấy chậm"
    ).case
    data = sign_in("hoa").get("/feedback/inbox/export.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert (rows[0][0], rows[1][0], len(rows)) == ("Mã việc", case.code, 2)
    words = " ".join(str(cell) for row in rows for cell in row)
    assert [found for found in ("Lan", "0912345678", "trả giấy chậm") if found in words] == []
    assert sign_in("hoa").get("/feedback/inbox/export.pdf").status_code == 404


def test_a_spreadsheet_that_was_cut_says_so_in_its_last_line(cast: Cast, sign_in, now, monkeypatch):
    for _number in range(3):
        sent(cast, at=now)
    lines = {}
    for most in (3, 2):
        monkeypatch.setattr(export, "ROWS_MOST", most)
        lines[most] = sign_in("hoa").get("/feedback/inbox/export.csv").content.decode("utf-8-sig").splitlines()
    assert (len(lines[3]), len(lines[2])) == (4, 4)
    assert "Danh sách dừng ở" not in lines[3][-1]
    assert lines[2][-1] == '"Danh sách dừng ở 2 dòng, còn việc nữa. Thêm bộ lọc rồi tải lại."'


def test_deadlines_are_said_in_working_days_by_the_calendar_of_who_answers(cast: Cast, sign_in):
    with clock.frozen(MONDAY):
        case, tuan = at_unit(cast, at=MONDAY).case, sign_in("tuan")
        Case.objects.filter(pk=case.pk).update(due_at=MONDAY + timedelta(days=14))
        # Nine days and not ten: 24/11 is a public holiday.
        for url in ("inbox/", "board/", f"cases/{case.public_id}/", f"cases/{case.public_id}/reply/"):
            assert "còn 9 ngày làm việc (" in text_of(tuan.get(f"/feedback/{url}")), url
        calendar = make_calendar(unit=cast.units["UB-MD"], name="Lịch xã Mỹ Đức", by=cast.hoa, at=MONDAY)
        save_calendar_day(
            calendar=calendar, on=clock.today() + timedelta(days=1), kind=CalendarDayKind.CLOSURE, name="Nghỉ bão",
            source="12/TB-UBND", status=CalendarDayStatus.OFFICIAL, by=cast.hoa, at=MONDAY,
        )  # fmt: skip
        assert "còn 8 ngày làm việc (" in text_of(tuan.get("/feedback/inbox/"))


def test_what_is_set_apart_shows_no_word_of_it(cast: Cast, sign_in, now):
    case = quarantine_case(
        case=sent(cast, at=now, text="Ông chủ tịch nhận tiền của dân ở một cửa").case, by=cast.hoa, at=now
    )
    page = text_of(sign_in("dung").get("/feedback/inbox/?tab=apart"))
    assert case.code in page
    assert "nhận tiền" not in page
    assert codes(sign_in("hoa"), "?tab=apart") == []


def test_a_recused_officer_is_not_counted_for(cast: Cast, now):
    recuse(case=sent(cast, at=now).case, user=cast.hoa, source=RecusalSource.ADDED, by=cast.dung, at=now)
    assert tab_counts(cast.hoa, scope_of(cast.hoa, clock.today()), now)["open"] == 0
