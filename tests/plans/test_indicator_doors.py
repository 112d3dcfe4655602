"""The pages of indicators: what they show opens to its rows, asks before it replaces, and goes out and in as spreadsheets."""

import io
import uuid
from datetime import date
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from caunoi.kit import clock
from caunoi.kit.documents import write_csv
from caunoi.plans import actions
from caunoi.plans.actions.figures_import import HEADERS
from caunoi.plans.models import Figure, Indicator
from caunoi.plans.web import indicator_files, indicator_pages
from caunoi.pure.periods import parse
from tests.plans.counting import activity, follow
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]
LINE = "so_cuoc_phan_bien"


def page(world: World, path: str, unit: str = "MD-1") -> str:
    return f"/plans/indicators/{world.cast.units[unit].public_id}/{path}"


def once(values: dict[str, str]) -> dict[str, str]:
    return values | {"idempotency_key": str(uuid.uuid4())}


def standing(world: World, code: str = LINE) -> list[int]:
    rows = Figure.objects.filter(indicator__code=code, unit=world.cast.units["MD-1"], superseded_at=None)
    return [int(row.value) for row in rows.order_by("value")]


def test_the_report_shows_numbers_with_their_parts_and_each_opens(world: World):
    activity(world.cast.units["MD-1"], date(2026, 3, 4), attendance_count=1250)
    follow()
    text = world.client("hoa").get(page(world, "?period=2026-H1", unit="MD")).content.decode()
    assert "1.250" in text
    assert ">1/2<" in text
    assert "đơn vị nhập thay" not in text
    opened = world.client("hoa").get(page(world, "of/so_luot_nguoi_du/?period=2026-H1", unit="MD")).content.decode()
    assert "CĐCS Công ty TNHH May Sông Đáy" in opened
    assert "Phổ biến cải cách hành chính" in opened


def test_every_figure_behind_a_number_can_be_turned_to(world: World, monkeypatch: pytest.MonkeyPatch):
    """Also those that stand instead of activities, and that a longer one of the page before holds."""
    monkeypatch.setattr(indicator_pages, "ROWS_SHOWN", 1)
    unit, minh = world.cast.units["MD-1"], world.cast.users["minh"]
    drafts = [actions.FigureDraft(Indicator.objects.get(code="so_lop_tap_huan"), Decimal(2))]
    for code in ("2025", "2025-H1"):
        given = {"drafts": drafts, "answers": {}, "by": minh, "at": clock.now()}
        actions.record_figures(unit=unit, period=parse(code), **given)
    client, address = world.client("minh"), page(world, "of/so_lop_tap_huan/?period=2025")
    first = client.get(address)
    assert "rows=1&amp;from=1" in first.content.decode()
    second = client.get(f"{address}&rows=1&from=1")
    assert [(held.code, is_held) for _row, held, is_held in second.context["figures"]] == [("2025-H1", True)]
    assert 'rel="prev"' in second.content.decode()
    assert "parts" not in second.context


def test_the_parts_of_a_figure_add_up_to_it(world: World):
    for code, count in (("MD-1", 5), ("MD-2", 7), ("MD", 11)):
        activity(world.cast.units[code], date(2026, 3, 4), attendance_count=count)
    follow()
    for query in ("period=2026-H1", "period=2026-H1&tree=2026-06-30", "since=2026-02-15&until=2026-03-20"):
        response = world.client("hoa").get(page(world, f"of/so_luot_nguoi_du/?{query}", unit="MD"))
        parts = response.context["parts"]
        assert response.context["cell"].now.value == 23
        assert (parts.own.value, [row.number.value for row in parts.rows], parts.rest) == (11, [7, 5], 0)
    ratio = world.client("hoa").get(page(world, "of/ty_le_cdcs_trien_khai/?period=2026-H1", unit="MD")).context["parts"]
    assert {(row.number.numerator, row.number.denominator) for row in ratio.rows} == {(1, 1)}


def test_a_unit_that_went_elsewhere_shows_the_time_in_which_it_was_here(world: World):
    moved, away = world.cast.units["MD-2"], world.cast.units["HD"].placements.get(to_on=None)
    moved.placements.filter(to_on=None).update(to_on=date(2026, 7, 1))
    moved.placements.create(
        parent_id=away.unit_id, path=f"{away.path}{moved.pk}/", depth=away.depth + 1, from_on=date(2026, 7, 1)
    )
    for login, code, status in (("hoa", "2026-H1", 200), ("hoa", "2026-H2", 404), ("dung", "2026-H2", 200)):
        answer = world.client(login).get(page(world, f"?period={code}", unit="MD-2"))
        assert answer.status_code == status, (login, code)


def test_an_odd_period_is_this_year_and_odd_days_are_named(world: World):
    client = world.client("minh")
    assert client.get(page(world, "?period=khi-nao-do")).status_code == 200
    wrong = client.get(page(world, "?since=2026-05-01&until=2026-04-01"))
    assert wrong.status_code == 422
    assert "Ngày cuối phải từ ngày đầu trở đi." in wrong.content.decode()
    assert 'value="2026-05-01"' in wrong.content.decode()
    assert client.get(page(world, "?since=2020-01-01&until=2026-04-01")).status_code == 422


def test_entering_asks_before_it_replaces(world: World):
    client, url = world.client("minh"), page(world, "figures/?period=2025-H1")
    asked = client.post(url, once({LINE: "5", "so_sang_kien": "1.250"}))
    assert asked.status_code == 422
    text = asked.content.decode()
    assert "Đã ghi 2 ngày" in text
    assert "Trần Văn Minh" in text
    assert 'value="1.250"' in text
    assert standing(world) == [2]
    kept = client.post(url, once({LINE: "5", "so_sang_kien": "1.250", f"answer-{LINE}": "KEEP"}))
    assert kept.status_code == 302
    assert (standing(world), standing(world, "so_sang_kien")) == ([2], [1250])
    assert client.post(url, once({LINE: "5", f"answer-{LINE}": "REPLACE"})).status_code == 302
    assert standing(world) == [5]


def test_what_activities_count_is_asked_about_on_the_page(world: World):
    activity(world.cast.units["MD-1"], date(2025, 3, 4))
    asked = world.client("minh").post(page(world, "figures/?period=2025-H1"), once({"so_hoi_nghi": "4"}))
    assert "Hoạt động đã duyệt đếm được 1. Số mới đứng thay, không cộng thêm." in asked.content.decode()
    assert not Figure.objects.filter(indicator__code="so_hoi_nghi").exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({LINE: "mười"}, "Nhập số, ví dụ 1.250 hoặc 12,5."),
        ({LINE: "-3"}, "Số không âm."),
        ({}, "Nhập ít nhất một số."),
        ({"so_kien_nghi_da_tra_loi": "5", "so_kien_nghi_sau_giam_sat": "3"}, "(5) không nhiều hơn"),
    ],
)
def test_bad_input_keeps_what_was_typed(world: World, values, words):
    answer = world.client("minh").post(page(world, "figures/?period=2025-H1"), once(values | {"note": "Theo sổ"}))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert "Theo sổ" in text
    assert all(f'value="{value}"' in text for value in values.values())


def test_a_period_that_is_not_open_is_refused_with_its_day(world: World):
    with clock.frozen(world.figures.figure.recorded_at.replace(year=2026, month=5, day=2)):
        answer = world.client("minh").post(page(world, "figures/?period=2026-H1"), once({LINE: "3"}))
    assert answer.status_code == 422
    assert "Kỳ này nhận số từ ngày 01/06/2026." in answer.content.decode()


def test_withdrawing_needs_a_reason(world: World):
    url = page(world, f"figures/{world.figures.figure.public_id}/withdraw/")
    assert world.client("minh").post(url, once({"reason": ""})).status_code == 422
    assert world.client("minh").post(url, once({"reason": "Nhập nhầm kỳ"})).status_code == 302
    assert standing(world) == []
    assert world.client("minh").get(url).status_code == 404


def send(client: Client, world: World, data: bytes, name: str, unit: str = "MD") -> str:
    answer = client.post(page(world, "figures/import/", unit=unit), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302
    return answer["Location"]


def test_what_is_exported_can_be_filled_in_and_taken_in_again(world: World):
    client = world.client("hoa")
    data = client.get(page(world, "figures/export/?period=2025-H1", unit="MD")).content
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [str(header) for header in HEADERS]
    again = client.get(send(client, world, data, "so-lieu.xlsx"))
    outcome = again.context["outcome"]
    assert (outcome.new_count, outcome.replaced_count, outcome.same_count, outcome.errors) == (0, 0, 1, [])
    for row in sheet.iter_rows(min_row=2):
        if (row[0].value, row[3].value) == ("MD-2", "so_sang_kien"):
            row[5].value = 7
    out = io.BytesIO()
    book.save(out)
    address = send(client, world, out.getvalue(), "so-lieu.xlsx")
    assert client.post(address, once({"deed": "take"})).status_code == 302
    assert Figure.objects.get(unit=world.cast.units["MD-2"], indicator__code="so_sang_kien").value == 7
    assert client.get(address).context["outcome"].same_count == 2


def test_an_export_is_of_a_named_period_and_no_longer_than_a_file_taken_in(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    client, address = world.client("hoa"), page(world, "figures/export/?period=2026-03-04..2026-05-09", unit="MD")

    def sheets() -> list[list[tuple[object, ...]]]:
        book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
        return [list(sheet.values) for sheet in book.worksheets]

    rows, notes = sheets()
    assert {row[2] for row in rows[1:]} == {"2026-05"}
    assert "Còn nữa" not in dict(notes)
    monkeypatch.setattr(indicator_files, "ROWS_MOST", 4)
    rows, notes = sheets()
    assert len(rows) == 5
    assert "Xuất thêm ở từng đơn vị" in dict(notes)["Còn nữa"]


def test_each_wrong_row_is_named_with_the_reason(world: World):
    rows = [
        ("MD-1", "", "2025-H1", LINE, "", "9", "", ""),
        ("MD-1", "", "2025-H1", LINE, "", "8", "", "thay"),
        ("HD-1", "", "2025-H1", LINE, "", "1", "", ""),
        ("MD-2", "", "2025-H3", LINE, "", "1", "", ""),
        ("MD-2", "", "2025-H1", "ty_le_pakn_hai_long", "", "1", "", ""),
        ("MD-2", "", "2025-H1", LINE, "", "vài", "", ""),
        ("MD-2", "", "2025-H1", "so_sang_kien", "", "3", "", "có lẽ"),
        ("MD-2", "", "2035-H1", LINE, "", "3", "", ""),
        ("MD-2", "", "2025-Q1", LINE, "", "4", "", ""),
        ("MD-2", "", "2025-Q2", LINE, "", "", "", ""),
        ("MD-2", "", "2025", "so_kien_nghi_da_tra_loi", "", "5", "", ""),
        ("MD-2", "", "2025", "so_kien_nghi_sau_giam_sat", "", "3", "", ""),
        ("MD-2", "", "2019", LINE, "", "3", "", ""),
    ]
    client = world.client("hoa")
    data = write_csv([str(header) for header in HEADERS], rows)
    answer = client.get(send(client, world, data, "so-lieu.csv"))
    outcome = answer.context["outcome"]
    found = {wrong.row: wrong.reason for wrong in outcome.errors}
    above = "“Kiến nghị sau giám sát đã được trả lời” (5) không nhiều hơn “Kiến nghị sau giám sát” (3)."
    assert found == {
        2: "đã có 2; ghi THAY hoặc GIỮ ở cột “Khi đã có số”",
        3: "trùng với dòng 2: cùng đơn vị, kỳ và chỉ tiêu",
        4: "mã của một đơn vị trong nhánh này",
        5: "kỳ dạng 2026, 2026-H1, 2026-Q2 hoặc 2026-04",
        6: "mã một chỉ tiêu mà đơn vị được nhập",
        7: "số, ví dụ 1.250 hoặc 12,5",
        8: "THAY hoặc GIỮ, hoặc để trống",
        9: "kỳ đã mở nhận số",
        **dict.fromkeys((12, 13), above),
        14: "Đơn vị thành lập sau kỳ này, nên không nhập số cho kỳ này.",
    }
    assert (outcome.new_count, outcome.empty_count) == (1, 1)
    assert not Figure.objects.filter(unit=world.cast.units["MD-2"]).exists()
    errors = client.post(answer.wsgi_request.path, once({"deed": "errors"}))
    assert errors.content.decode("utf-8-sig").count("\r\n") == 12


def test_a_file_enters_nothing_for_a_unit_that_went_elsewhere(world: World):
    moved, away = world.cast.units["MD-2"], world.cast.units["HD"].placements.get(to_on=None)
    moved.placements.filter(to_on=None).update(to_on=date(2026, 7, 1))
    moved.placements.create(
        parent_id=away.unit_id, path=f"{away.path}{moved.pk}/", depth=away.depth + 1, from_on=date(2026, 7, 1)
    )
    client = world.client("hoa")
    data = write_csv([str(header) for header in HEADERS], [("MD-2", "", "2025-H1", LINE, "", "4", "", "")])
    address = send(client, world, data, "so-lieu.csv")
    assert [wrong.value for wrong in client.get(address).context["outcome"].errors] == ["MD-2"]
    client.post(address, once({"deed": "take"}))
    assert not Figure.objects.filter(unit=moved).exists()


def test_a_file_without_the_columns_is_refused_in_words(world: World):
    client = world.client("minh")
    answer = client.get(
        send(client, world, write_csv(["Mã đơn vị", "Số"], [("MD-1", "3")]), "so-lieu.csv", unit="MD-1")
    )
    assert answer.status_code == 422
    assert "Tệp thiếu cột: Kỳ, Mã chỉ tiêu." in answer.content.decode()


def test_the_printed_report_says_what_is_missing(world: World):
    activity(world.cast.units["MD-1"], date(2026, 3, 4), attendance_count=1250)
    follow()
    client = world.client("dung")
    pdf = client.get(page(world, "report/pdf/?period=2026-H1", unit="HN")).content
    text = " ".join("".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(pdf)).split())
    word = Document(io.BytesIO(client.get(page(world, "report/docx/?period=2026-H1", unit="HN")).content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    paragraphs = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for said in ("1.250", "33,3% (1/3)"):
        assert said in cells
    assert "Cuộc phản biện xã hội: 0/6 đơn vị công đoàn đã nhập" in paragraphs
    assert "1.250" in text
    assert "6 tháng đầu năm 2026" in text
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(page(world, "report/xlsx/?period=2026-H1", unit="HN")).content)
    )
    rows = {row[0]: row for row in sheet.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert rows["so_luot_nguoi_du"][3] == 1250
    assert rows["ty_le_cdcs_trien_khai"][3:6] == (33.3, 1, 3)
    assert rows[LINE][-2:] == (0, 6)


def test_the_dictionary_changes_its_words_and_no_codes(world: World):
    url = "/plans/indicators/dictionary/so_hoi_nghi/"
    given = once({"name": "Hội nghị, hội thảo", "measure": "cuộc", "evidence": "Ảnh"})
    assert world.client("dung").post(url, given).status_code == 302
    row = Indicator.objects.get(code="so_hoi_nghi")
    assert (row.name, row.form, row.is_retired) == ("Hội nghị, hội thảo", "MEETING", False)
    assert "Hội nghị, hội thảo" in world.client("minh").get("/plans/indicators/dictionary/").content.decode()
    assert actions.ensure_indicators() == 0
    assert Indicator.objects.get(code="so_hoi_nghi").name == "Hội nghị, hội thảo"


def test_a_chapter_keeps_its_heading_when_its_first_line_is_retired(world: World):
    Indicator.objects.filter(code="so_hoat_dong").update(is_retired=True)
    chapters = world.client("minh").get(page(world, "?period=2026-H1")).context["chapters"]
    assert len(chapters) == 4
    assert chapters[1].cells[0].indicator.code == "so_hoi_nghi"


def test_a_reporting_period_is_set_once(world: World):
    client, url = world.client("dung"), "/plans/indicators/periods/"
    given = {
        "name": "Quý I",
        "period": "2026-q1",
        "opens_on": "2026-03-01",
        "closes_on": "2026-04-05",
        "basis": "12/HD",
    }
    assert client.post(url, once(given)).status_code == 302
    again = client.post(url, once(given))
    assert again.status_code == 422
    assert "Kỳ này đã có trong danh sách." in again.content.decode()
    assert client.post(url, once(given | {"period": "2026-Q2", "closes_on": "2026-02-01"})).status_code == 422
    assert client.post(url, once(given | {"period": "2026-02-03..2026-02-09"})).status_code == 422


def test_pages_cost_the_same_for_more_units_and_rows(world: World):
    client, paths = world.client("hoa"), ("?period=2026-H1", "of/so_luot_nguoi_du/?period=2026-H1")

    def costs() -> list[int]:
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(page(world, path, unit="MD")).status_code == 200
            counts.append(len(caught))
        return counts

    activity(world.cast.units["MD-1"], date(2026, 3, 4))
    follow()
    before = costs()
    for number in range(3, 8):
        activity(
            world.cast.unit(f"MD-{number}", "GRASSROOTS", f"CĐCS số {number}", world.cast.units["MD"]), date(2026, 3, 4)
        )
    follow()
    assert costs() == before


def test_who_reads_english_reads_the_lines_in_english_on_pages_and_in_files(world: World, settings):
    client = world.client("hoa")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = client.get(page(world, "?period=2026-H1", unit="MD")).content.decode()
    assert "Conferences and meetings" in text
    assert "Hội nghị, cuộc họp" not in text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(page(world, "report/xlsx/", unit="MD")).content)).worksheets[0]
    lines = {row[0]: row[1:3] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert lines["so_to_roi"] == ("Leaflets handed out", "leaflets")
    paper = Document(io.BytesIO(client.get(page(world, "report/docx/", unit="MD")).content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "Leaflets handed out" in cells
    dung, address = world.client("dung"), "/plans/indicators/dictionary/so_to_roi/"
    words = {"name": "Tờ rơi", "measure": "tờ", "evidence": "", "english_name": "Flyers", "english_measure": "flyers"}
    assert dung.post(address, once(words)).status_code == 302
    assert "Flyers" in client.get("/plans/indicators/dictionary/").content.decode()
