"""Figures as pages and as a spreadsheet; the model of triage and who may change it."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.feedback.actions import Classification, classify_case, quarantine_case, recuse, train_model
from caunoi.feedback.choices import Channel, Kind, RecusalSource
from caunoi.feedback.models import Topic, TriageModel
from caunoi.kit import clock, queue
from caunoi.kit.audit.models import AuditRow
from tests.cast import Cast
from tests.doors import HOSTILE, text_of
from tests.feedback.deeds import MONDAY, answer, at_unit, send

pytestmark = [pytest.mark.door, pytest.mark.django_db]
HOME, MODEL = "/feedback/statistics/", "/feedback/triage/model/"
NOVEMBER = {"period": "days", "since": "2026-11-01", "until": "2026-11-30"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """A day by which November has its cases."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=14))


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_figures_stand_with_what_they_are_of(cast: Cast, sign_in):
    for days in (1, 2):
        answer(at_unit(cast).case, cast, MONDAY + timedelta(days=days))
    send(body=cast.units["UB-MD"])
    page = plain(text_of(sign_in("hoa").get(HOME, NOVEMBER)))
    assert "2 trong 2 việc được trả lời đúng hạn" in page
    assert "Tháng 11/2026 nhận nhiều nhất: 3 việc" in page
    assert "Ủy ban nhân dân xã Mỹ Đức: 2 trong 3 việc nhận" in page
    assert "Trang web: 3 trong 3 việc nhận" in page


def test_who_is_named_by_a_case_does_not_count_it(cast: Cast, sign_in):
    case = at_unit(cast).case
    recuse(case=case, user=cast.hoa, source=RecusalSource.ADDED, by=cast.dung, at=MONDAY)
    found = [sign_in(name).get(HOME, NOVEMBER).context["figures"].received_count for name in ("hoa", "dung")]
    assert found == [0, 1]
    assert "UB-MD" not in text_of(sign_in("hoa").get(HOME, NOVEMBER))


def test_a_unit_narrows_every_figure(cast: Cast, sign_in):
    at_unit(cast)
    send(body=cast.units["UB-MD"])
    unit = {"unit": str(cast.units["UB-MD"].public_id)}
    context = sign_in("hoa").get(HOME, NOVEMBER | unit).context
    assert (context["figures"].received_count, context["months"].rows[0].received_count) == (1, 1)
    assert [table.total for table in context["tables"]] == [1, 1, 1]
    elsewhere = sign_in("quang").get(HOME, NOVEMBER | unit).context
    assert elsewhere["figures"].received_count == 0


@pytest.mark.parametrize(
    ("period", "first"), [("month", "2026-11-01"), ("three", "2026-09-01"), ("year", "2026-01-01"), ("", "2026-09-01")]
)
def test_a_period_begins_with_its_month(cast: Cast, sign_in, period: str, first: str):
    wanted = sign_in("hoa").get(HOME, {"period": period}).context["wanted"]
    assert (wanted.since.isoformat(), wanted.last.isoformat()) == (first, "2026-11-30")


def test_days_that_make_no_sense_are_the_last_three_months(cast: Cast, sign_in):
    for since, until in (("2026-11-20", "2026-11-10"), ("2001-01-01", "2026-11-10"), ("", "")):
        given = {"period": "days", "since": since, "until": until}
        assert sign_in("hoa").get(HOME, given).context["wanted"].period == "three"


def test_a_subject_that_rises_is_said_in_words_and_drawn(cast: Cast, sign_in):
    topic = Topic.objects.order_by("code").first()
    for count, days in ((2, 30), (24, 5)):
        for _ in range(count):
            send(body=cast.units["UB-MD"], topic=topic, at=clock.now() - timedelta(days=days))
    response = sign_in("hoa").get(HOME, NOVEMBER)
    (row,) = response.context["rising"].rows
    assert f"Đang được nói tới nhiều hơn: {topic.name}" in plain(text_of(response))
    assert f"Gấp {row.ratio} lần; khoảng tin cậy 95% từ {row.low} đến {row.high} lần" in text_of(response)
    places = [float(place.rstrip("%")) for place in (row.x_one, row.x_low, row.x_ratio, row.x_high)]
    assert places == sorted(places)
    assert places[-1] <= 100


def test_few_are_not_published(cast: Cast, sign_in):
    for channel, count in ((Channel.WEB, 6), (Channel.ZALO, 1)):
        for _ in range(count):
            send(body=cast.units["UB-MD"], channel=channel)
    published = sign_in("hoa").get(HOME, NOVEMBER).context["published"]
    assert dict(published.rows[0][1]) == {"Trang web": "–", "Zalo": "<5"}


def test_the_spreadsheet_says_the_same(cast: Cast, sign_in):
    answer(at_unit(cast).case, cast, MONDAY + timedelta(days=1))
    send(body=cast.units["UB-MD"])
    response = sign_in("hoa").get(f"{HOME}export.xlsx", NOVEMBER)
    assert response["Content-Disposition"] == 'attachment; filename="so-lieu-20261130.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[1] == ["Cả kỳ", "Mọi đơn vị trong tầm xem", 2, 1, 1, 1, 1]
    assert ["Tháng", "11/2026", 2, 1, None, 1, 1] in rows
    assert ["Kênh đến", "Trang web", 2, 1, 1, 1, 1] in rows
    assert [row[2] for row in rows if row[0].startswith("Nội dung ×")] == ["<5"]
    notes = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert notes["Kỳ"] == "01/11/2026 – 30/11/2026"


def statements(client, count: int, cast: Cast) -> int:
    for _ in range(count):
        answer(at_unit(cast, topic=Topic.objects.first()).case, cast, MONDAY)
    client.get(HOME, NOVEMBER)
    with CaptureQueriesContext(connection) as made:
        client.get(HOME, NOVEMBER)
    return len(made)


def test_more_cases_take_no_more_statements(cast: Cast, sign_in):
    hoa = sign_in("hoa")
    assert statements(hoa, 1, cast) == statements(hoa, 2, cast)


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_are_answered(cast: Cast, sign_in, words: str):
    hoa, given = sign_in("hoa"), dict.fromkeys(("period", "since", "until", "unit"), words)
    for address in (HOME, f"{HOME}export.xlsx"):
        assert hoa.get(address, given).status_code == 200
        assert hoa.get(address, given | {"period": "days"}).status_code == 200


def test_the_inbox_leads_to_the_figures(cast: Cast, sign_in):
    assert f'href="{HOME}"' in text_of(sign_in("tuan").get("/feedback/inbox/"))


def learned(cast: Cast, more: int = 20) -> TriageModel:
    for number in range(more):
        for kind, text in ((Kind.REFLECTION, "chậm trả kết quả"), (Kind.RECOMMENDATION, "nên bỏ mẫu đơn")):
            case = send(text=f"Hồ sơ số {number}: {text} ở quầy số {number % 7}").case
            classify_case(case=case, decided=Classification(kind=kind), by=cast.dung, at=MONDAY)
    model = train_model(by=None, at=MONDAY)
    assert model is not None
    return model


def test_a_version_says_how_well_it_does_and_of_how_many(cast: Cast, sign_in):
    model = learned(cast)
    page = plain(text_of(sign_in("hoa").get(MODEL)))
    right = round(model.accuracy["kind"]["with_accents"] * 40)
    assert f"{right}/40" in page
    assert "50% 20/40" in page
    assert "Quy tắc đi trước" in page
    assert "Học lại" not in page


def test_another_version_is_used_and_the_one_before_again(cast: Cast, sign_in):
    first, second = learned(cast), learned(cast, 2)
    dung = sign_in("dung")
    for data, active in (
        ({"deed": "roll_back"}, first), ({"deed": "activate", "model": str(second.public_id)}, second),
    ):  # fmt: skip
        assert dung.post(MODEL, data)["Location"] == MODEL
        assert TriageModel.objects.get(is_active=True) == active
    for _ in range(3):
        response = dung.post(MODEL, {"deed": "roll_back"}, follow=True)
    assert "Chưa có bản nào đang dùng" in text_of(response)


def test_learning_is_asked_for_and_written_down(cast: Cast, sign_in, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(queue, "enqueue", asked.append)
    response = sign_in("dung").post(MODEL, {"deed": "learn"}, follow=True)
    assert asked == ["caunoi.feedback.jobs.retrain"]
    assert "Máy bắt đầu học lại" in text_of(response)
    assert AuditRow.objects.get(verb="feedback.ask_training").actor.endswith(str(cast.dung.public_id))


def test_only_the_highest_union_changes_the_model(cast: Cast, sign_in):
    model = learned(cast)
    for name in ("lan", "minh", "hoa", "tuan", "quang"):
        for data in ({"deed": "learn"}, {"deed": "roll_back"}, {"deed": "activate", "model": str(model.public_id)}):
            assert sign_in(name).post(MODEL, data).status_code == 404
    assert TriageModel.objects.get(is_active=True) == model
    assert not AuditRow.objects.filter(verb="feedback.ask_training").exists()


@pytest.mark.parametrize("words", HOSTILE)
def test_any_deed_is_answered(cast: Cast, sign_in, words: str):
    dung = sign_in("dung")
    assert dung.post(MODEL, {"deed": words}).status_code == 422
    assert dung.post(MODEL, {"deed": "activate", "model": words}).status_code == 404


def test_what_is_set_apart_is_no_example(cast: Cast, sign_in):
    case = send().case
    classify_case(case=case, decided=Classification(kind=Kind.REFLECTION), by=cast.dung, at=MONDAY)
    assert dict(sign_in("hoa").get(MODEL).context["decided"])["Loại"] == 1
    quarantine_case(case=case, by=cast.dung, at=MONDAY)
    assert dict(sign_in("hoa").get(MODEL).context["decided"])["Loại"] == 0
