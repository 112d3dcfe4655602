"""Reporting, deciding and signing over HTTP, as a browser without JavaScript does it, and as the script does."""

import io
import re
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caunoi.kit import clock, ids
from caunoi.kit.files.models import Upload
from caunoi.kit.models import BucketLevel
from caunoi.plans.actions import meetings
from caunoi.plans.actions.reviewing import decide_activity, withdraw_activity
from caunoi.plans.choices import ActivityForm
from caunoi.plans.models import Activity, Signature, SignIn
from caunoi.plans.web.activity_offline import FILES
from tests.cast import AT, Cast
from tests.kit.samples import picture
from tests.plans.reports import day, reported, sent_file

pytestmark = pytest.mark.door
NEW = "/plans/activities/new/"
JSON = {"HTTP_ACCEPT": "application/json"}
STATIC = Path(__file__).parents[2] / "src/caunoi"


@pytest.fixture(autouse=True)
def officers_have_a_second_factor(cast: Cast):
    for name in ("hoa", "dung"):
        Authenticator.objects.create(user=cast.users[name], type=Authenticator.Type.TOTP, data={})


@pytest.fixture(autouse=True)
def still_clock():
    with clock.frozen(AT):
        yield


def fields(cast: Cast, **given: object) -> dict[str, object]:
    made = {
        "key": str(ids.new_id()), "unit": str(cast.units["MD-1"].public_id), "form": "GROUP_MEETING",
        "title": "Sinh hoạt tháng 11", "happened_on": day().isoformat(), "attendance_count": "45", "confirmed": "NO_FILES",
    }  # fmt: skip
    return made | given


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture("JPEG", (64, 48)), "image/jpeg")


def test_a_plain_form_with_files_is_a_report(cast: Cast, sign_in):
    client = sign_in("minh")
    given = fields(cast, photos=[photo(), photo("b.jpg")], sheets=[photo("ky.jpg")])
    answer = client.post(NEW, given, follow=True)
    row = Activity.objects.get()
    assert answer.redirect_chain == [(f"/plans/activities/{row.public_id}/", 302)]
    assert [file.kind for file in row.files.order_by("position")] == ["PHOTO", "PHOTO", "SHEET"]
    again = client.post(NEW, {**given, "photos": [photo()], "sheets": []})
    assert again["Location"] == f"/plans/activities/{row.public_id}/"
    assert Activity.objects.get().files.count() == 3


def test_what_was_spent_is_reported_shown_and_in_the_spreadsheet(cast: Cast, sign_in):
    client = sign_in("minh")
    assert 'name="spent"' in client.get(NEW).content.decode()
    page = client.post(NEW, fields(cast, spent="1.250.000"), follow=True).content.decode()
    assert Activity.objects.get().spent == 1_250_000
    assert "1.250.000" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get("/plans/activities/export/").content))
    assert 1_250_000 in [cell.value for cell in book.worksheets[0][2]]


def test_a_form_with_errors_keeps_its_words_and_its_files(cast: Cast, sign_in):
    client = sign_in("minh")
    page = client.post(NEW, fields(cast, attendance_count="", photos=[photo()], place="Nhà ăn số 2"))
    html = page.content.decode()
    assert page.status_code == 422
    assert "Lỗi:" in html
    assert "Ghi số lượt người dự, từ 1 trở lên." in html
    assert 'value="Nhà ăn số 2"' in html
    upload = re.findall(r'name="upload" value="([^"]+)"', html)
    key = re.findall(r'name="key" value="([^"]+)"', html)[0]
    assert len(upload) == 1
    client.post(NEW, fields(cast, key=key, upload=upload))
    assert Activity.objects.get().files.get().file.name == "a.jpg"
    assert not Upload.objects.exists()


@pytest.mark.parametrize(("given", "people"), [("1.200", 1200), ("2.000", 2000), ("1 200", 1200), ("45,0", 45)])
def test_a_number_is_taken_as_people_write_it(cast: Cast, sign_in, given, people):
    sign_in("minh").post(NEW, fields(cast, attendance_count=given, confirmed=["ABOVE_MEMBERSHIP", "NO_FILES"]))
    assert Activity.objects.get().attendance_count == people


@pytest.mark.parametrize("given", ["4,5", "bốn lăm", "-3", "10.000.001"])
def test_what_is_no_whole_number_is_refused(cast: Cast, sign_in, given):
    answer = sign_in("minh").post(NEW, fields(cast, attendance_count=given), **JSON)
    assert list(answer.json()["problems"]) == ["attendance_count"]
    assert not Activity.objects.exists()


def test_what_must_be_confirmed_is_asked_with_boxes(cast: Cast, sign_in):
    client = sign_in("minh")
    page = client.post(NEW, fields(cast, attendance_count="130", confirmed=""))
    html = page.content.decode()
    assert page.status_code == 422
    assert re.findall(r'name="confirmed" value="(\w+)"', html) == ["ABOVE_MEMBERSHIP", "NO_FILES"]
    client.post(NEW, fields(cast, attendance_count="130", confirmed=["ABOVE_MEMBERSHIP", "NO_FILES"]))
    assert [each["code"] for each in Activity.objects.get().confirmed] == ["ABOVE_MEMBERSHIP", "NO_FILES"]


def test_a_file_that_is_none_is_refused_beside_what_stays(cast: Cast, sign_in):
    page = sign_in("minh").post(NEW, fields(cast, photos=[SimpleUploadedFile("a.jpg", b"MZ" + bytes(200))]))
    assert page.status_code == 422
    assert "a.jpg:" in page.content.decode()
    assert not Activity.objects.exists()


def test_the_script_is_told_what_is_asked_and_where_the_report_is(cast: Cast, sign_in):
    client = sign_in("minh")
    given = fields(cast, attendance_count="130", confirmed="NO_FILES")
    asked = client.post(NEW, given, **JSON)
    assert asked.status_code == 422
    assert [each["code"] for each in asked.json()["questions"]] == ["ABOVE_MEMBERSHIP"]
    wrong = client.post(NEW, fields(cast, happened_on="2027-02-01"), **JSON).json()
    assert list(wrong["problems"]) == ["happened_on"]
    gone = client.post(NEW, fields(cast, upload=f"PHOTO:{ids.new_id()}:no-such-token"), **JSON).json()
    assert gone["is_gone"]
    first = client.post(NEW, {**given, "confirmed": ["ABOVE_MEMBERSHIP", "NO_FILES"]}, **JSON).json()
    again = client.post(NEW, {**given, "confirmed": ["ABOVE_MEMBERSHIP", "NO_FILES"]}, **JSON).json()
    assert (first["is_new"], again["is_new"], first["url"]) == (True, False, again["url"])


def test_choices_are_of_the_person_alone_and_change_with_the_person(cast: Cast, sign_in):
    minh, quang = (sign_in(name).get("/plans/activities/choices/") for name in ("minh", "quang"))
    assert [name for _key, name in minh.json()["units"]] == ["CĐCS Công ty TNHH May Sông Đáy"]
    assert minh.json()["person"] != quang.json()["person"]
    assert "no-store" in minh["Cache-Control"]


def test_the_shell_says_nothing_of_anybody(cast: Cast, sign_in):
    mine, nobodys = (client.get("/plans/activities/offline/").content for client in (sign_in("minh"), Client()))
    assert mine == nobodys
    assert b"csrfmiddlewaretoken" not in mine
    assert "May Sông Đáy" not in mine.decode()


def test_the_worker_keeps_the_shell_and_files_that_exist(client: Client):
    answer = client.get("/plans/activities/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    text = answer.content.decode().replace("\\u002D", "-")
    assert '"/plans/activities/offline/"' in text
    for name in FILES:
        assert name.rpartition("/")[2].split(".")[0] in text
        assert list(STATIC.glob(f"*/static/{name}")), name


def test_the_form_can_be_put_on_a_home_screen(client: Client):
    said = client.get("/plans/activities/app.webmanifest").json()
    assert said["start_url"] == NEW
    assert said["start_url"].startswith(said["scope"])
    assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}


def test_many_are_decided_and_a_stranger_decides_nothing(cast: Cast, sign_in):
    rows = [reported(cast, title=f"Việc số {n}") for n in range(2)]
    given = {"activity": [str(row.public_id) for row in rows], "note": "", "deed": "accept"}
    cast.person("loan", "Vũ Thị Loan", cast.units["HD"], "OFFICER")
    assert Activity.objects.filter(state="SUBMITTED").count() == 2
    answer = sign_in("dung").post("/plans/activities/decide/", {**given, "deed": "return"})
    assert (answer.status_code, Activity.objects.filter(state="SUBMITTED").count()) == (422, 2)
    answer = sign_in("dung").post("/plans/activities/decide/", given)
    assert (answer.status_code, Activity.objects.filter(state="ACCEPTED").count()) == (302, 2)


def test_whoever_decides_second_is_told_so(cast: Cast, sign_in):
    row = reported(cast)
    one = f"/plans/activities/{row.public_id}/"
    decide_activity(activity=row, is_accepted=True, note="", by=cast.users["dung"], at=AT)
    answer = sign_in("hoa").post(f"{one}decide/", {"deed": "return", "note": "Thiếu danh sách ký"})
    assert answer.status_code == 422
    assert "không còn chờ duyệt: Đã duyệt" in answer.content.decode()
    withdraw_activity(activity=row, reason="Ghi nhầm ngày", by=cast.users["minh"], at=AT)
    answer = sign_in("minh").post(f"{one}withdraw/", {"reason": "Ghi nhầm ngày"})
    assert "không rút được: Đã rút" in answer.content.decode()


def test_a_returned_report_opens_again_with_its_reason(cast: Cast, sign_in):
    row = reported(cast, files=(sent_file(),))
    one = f"/plans/activities/{row.public_id}/"
    sign_in("hoa").post(f"{one}decide/", {"deed": "return", "note": "Thiếu danh sách ký"})
    client = sign_in("minh")
    assert "Bổ sung rồi gửi lại" in client.get(one).content.decode()
    page = client.get(f"{one}report/").content.decode()
    assert "Thiếu danh sách ký" in page
    kept = re.findall(r'name="kept" value="([^"]+)"', page)
    answer = client.post(f"{one}report/", fields(cast, kept=kept, sheets=[photo("ky.jpg")], confirmed=""))
    assert answer["Location"] == one
    row.refresh_from_db()
    assert (row.state, row.files.count()) == ("SUBMITTED", 2)
    timeline = client.get(one).content.decode().partition('<ol class="tl">')[2]
    assert "<b>Trả lại lần trước</b>" in timeline  # it waits again: nobody accepted it
    assert "<b>Duyệt</b>" not in timeline


def test_a_phone_that_missed_the_answer_to_a_mended_report_hears_it_the_second_time(cast: Cast, sign_in):
    row = reported(cast)
    one = f"/plans/activities/{row.public_id}/"
    sign_in("hoa").post(f"{one}decide/", {"deed": "return", "note": "Thiếu danh sách ký"})
    client = sign_in("minh")
    first, again = (client.post(f"{one}report/", fields(cast), **JSON) for _turn in range(2))
    assert first.json() == {"url": one, "is_new": True}
    assert (again.status_code, again.json()) == (200, {"url": one, "is_new": False})
    withdraw_activity(activity=row, reason="Ghi nhầm ngày", by=cast.users["minh"], at=AT)
    late = client.post(f"{one}report/", fields(cast), **JSON)
    assert (late.status_code, "đã rút" in str(late.json()["problems"])) == (422, True)


def test_the_spreadsheet_has_a_line_for_each_and_says_how_it_counts(cast: Cast, sign_in):
    reported(cast, title="=SUM(A1)", attendance_count=45)
    reported(cast, title="Dán bảng tin", form=ActivityForm.POSTER, attendance_count=0, item_count=12)
    answer = sign_in("hoa").get("/plans/activities/export/?form=POSTER")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["Dán bảng tin"]
    for words in ("may song day", "dán BẢNG"):  # a unit without its accents, a title in other capitals
        assert "Dán bảng tin" in sign_in("hoa").get("/plans/activities/", {"q": words}).content.decode()
    whole = openpyxl.load_workbook(io.BytesIO(sign_in("hoa").get("/plans/activities/export/").content))
    assert [row[1].data_type for row in whole.worksheets[0].iter_rows(min_row=2)] == ["s", "s"]
    assert "tính một lần" in str([cell.value for row in whole.worksheets[1].iter_rows() for cell in row])


def test_a_spreadsheet_that_does_not_hold_all_says_so(cast: Cast, sign_in, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("caunoi.plans.web.activity_lists.EXPORT_MOST", 1)
    for title in ("Họp tổ một", "Dán bảng tin xưởng may"):
        reported(cast, title=title)
    book = openpyxl.load_workbook(io.BytesIO(sign_in("hoa").get("/plans/activities/export/").content))
    assert book.worksheets[0].max_row == 2
    assert "1 hoạt động mới nhất trong 2" in str([cell.value for row in book.worksheets[1].iter_rows() for cell in row])


def test_the_list_counts_visits_of_accepted_reports_alone(cast: Cast, sign_in):
    kept, gone = (reported(cast, title=title) for title in ("Họp tổ một", "Dán bảng tin xưởng may"))
    for row in (kept, gone):
        decide_activity(activity=row, is_accepted=True, note="", by=cast.users["hoa"], at=AT)
    withdraw_activity(activity=gone, reason="Ghi nhầm ngày", by=cast.users["minh"], at=AT)
    page = sign_in("minh").get("/plans/activities/").content.decode()
    assert "2 hoạt động, đã duyệt 1 với 45 lượt người" in page


def a_list(cast: Cast, client: Client) -> SignIn:
    given = {
        "unit": str(cast.units["MD-1"].public_id), "title": "Họp tổ", "form": "MEETING", "happened_on": day().isoformat(),
        "hours": "3",
    }  # fmt: skip
    client.post("/plans/activities/sign-in/", given)
    return SignIn.objects.latest("pk")


def test_a_phone_without_an_account_signs_once(cast: Cast, sign_in):
    row = a_list(cast, sign_in("minh"))
    address, phone = f"/k/{row.code}/", Client()
    page = phone.get(address)
    assert page.cookies["ky_ten"]["path"] == address
    assert page.cookies["ky_ten"]["httponly"]
    assert phone.post(address, {"name": "Nguyễn Thị Lan", "hint": ""}).status_code == 302
    assert "Đã ký: Nguyễn Thị Lan" in phone.get(address).content.decode()
    phone.post(address, {"name": "Trần Văn Khác", "hint": ""})
    assert Signature.objects.get().name == "Nguyễn Thị Lan"
    other = Client()
    other.get(address)
    assert other.post(address, {"name": "Nguyen Thi Lan", "hint": ""}).status_code == 422
    assert other.post(address, {"name": "Nguyen Thi Lan", "hint": "678"}).status_code == 302
    assert "Nguyễn Thị Lan" not in other.get(address).content.decode()


def test_a_code_typed_in_capitals_leads_to_the_list(cast: Cast, sign_in):
    row = a_list(cast, sign_in("minh"))
    phone = Client()
    assert phone.get(f"/k/{row.code.upper()}/", follow=True).redirect_chain == [(f"/k/{row.code}/", 302)]
    assert phone.post(f"/k/{row.code}/", {"name": "Nguyễn Thị Lan"}).status_code == 302
    assert Signature.objects.count() == 1


def test_the_page_of_the_code_reads_nobody_elses_line(cast: Cast, sign_in, django_assert_num_queries):
    row = a_list(cast, sign_in("minh"))
    phone = Client()
    phone.get(f"/k/{row.code}/")
    for n in range(2):
        meetings.sign(sign_in=row, name=f"Lê Văn {'AB'[n]}", hint="", token=f"phone-{n}", by=None, at=AT)
    with django_assert_num_queries(2):  # the list, and this phone's own line
        phone.get(f"/k/{row.code}/")


def test_a_phone_that_keeps_nothing_is_told_so(cast: Cast, sign_in):
    row = a_list(cast, sign_in("minh"))
    answer = Client().post(f"/k/{row.code}/", {"name": "Nguyễn Thị Lan"})
    assert answer.status_code == 422
    assert "Cho phép cookie" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_closed_list_takes_nobody_and_leads_to_the_report(cast: Cast, sign_in):
    chair = sign_in("minh")
    row = a_list(cast, chair)
    one = f"/plans/activities/{row.activity.public_id}/"
    chair.post(f"{one}sign-in/add/", {"people": "Lê Thị Mến\nLê Thị Mến, 012"})
    shown = chair.get(f"{one}sign-in/")
    assert "2 người đã ký" in shown.content.decode()
    assert shown["Refresh"] == "20"
    assert 'name="people"' not in shown.content.decode()
    writing = chair.get(f"{one}sign-in/?still=1")  # a page that came again by itself would lose the names
    assert 'name="people"' in writing.content.decode()
    assert "Refresh" not in writing
    assert "?still=1#ghi-ho" in shown.content.decode()
    assert chair.get(f"{one}sign-in/poster/").content.startswith(b"%PDF")
    answer = chair.post(f"{one}sign-in/close/")
    assert answer["Location"] == f"{one}report/"
    page = chair.get(f"{one}report/").content.decode()
    assert 'name="attendance_count" value="2"' in page
    phone = Client()
    with clock.frozen(AT + timedelta(minutes=5)):
        phone.get(f"/k/{row.code}/")
        assert phone.post(f"/k/{row.code}/", {"name": "Nguyễn Thị Lan"}).status_code == 422


def test_too_many_at_once_are_asked_to_wait(cast: Cast, sign_in, monkeypatch: pytest.MonkeyPatch):
    row = a_list(cast, sign_in("minh"))
    monkeypatch.setattr("caunoi.kit.http.rate.Bucket.take", lambda _self: False)
    phone = Client()
    phone.get(f"/k/{row.code}/")
    answer = phone.post(f"/k/{row.code}/", {"name": "Nguyễn Thị Lan"})
    assert "Chờ một phút" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_storm_at_one_meeting_shuts_no_other(cast: Cast, sign_in, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(meetings, "SIGNS_AT_ONCE", 1)
    chair, phones = sign_in("minh"), [Client(), Client(), Client()]
    first, other = a_list(cast, chair), a_list(cast, chair)
    codes, answers = (first.code, first.code, other.code), []
    for n, (phone, code) in enumerate(zip(phones, codes, strict=True)):
        phone.get(f"/k/{code}/")
        answers.append(phone.post(f"/k/{code}/", {"name": f"Lê Văn {'ABC'[n]}"}).status_code)
    assert answers == [302, 422, 302]
    meetings.close_sign_in(sign_in=first, by=None, at=AT)
    assert BucketLevel.objects.filter(name__startswith="plans:signs").count() == 1
