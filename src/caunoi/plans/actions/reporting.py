"""A unit reports an activity, once, with its files and with what it serves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives.actions import submit_evidence
from caunoi.directives.choices import EvidenceState
from caunoi.kit import audit, outbox, queue
from caunoi.kit.files import store, uploads
from caunoi.kit.files.checks import IMAGES, PDF
from caunoi.kit.files.models import StoredFile, Upload
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import path_on
from caunoi.plans.choices import WITH_PEOPLE, ActivityState, EvidenceKind, Question
from caunoi.plans.events import ActivityReported
from caunoi.plans.models import Activity, ActivityDuty, ActivityFile, ActivityTask, PlanTask, SignIn
from caunoi.plans.queries.activities import DutyChoice, duties_open, likely_doubles, open_tasks
from caunoi.plans.queries.figures import closed_period_of
from caunoi.pure.vietnamese import fold

FILES_MOST = 12
OPEN = (ActivityState.DRAFT, ActivityState.RETURNED)
FIELDS = (
    "form", "title", "happened_on", "place", "area", "description", "attendance_count", "people_count", "item_count", "spent",
)  # fmt: skip


@dataclass(frozen=True)
class SentFile:
    """A file that came in pieces (or with the form) under its own key: `token` claims it."""

    key: UUID
    token: str
    kind: str


@dataclass(frozen=True)
class Report:
    """What was filled in. `key` was made on the phone; `kept` are files of an earlier sending that stay."""

    key: UUID
    form: str
    title: str
    happened_on: date
    place: str = ""
    area: str = ""
    description: str = ""
    attendance_count: int = 0
    people_count: int | None = None
    item_count: int | None = None
    spent: int | None = None
    tasks: tuple[PlanTask, ...] = ()
    duties: tuple[DutyChoice, ...] = ()
    files: tuple[SentFile, ...] = ()
    kept: tuple[UUID, ...] = ()
    confirmed: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Asked:
    """A question that the unit answers once; `text` says what was found."""

    code: str
    text: str


class QuestionsError(Exception):
    """The report holds, but something in it is unlikely: nothing was written until the unit says that it is so."""

    def __init__(self, questions: list[Asked]) -> None:
        super().__init__(", ".join(each.code for each in questions))
        self.questions = questions


def _problems(unit: Unit, report: Report, kinds: Collection[str], today: date) -> dict[str, str]:
    found = {}
    if report.happened_on > today:
        found["happened_on"] = _("Ngày làm phải từ hôm nay trở về trước. Việc chưa làm thì ghi vào kế hoạch.")
    elif path_on(unit, report.happened_on) is None:
        found["happened_on"] = _("Ngày đó %(unit)s chưa có trong sơ đồ tổ chức.") % {"unit": unit.name}
    if not report.title.strip():
        found["title"] = _("Ghi tên việc đã làm.")
    if report.attendance_count < 1 and EvidenceKind.SHEET in kinds:
        found["attendance_count"] = _("Có danh sách ký thì số lượt người dự phải từ 1 trở lên.")
    elif report.attendance_count < 1 and report.form in WITH_PEOPLE:
        found["attendance_count"] = _("Ghi số lượt người dự, từ 1 trở lên.")
    if report.people_count is not None and report.people_count > report.attendance_count:
        found["people_count"] = _("Số người không nhiều hơn số lượt: một người dự hai buổi là hai lượt.")
    if len(kinds) > FILES_MOST:
        found["files"] = _("Mỗi báo cáo tối đa %(most)d tệp.") % {"most": FILES_MOST}
    return found


def _asked(unit: Unit, report: Report, kinds: Collection[str], today: date) -> list[Asked]:
    found = []
    people = report.people_count if report.people_count is not None else report.attendance_count
    if unit.member_count is not None and people > unit.member_count:
        text = _("Đơn vị có %(members)d đoàn viên, báo cáo ghi %(people)d. Đúng là có thêm người ngoài?")
        found.append(Asked(Question.ABOVE_MEMBERSHIP, text % {"members": unit.member_count, "people": people}))
    if period := closed_period_of(report.happened_on, today):
        text = _("Kỳ báo cáo “%(period)s” đã khóa ngày %(day)s. Báo cáo vẫn nhận, ghi là nộp muộn.")
        found.append(Asked(Question.CLOSED_PERIOD, text % {"period": period.name, "day": _day(period.closes_on)}))
    facts = {"form": report.form, "happened_on": report.happened_on, "title": report.title, "key": report.key}
    for row in likely_doubles(unit, facts)[:1]:
        text = _("Ngày %(day)s đơn vị đã báo “%(title)s”. Đây là việc khác?")
        found.append(Asked(Question.LIKELY_DOUBLE, text % {"day": _day(row.happened_on), "title": row.title}))
    if not kinds:
        found.append(Asked(Question.NO_FILES, _("Chưa có ảnh hay danh sách ký nào. Vẫn gửi?")))
    return found


def _day(on: date) -> str:
    return f"{on.day}/{on.month}/{on.year}"


def duty_keys(activity: Activity) -> set[str]:
    """The duties that an activity answers already, as forms name them."""
    rows = activity.duties.select_related("recipient", "obligation")
    return {DutyChoice(row.recipient, row.obligation).key for row in rows}


def _may_serve(row: Activity, unit: Unit, report: Report, today: date) -> None:
    """Tasks and duties are the unit's own and open: a form may be older than they are. Raises ValidationError.

    What a report that was returned served before, it may serve again.
    """
    tasks = {task.pk for task in report.tasks} - set(row.serves.values_list("task", flat=True))
    if tasks - set(open_tasks([unit], today).filter(pk__in=tasks).values_list("pk", flat=True)):
        raise ValidationError({"tasks": _("Có việc trong kế hoạch không còn của đơn vị. Chọn lại.")})
    if {duty.key for duty in report.duties} - duty_keys(row) - {duty.key for duty in duties_open([unit])}:
        raise ValidationError({"duties": _("Có việc của chỉ đạo đã xong hoặc chưa xác nhận. Chọn lại.")})


def _claim(activity: Activity, sent: SentFile, position: int, at: datetime) -> StoredFile:
    try:
        return uploads.claim(sent.token, f"plans.activity:{activity.pk}", draft=str(sent.key), at=at)
    except Upload.DoesNotExist:
        text = _("Máy chủ không còn giữ tệp thứ %(n)d. Chọn lại tệp rồi gửi.")
        raise ValidationError({"files": ValidationError(text % {"n": position + 1}, code="GONE")}) from None


def _forget(file_id: int, at: datetime) -> None:
    file = StoredFile.objects.select_related("preview").filter(pk=file_id).first()
    if file is None:
        return
    preview = file.preview
    store.forget(file, at=at)
    if preview is not None:
        store.forget(preview, at=at)


def drop_files(rows: QuerySet[ActivityFile], at: datetime) -> None:
    """Take files off an activity; their bytes go when that is committed, since nothing could bring them back."""
    for file_id in list(rows.values_list("file", flat=True)):
        transaction.on_commit(partial(_forget, file_id, at))
    rows.delete()


def _set_files(activity: Activity, report: Report, by: User, at: datetime) -> None:
    drop_files(activity.files.exclude(public_id__in=report.kept), at)
    known = set(ActivityFile.objects.filter(key__in=[each.key for each in report.files]).values_list("key", flat=True))
    for position, sent in enumerate(report.files):
        if sent.key in known:
            continue
        file = _claim(activity, sent, position, at)
        if sent.kind == EvidenceKind.PHOTO and file.media_type not in IMAGES:
            raise ValidationError({"files": _("“%(name)s” không phải ảnh. Gửi ở mục tài liệu.") % {"name": file.name}})
        if file.media_type not in IMAGES | {PDF}:
            raise ValidationError({"files": _("Chỉ nhận ảnh và PDF; “%(name)s” không phải.") % {"name": file.name}})
        StoredFile.objects.filter(pk=file.pk).update(created_by=by)
        kind = EvidenceKind(sent.kind)
        ActivityFile.objects.create(activity=activity, key=sent.key, kind=kind, file=file, position=position + 1)
        queue.enqueue("caunoi.kit.jobs.make_preview", file_id=file.pk)


def _serve(activity: Activity, report: Report, by: User, at: datetime) -> None:
    activity.serves.all().delete()
    ActivityTask.objects.bulk_create([ActivityTask(activity=activity, task=task) for task in report.tasks])
    # A duty that was accepted at the directive meanwhile is done; the others are answered anew.
    activity.duties.exclude(evidence__state=EvidenceState.ACCEPTED).delete()
    done = duty_keys(activity)
    place = f", {activity.place}" if activity.place else ""
    note = _("Báo cáo hoạt động: %(title)s (%(day)s%(place)s)") % {
        "title": activity.title, "day": _day(activity.happened_on), "place": place,
    }  # fmt: skip
    for duty in report.duties:
        if duty.key in done:
            continue
        evidence = submit_evidence(
            recipient=duty.recipient, obligation=duty.obligation, note=note, happened_on=activity.happened_on,
            attendance_count=activity.attendance_count or None, file=None, by=by, at=at,
        )  # fmt: skip
        ActivityDuty.objects.create(
            activity=activity, recipient=duty.recipient, obligation=duty.obligation, evidence=evidence
        )


def _row(unit: Unit, report: Report, by: User, at: datetime) -> tuple[Activity, bool]:
    """The activity of the key, held until the end, and whether this call made it. Raises DoesNotExist for another unit's."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(key=report.key).first()
    if found is None:
        try:
            with transaction.atomic():
                facts = {name: getattr(report, name) for name in FIELDS}
                found = Activity.objects.create(
                    key=report.key, unit=unit, path="/", created_at=at, created_by=by, **facts
                )
        except IntegrityError:  # the same report at the same moment, over another line
            found = rows.get(key=report.key)
        else:
            return found, True
    if found.unit_id != unit.pk:
        raise Activity.DoesNotExist
    return found, False


@transaction.atomic
def report_activity(*, unit: Unit, report: Report, by: User, at: datetime) -> tuple[Activity, bool]:
    """Send a report to the unit above, or send one that was returned again. Returns it, and whether anything was written.

    The same key again is the same activity: what was sent stands, and a second sending changes nothing.
    Raises QuestionsError for what must be confirmed first; ValidationError for what cannot be, by field, and for a report
    that was withdrawn; Activity.DoesNotExist when the key is another unit's.
    """
    today = timezone.localtime(at).date()
    row, is_made = _row(unit, report, by, at)
    if row.state in {ActivityState.SUBMITTED, ActivityState.ACCEPTED}:
        return row, False
    if row.state not in OPEN:
        raise ValidationError(_("Báo cáo này đã rút. Báo việc mới nếu cần."))
    if SignIn.objects.filter(activity=row, closed_at=None).exists():
        raise ValidationError(_("Danh sách ký của buổi này còn mở. Đóng danh sách rồi gửi báo cáo."))
    stays = [] if is_made else list(row.files.filter(public_id__in=report.kept).values_list("kind", flat=True))
    kinds = [*stays, *(each.kind for each in report.files)]
    if problems := _problems(unit, report, kinds, today):
        raise ValidationError(problems)
    _may_serve(row, unit, report, today)
    questions = _asked(unit, report, kinds, today)
    if open_ones := [each for each in questions if each.code not in report.confirmed]:
        raise QuestionsError(open_ones)
    _write(row, report, questions, by, at)
    audit.record(row, "plans.report_activity", by=by, at=at, unit=unit, is_again=row.decided_at is not None)
    outbox.post(ActivityReported(row.pk))
    return row, True


def _write(row: Activity, report: Report, questions: list[Asked], by: User, at: datetime) -> None:
    for name in FIELDS:
        setattr(row, name, getattr(report, name))
    row.title = " ".join(report.title.split())[:300]
    row.folded_title = fold(row.title)[:300]
    row.path = path_on(row.unit, report.happened_on) or "/"
    row.confirmed = [{"code": str(each.code), "text": each.text, "at": at.isoformat()} for each in questions]
    row.is_late = any(each.code == Question.CLOSED_PERIOD for each in questions)
    row.state, row.submitted_at = ActivityState.SUBMITTED, at
    row.created_by = by
    row.save()
    _set_files(row, report, by, at)
    _serve(row, report, by, at)


def evidence_waiting(activity: Activity) -> list[ActivityDuty]:
    """The activity's answers to duties that nobody decided yet."""
    rows = activity.duties.filter(evidence__state=EvidenceState.SUBMITTED)
    return list(rows.select_related("evidence__recipient__directive", "evidence__obligation").order_by("id"))


def as_facts(row: Activity) -> dict[str, Any]:
    """What a report says, for its form when it is opened again."""
    return {name: getattr(row, name) for name in FIELDS}
