"""A report: what is refused, what is asked, what is sent once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.directives.models import Evidence
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.files.models import StoredFile, Upload
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.plans.actions import ensure_reporting_periods
from caunoi.plans.actions.reporting import FILES_MOST, QuestionsError, SentFile, report_activity
from caunoi.plans.actions.reviewing import decide_activity
from caunoi.plans.choices import ActivityForm, ActivityState, EvidenceKind
from caunoi.plans.models import Activity, ActivityFile
from caunoi.plans.queries.activities import DutyChoice, duties_open, totals_of
from tests.cast import AT, Cast
from tests.directives.deeds import acknowledge, issue
from tests.kit import samples
from tests.plans.reports import a_report, day, reported, sent_file

pytestmark = pytest.mark.room


def send(cast: Cast, report):
    return report_activity(unit=cast.units["MD-1"], report=report, by=cast.users["minh"], at=AT)


def refused(cast: Cast, **given) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        send(cast, a_report(**given))
    assert not Activity.objects.exists()
    return error.value.message_dict


def asked(cast: Cast, **given) -> list[str]:
    with pytest.raises(QuestionsError) as error:
        send(cast, a_report(confirmed=frozenset(), **given))
    return [each.code for each in error.value.questions]


def test_a_report_is_sent_with_its_files_its_place_in_the_tree_and_its_event(cast: Cast):
    row = reported(cast, files=(sent_file(), sent_file("SHEET")))
    assert (row.state, row.submitted_at, row.created_by) == (ActivityState.SUBMITTED, AT, cast.users["minh"])
    assert row.path == cast.units["MD-1"].placements.get().path
    assert [(file.kind, file.file.subject) for file in row.files.order_by("id")] == [
        ("PHOTO", f"plans.activity:{row.pk}"),
        ("SHEET", f"plans.activity:{row.pk}"),
    ]
    assert not Upload.objects.exists()
    assert OutboxEvent.objects.filter(name="plans.activity_reported").count() == 1
    assert AuditRow.objects.filter(verb="plans.report_activity").count() == 1


def test_the_same_report_again_changes_nothing(cast: Cast):
    report = a_report(files=(sent_file(),))
    first, is_new = send(cast, report)
    again, is_again = send(cast, replace(report, title="Tên khác", files=(*report.files, sent_file())))
    assert (first, is_new, is_again) == (again, True, False)
    assert Activity.objects.get().title == "Sinh hoạt công đoàn tháng 11"
    assert ActivityFile.objects.count() == 1
    assert AuditRow.objects.filter(verb="plans.report_activity").count() == 1


def test_the_key_of_another_unit_opens_nothing(cast: Cast):
    row = reported(cast)
    with pytest.raises(Activity.DoesNotExist):
        report_activity(unit=cast.units["HD-1"], report=a_report(key=row.key), by=cast.users["quang"], at=AT)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"happened_on": date(2027, 3, 1)}, "happened_on"),
        ({"happened_on": date(2001, 1, 1)}, "happened_on"),
        ({"title": "   "}, "title"),
        ({"attendance_count": 0}, "attendance_count"),
        ({"people_count": 46}, "people_count"),
    ],
    ids=["next year", "before the unit was", "no title", "nobody there", "more people than visits"],
)
def test_what_cannot_be_is_refused_by_its_field(cast: Cast, given, field):
    assert list(refused(cast, **given)) == [field]


def test_a_sheet_for_nobody_is_refused_with_the_reason(cast: Cast):
    sheet = sent_file("SHEET")
    said = refused(cast, form=ActivityForm.POSTER, attendance_count=0, files=(sheet,))
    assert said == {"attendance_count": ["Có danh sách ký thì số lượt người dự phải từ 1 trở lên."]}
    assert Upload.objects.filter(file__isnull=False).count() == 1  # the file waits for the next try
    assert reported(cast, form=ActivityForm.POSTER, attendance_count=1, files=(sheet,)).files.count() == 1


def test_posters_need_nobody_present(cast: Cast):
    assert reported(cast, form=ActivityForm.POSTER, attendance_count=0, item_count=12).item_count == 12


def test_attendance_above_membership_is_asked_once_and_the_answer_kept(cast: Cast):
    report = a_report(attendance_count=130, files=(sent_file(),), confirmed=frozenset())
    with pytest.raises(QuestionsError) as error:
        send(cast, report)
    assert [each.code for each in error.value.questions] == ["ABOVE_MEMBERSHIP"]
    assert "100" in error.value.questions[0].text
    assert not Activity.objects.exists()
    row, _is_new = send(cast, replace(report, confirmed=frozenset({"ABOVE_MEMBERSHIP"})))
    assert [each["code"] for each in row.confirmed] == ["ABOVE_MEMBERSHIP"]
    assert "130" in row.confirmed[0]["text"]


def test_visits_above_membership_are_no_question_when_the_people_are_not(cast: Cast):
    row = reported(cast, attendance_count=130, people_count=90, files=(sent_file(),), confirmed=frozenset())
    assert row.confirmed == []


def test_a_closed_period_is_asked_and_marks_the_report_late(cast: Cast):
    ensure_reporting_periods(year=2026)
    old = date(2026, 5, 4)
    assert asked(cast, happened_on=old, files=(sent_file(),)) == ["CLOSED_PERIOD"]
    assert reported(cast, happened_on=old).is_late
    assert not reported(cast, title="Việc khác hẳn").is_late


def test_a_likely_double_is_asked(cast: Cast):
    reported(cast)
    files = (sent_file(),)
    assert asked(cast, title="sinh hoat cong doan thang 11 tai nha an", files=files) == ["LIKELY_DOUBLE"]
    for other in ({"title": "Đối thoại với giám đốc"}, {"happened_on": day() - timedelta(days=1)}):
        row = reported(cast, files=(sent_file(),), confirmed=frozenset(), **other)
        assert row.state == ActivityState.SUBMITTED


def test_a_report_without_any_proof_is_asked(cast: Cast):
    assert asked(cast) == ["NO_FILES"]


def test_too_many_files_are_refused(cast: Cast):
    files = tuple(SentFile(sent.key, sent.token, sent.kind) for sent in (sent_file() for _n in range(FILES_MOST + 1)))
    assert list(refused(cast, files=files)) == ["files"]


def test_a_file_that_the_house_has_forgotten_is_asked_for_again(cast: Cast):
    gone = sent_file()
    Upload.objects.all().delete()
    with pytest.raises(ValidationError) as error:
        send(cast, a_report(files=(gone,)))
    assert error.value.error_dict["files"][0].code == "GONE"
    assert not Activity.objects.exists()


def test_a_document_is_no_photo(cast: Cast):
    assert list(refused(cast, files=(sent_file("PHOTO", samples.pdf(1), "a.pdf"),))) == ["files"]
    assert (
        reported(cast, files=(sent_file("DOCUMENT", samples.pdf(1), "a.pdf"),)).files.get().kind
        == EvidenceKind.DOCUMENT
    )


def acknowledged_duties(cast: Cast) -> list[DutyChoice]:
    duties = [{"text": text, "actor": "", "due_on": None, "evidence_required": "Ảnh"} for text in ("Họp", "Dán tờ rơi")]
    directive = issue(cast, obligations=duties)
    assert duties_open([cast.units["MD-1"]]) == []  # not before it was acknowledged
    acknowledge(directive, "MD-1")
    return duties_open([cast.units["MD-1"]])


def test_one_activity_serves_several_duties_and_counts_once(cast: Cast):
    duties = acknowledged_duties(cast)
    row = reported(cast, duties=tuple(duties))
    assert [each.text for each in duties] == ["Họp", "Dán tờ rơi"]
    assert Evidence.objects.filter(state="SUBMITTED").count() == 2
    recipient = duties[0].recipient
    decide_activity(activity=row, is_accepted=True, note="", by=cast.users["hoa"], at=AT)
    assert totals_of(Activity.objects.all()).visits == 45
    recipient.refresh_from_db()
    assert recipient.implemented_at == AT
    assert set(Evidence.objects.values_list("state", flat=True)) == {"ACCEPTED"}


def test_each_of_many_duties_may_be_answered(cast: Cast):
    duties = [{"text": f"Việc {n}", "actor": "", "due_on": None, "evidence_required": ""} for n in range(35)]
    acknowledge(issue(cast, obligations=duties), "MD-1")
    found = duties_open([cast.units["MD-1"]])
    assert len(found) == 35
    assert reported(cast, duties=(found[-1],)).duties.get().obligation == found[-1].obligation


def test_a_returned_report_is_mended_and_sent_again_with_its_kept_files(cast: Cast):
    duties = acknowledged_duties(cast)
    row = reported(cast, files=(sent_file(), sent_file()), duties=tuple(duties))
    decide_activity(activity=row, is_accepted=False, note="Thiếu danh sách ký", by=cast.users["hoa"], at=AT)
    kept = row.files.order_by("id").first()
    report = a_report(
        key=row.key, attendance_count=50, kept=(kept.public_id,), files=(sent_file("SHEET"),), duties=tuple(duties)
    )
    again, is_new = send(cast, report)
    again.refresh_from_db()
    assert (again.pk, is_new, again.state, again.attendance_count) == (row.pk, True, ActivityState.SUBMITTED, 50)
    assert [file.kind for file in again.files.order_by("id")] == ["PHOTO", "SHEET"]
    assert Evidence.objects.filter(state="SUBMITTED").count() == 2
    assert StoredFile.objects.filter(subject=f"plans.activity:{row.pk}").count() == 3


def test_somebody_elses_task_is_refused(cast: Cast):
    foreign = acknowledged_duties(cast)[0]
    report = a_report(duties=(foreign,))
    with pytest.raises(ValidationError):
        report_activity(unit=cast.units["MD-2"], report=report, by=cast.users["minh"], at=AT)


def test_a_file_that_was_taken_out_is_gone_when_the_report_is_there(cast: Cast, django_capture_on_commit_callbacks):
    row = reported(cast, files=(sent_file(), sent_file()))
    decide_activity(activity=row, is_accepted=False, note="Ảnh mờ", by=cast.users["hoa"], at=AT)
    kept = row.files.order_by("id")[0]
    with django_capture_on_commit_callbacks(execute=True):
        send(cast, a_report(key=row.key, kept=(kept.public_id,)))
    assert list(StoredFile.objects.filter(subject=f"plans.activity:{row.pk}")) == [kept.file]
