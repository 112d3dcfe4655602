"""Sample activities of a year, with made pictures: drawn, so that nobody takes them for photographs of people."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

from caunoi.accounts.models import User
from caunoi.kit import ids
from caunoi.kit.files import store
from caunoi.kit.files.models import StoredFile
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import managed_placements, officers_of, path_on
from caunoi.plans.actions import refresh_tasks, reporting
from caunoi.plans.actions.meetings import open_sign_in
from caunoi.plans.actions.reviewing import decide_activity
from caunoi.plans.choices import ActivityForm, ActivityState, EvidenceKind, Question
from caunoi.plans.models import Activity, ActivityFile, ActivityTask
from caunoi.plans.queries.activities import open_tasks
from caunoi.pure.vietnamese import fold

FORMS = (
    (ActivityForm.GROUP_MEETING, "Sinh hoạt công đoàn, phổ biến Hướng dẫn 12", ReformArea.PROCEDURES, True),
    (ActivityForm.LOUDSPEAKER, "Phát bản tin cải cách hành chính đầu ca", ReformArea.DIGITAL_GOVERNMENT, False),
    (ActivityForm.TRAINING, "Tập huấn nộp hồ sơ trực tuyến toàn trình", ReformArea.DIGITAL_GOVERNMENT, True),
    (ActivityForm.LEAFLET, "Phát tờ rơi “Một lần, bằng phiếu” ở cổng", ReformArea.PROCEDURES, False),
    (ActivityForm.DIALOGUE, "Đối thoại với bộ phận một cửa", ReformArea.CIVIL_SERVICE, True),
    (ActivityForm.POSTER, "Thay bảng tin về sáu nội dung cải cách", ReformArea.INSTITUTIONS, False),
    (ActivityForm.SOCIAL, "Đăng bài hướng dẫn lên nhóm Zalo đoàn viên", ReformArea.DIGITAL_GOVERNMENT, False),
)  # fmt: skip
PLACES = ("Nhà ăn ca", "Hội trường tầng 2", "Phòng họp công đoàn", "Cổng số 1", "Sân trường")
SKINS = ("#cfa37c", "#d9b08c", "#b98a63")
COLOURS = ("#0b5566", "#f2b431", "#17653a", "#7fb3bf", "#a3271a", "#083d4a")
UNITS_MOST, DAYS = 30, 300


def drawn(seed: int, size: tuple[int, int] = (1280, 960)) -> bytes:
    """A meeting room as a drawing: rows of heads before a board. The same seed is the same picture."""
    dice = random.Random(seed)  # noqa: S311 - a drawing
    image = Image.new("RGB", size, "#eaede8")
    draw = ImageDraw.Draw(image)
    wide, high = size
    draw.rectangle((0, int(high * 0.78), wide, high), fill="#d5dad4")
    board = dice.choice(COLOURS)
    draw.rounded_rectangle((wide * 0.2, high * 0.08, wide * 0.8, high * 0.42), 24, fill=board)
    for line in range(3):
        top = high * (0.15 + line * 0.08)
        draw.rectangle((wide * 0.26, top, wide * (0.5 + dice.random() * 0.22), top + 18), fill="#f5f6f2")
    for row in range(3):
        radius, heads = int(wide * (0.036 + row * 0.014)), 10 - row * 2
        for place in range(heads):
            x = wide * (place + 0.5) / heads + dice.randint(-12, 12)
            y = high * (0.52 + row * 0.15)
            shoulders = (x - radius * 1.5, y + radius * 0.7, x + radius * 1.5, y + radius * 4.6)
            draw.rounded_rectangle(shoulders, radius * 1.2, fill=dice.choice(COLOURS))
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=dice.choice(SKINS))
            draw.pieslice((x - radius, y - radius, x + radius, y + radius), 180, 360, fill="#13211f")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


class _Pictures:
    """Few drawings, used again: each activity has a row of its own for the same bytes."""

    def __init__(self) -> None:
        self.bytes = [drawn(seed) for seed in range(6)]
        self.small = [drawn(seed, (640, 480)) for seed in range(6)]

    def keep(self, n: int, activity: Activity, by: User, at: datetime) -> StoredFile:
        """The picture with its preview."""
        subject = f"plans.activity:{activity.pk}"
        kept = store.keep(
            self.bytes[n % 6], filename=f"anh-{n % 6 + 1}.jpg", media_type="image/jpeg", subject=subject, by=by, at=at
        )
        kept.preview = store.keep(
            self.small[n % 6], filename="anh.jpg", media_type="image/jpeg", subject=subject, by=None, at=at
        )
        kept.save(update_fields=["preview"])
        return kept


def _activity(unit: Unit, by: User, n: int, on: date, at: datetime) -> Activity:
    form, title, area, is_meeting = FORMS[n % len(FORMS)]
    members = unit.member_count or 60
    visits = max(members * (35 + n * 7 % 50) // 100, 8) if is_meeting else 0
    return Activity(
        key=ids.new_id(), unit=unit, path=path_on(unit, on) or "/", form=form, area=area, title=title,
        folded_title=fold(title), happened_on=on, place=PLACES[n % len(PLACES)], attendance_count=visits, people_count=visits if n % 3 == 0 and visits else None,
        item_count=None if is_meeting else 20 + n * 13 % 180, state=ActivityState.ACCEPTED, created_at=at, created_by=by,
        submitted_at=at, decided_at=at + timedelta(days=2), decided_by=None, is_sample=True,
    )  # fmt: skip


def load(at: datetime, people: Mapping[str, User]) -> None:
    """Some dozens of accepted ones over the year; at Minh's union also one that waits, one returned, and an open list."""
    today, pictures, tasks = timezone.localtime(at).date(), _Pictures(), set[int]()
    # Those of Hoa's branch first, so that her lists have something to show.
    near = managed_placements(people["hoa"], today).values("unit")
    rows = Unit.objects.filter(kind__is_grassroots=True)
    units = [*rows.filter(pk__in=near).order_by("code"), *rows.exclude(pk__in=near).order_by("code")]
    acting = officers_of([unit.pk for unit in units], today)
    n = 0
    for unit in [unit for unit in units if unit.pk in acting][:UNITS_MOST]:
        by = acting[unit.pk][0]
        mine = list(open_tasks([unit], today)[:4])
        for _turn in range(3 if unit.pk % 2 else 2):
            n += 1
            sent = at - timedelta(days=3 + n * 29 % DAYS)
            row = _activity(unit, by, n, (sent - timedelta(days=1)).date(), sent)
            row.save()
            for place in range(1 + n % 2):
                file = pictures.keep(n + place, row, by, sent)
                ActivityFile.objects.create(
                    activity=row, key=ids.new_id(), kind=EvidenceKind.PHOTO, file=file, position=place
                )
            for task in [each for each in mine if each.form == row.form][:1]:
                ActivityTask.objects.create(activity=row, task=task)
                tasks.add(task.pk)
    refresh_tasks(tasks, at)
    _of_minh(at, people, pictures)
    # The history stands for the notices: nobody is told about a sample.
    OutboxEvent.objects.filter(name="plans.activity_reported", delivered_at=None).update(delivered_at=at)


def _of_minh(at: datetime, people: Mapping[str, User], pictures: _Pictures) -> None:
    minh, hoa, today = people["minh"], people["hoa"], timezone.localtime(at).date()
    unit = next(post.unit for post in minh.grants.select_related("unit__kind"))

    def sent(title: str, form: str, days: int, count: int) -> Activity:
        report = reporting.Report(
            key=ids.new_id(), form=form, title=title, happened_on=today - timedelta(days=days), place="Nhà ăn ca",
            area=ReformArea.PROCEDURES, attendance_count=count, confirmed=frozenset(Question.values),
        )  # fmt: skip
        row, _is_new = reporting.report_activity(unit=unit, report=report, by=minh, at=at - timedelta(hours=days * 6))
        for place in range(3):
            file = pictures.keep(place + days, row, minh, at)
            ActivityFile.objects.create(
                activity=row, key=ids.new_id(), kind=EvidenceKind.PHOTO, file=file, position=place
            )
        Activity.objects.filter(pk=row.pk).update(is_sample=True, confirmed=[])
        return row

    month = (today - timedelta(days=3)).month
    sent(f"Sinh hoạt công đoàn tháng {month} ở ba tổ may", ActivityForm.GROUP_MEETING, 3, 86)
    returned = sent("Tập huấn dùng dịch vụ công trực tuyến", ActivityForm.TRAINING, 6, 41)
    decide_activity(
        activity=returned, is_accepted=False, note="Thiếu danh sách ký. Chụp danh sách rồi gửi lại.", by=hoa,
        at=at - timedelta(hours=20),
    )  # fmt: skip
    meeting = open_sign_in(
        unit=unit, title="Họp tổ sản xuất số 3", form=ActivityForm.MEETING, happened_on=today, place="Xưởng 3", hours=12,
        by=minh, at=at,
    )  # fmt: skip
    Activity.objects.filter(pk=meeting.activity.pk).update(is_sample=True)
