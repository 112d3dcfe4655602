"""Signing in by phone: once a phone, once a person, closed into the meeting's numbers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from caunoi.kit.files import store
from caunoi.plans.actions import meetings
from caunoi.plans.actions.reporting import report_activity
from caunoi.plans.choices import ActivityForm, ActivityState, EvidenceKind
from caunoi.plans.models import Activity, Signature, SignIn
from tests.cast import AT, Cast
from tests.plans.reports import a_report, day

pytestmark = pytest.mark.room
LATER = AT + timedelta(hours=4)


@pytest.fixture
def row(cast: Cast) -> SignIn:
    return open_list(cast)


def open_list(cast: Cast, **given) -> SignIn:
    facts = {
        "title": "Sinh hoạt tháng 11",
        "form": ActivityForm.GROUP_MEETING,
        "happened_on": day(),
        "place": "",
        "hours": 3,
    }
    return meetings.open_sign_in(unit=cast.units["MD-1"], **facts | given, by=cast.users["minh"], at=AT)


def sign(row: SignIn, name: str, token: str, hint: str = "", at=AT):
    return meetings.sign(sign_in=row, name=name, hint=hint, token=token, by=None, at=at)


def test_a_phone_signs_once(row: SignIn):
    first, is_new = sign(row, "Nguyễn Thị Lan", "phone-1")
    again, is_again = sign(row, "Trần Văn Bình", "phone-1")
    assert (first, is_new, is_again) == (again, True, False)
    assert Signature.objects.get().name == "Nguyễn Thị Lan"


def test_namesakes_tell_themselves_apart(row: SignIn):
    sign(row, "Nguyễn Thị Lan", "phone-1")
    with pytest.raises(ValidationError) as error:
        sign(row, "nguyen thi  LAN", "phone-2")
    assert list(error.value.message_dict) == ["hint"]
    sign(row, "Nguyễn Thị Lan", "phone-2", hint="678")
    with pytest.raises(ValidationError, match="đã ký"):
        sign(row, "Nguyễn Thị Lan", "phone-3", hint="678")
    assert Signature.objects.count() == 2


def test_names_and_phones_lie_in_the_database_as_nobody_can_read_them(row: SignIn):
    sign(row, "Nguyễn Thị Lan", "phone-1", hint="678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, hint, device, person FROM plans_signature")
        found = " ".join(cursor.fetchone())
    assert not any(word in found for word in ("Lan", "678", "phone-1"))


@pytest.mark.parametrize("name", ["Lan", " ", ""])
def test_a_full_name_is_asked_for(row: SignIn, name):
    with pytest.raises(ValidationError) as error:
        sign(row, name, "phone-1")
    assert list(error.value.message_dict) == ["name"]


def test_the_list_ends_by_its_time_and_by_the_chair(cast: Cast, row: SignIn):
    with pytest.raises(ValidationError, match="đã đóng"):
        sign(row, "Nguyễn Thị Lan", "phone-1", at=LATER)
    meetings.close_sign_in(sign_in=row, by=cast.users["minh"], at=AT)
    with pytest.raises(ValidationError, match="đã đóng"):
        sign(row, "Nguyễn Thị Lan", "phone-1")


def test_closing_counts_distinct_people_and_makes_the_sheet(cast: Cast, row: SignIn):
    for n in range(3):
        sign(row, f"Nguyễn Văn {'ABC'[n]}", f"phone-{n}")
    meetings.add_signatures(
        sign_in=row, people=[("Lê Thị Mến", ""), ("Lê Thị Mến", "012")], by=cast.users["minh"], at=AT
    )
    wrong = Signature.objects.get(number=2)
    meetings.strike_signature(sign_in=row, signature=wrong, by=cast.users["minh"], at=AT)
    assert meetings.close_sign_in(sign_in=row, by=cast.users["minh"], at=AT) == 4
    assert meetings.close_sign_in(sign_in=row, by=cast.users["minh"], at=AT) == 4
    activity = Activity.objects.get()
    assert (activity.state, activity.attendance_count, activity.people_count) == (ActivityState.DRAFT, 4, 4)
    sheet = activity.files.get()
    assert (sheet.kind, sheet.file.media_type) == (EvidenceKind.SHEET, "application/pdf")
    assert store.read(sheet.file).startswith(b"%PDF")


def test_nobody_signed_makes_no_sheet(cast: Cast, row: SignIn):
    assert meetings.close_sign_in(sign_in=row, by=cast.users["minh"], at=AT) == 0
    assert Activity.objects.get().files.count() == 0


def test_the_worker_closes_what_is_over_and_nothing_else(cast: Cast, row: SignIn):
    open_list(cast, title="Buổi khác", hours=8)
    sign(row, "Nguyễn Thị Lan", "phone-1")
    assert meetings.close_ended(at=AT) == 0
    assert meetings.close_ended(at=LATER) == 1
    row.refresh_from_db()
    assert row.closed_at == LATER


def test_a_meeting_is_reported_with_its_list_and_not_while_it_is_open(cast: Cast, row: SignIn):
    sign(row, "Nguyễn Thị Lan", "phone-1")
    report = a_report(key=row.activity.key, attendance_count=1, people_count=1)
    with pytest.raises(ValidationError, match="còn mở"):
        report_activity(unit=cast.units["MD-1"], report=report, by=cast.users["minh"], at=AT)
    meetings.close_sign_in(sign_in=row, by=cast.users["minh"], at=AT)
    sheet = row.activity.files.get()
    report = a_report(
        key=row.activity.key, attendance_count=1, people_count=1, kept=(sheet.public_id,), confirmed=frozenset()
    )
    sent, _is_new = report_activity(unit=cast.units["MD-1"], report=report, by=cast.users["minh"], at=AT)
    assert (sent.pk, sent.state, sent.files.count()) == (row.activity.pk, ActivityState.SUBMITTED, 1)


def test_names_go_after_their_time_and_the_number_stays(cast: Cast, row: SignIn):
    sign(row, "Nguyễn Thị Lan", "phone-1")
    meetings.close_sign_in(sign_in=row, by=cast.users["minh"], at=AT)
    assert meetings.erase_names(by=None, at=AT + timedelta(days=179)) == 0
    assert meetings.erase_names(by=None, at=AT + timedelta(days=181)) == 1
    left = Signature.objects.get()
    assert (left.name, left.hint, left.device, Activity.objects.get().people_count) == ("", "", "", 1)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": " "}, "title"), ({"hours": 25}, "hours"), ({"happened_on": day() + timedelta(days=1)}, "happened_on")],
)
def test_a_list_that_cannot_be_is_refused(cast: Cast, given, field):
    with pytest.raises(ValidationError) as error:
        open_list(cast, **given)
    assert list(error.value.message_dict) == [field]


def test_a_draft_is_thrown_away_and_a_sent_report_is_not(cast: Cast, row: SignIn):
    meetings.discard_draft(activity=row.activity, by=cast.users["minh"], at=AT)
    assert not SignIn.objects.exists()
    kept = open_list(cast)
    Activity.objects.filter(pk=kept.activity.pk).update(state=ActivityState.SUBMITTED, submitted_at=AT)
    with pytest.raises(ValidationError):
        meetings.discard_draft(activity=kept.activity, by=cast.users["minh"], at=AT)


def test_a_person_is_the_same_at_each_meeting_of_the_unit_and_another_elsewhere(cast: Cast, row: SignIn):
    other = open_list(cast, title="Buổi khác")
    elsewhere = meetings.open_sign_in(
        unit=cast.units["HD-1"], title="Họp", form=ActivityForm.MEETING, happened_on=day(), place="", hours=3,
        by=cast.users["quang"], at=AT,
    )  # fmt: skip
    for number, each in enumerate((row, other, elsewhere)):
        sign(each, "Nguyễn Thị Lan", f"phone-{number}", hint="678")
    one, two, three = Signature.objects.order_by("id").values_list("person", flat=True)
    assert one == two
    assert three != one
