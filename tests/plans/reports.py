"""Reports of activities for the room's tests, and for the world."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from caunoi.kit import ids
from caunoi.kit.files import uploads
from caunoi.plans.actions import meetings
from caunoi.plans.actions.reporting import Report, SentFile, report_activity
from caunoi.plans.choices import ActivityForm, Question
from caunoi.plans.models import Activity, Signature, SignIn
from tests.cast import AT, Cast
from tests.kit.samples import picture

ALL = frozenset(Question.values)


def day(at: datetime = AT) -> date:
    return timezone.localtime(at).date()


def sent_file(kind: str = "PHOTO", data: bytes | None = None, name: str = "anh.jpg", at: datetime = AT) -> SentFile:
    """A file that came in pieces before its report."""
    key = ids.new_id()
    data = data if data is not None else picture("JPEG", (64, 48))
    token = uploads.start(name=name, size=len(data), draft=str(key), at=at)
    uploads.add_piece(token, data, offset=0, at=at)
    uploads.finish(token, at=at)
    return SentFile(key, token, kind)


def a_report(**given: Any) -> Report:
    """A group meeting of today; every question answered unless the test says otherwise."""
    made = Report(
        key=ids.new_id(), form=ActivityForm.GROUP_MEETING, title="Sinh hoạt công đoàn tháng 11", happened_on=day(),
        place="Nhà ăn", attendance_count=45, confirmed=ALL,
    )  # fmt: skip
    return replace(made, **given)


def reported(cast: Cast, unit: str = "MD-1", by: str = "minh", at: datetime = AT, **given: Any) -> Activity:
    """A report that was sent."""
    row, _is_new = report_activity(unit=cast.units[unit], report=a_report(**given), by=cast.users[by], at=at)
    return row


@dataclass
class Activities:
    """What the world holds: a report that waits for the union above, and a meeting that people are signing in to."""

    waiting: Activity
    meeting: SignIn
    signature: Signature

    def objects(self) -> dict[str, dict[str, Any]]:
        """What an entry of the policy may be tried on."""
        meeting = {"activity_id": self.meeting.activity.public_id, "code": self.meeting.code}
        return {
            "activity": {"activity_id": self.waiting.public_id},
            "meeting": meeting | {"signature_id": self.signature.public_id},
        }


def make_activities(cast: Cast, at: datetime) -> Activities:
    """Both are of the sewing company's union."""
    minh = cast.users["minh"]
    files = (sent_file(at=at), sent_file("SHEET", at=at))
    waiting = reported(cast, at=at, happened_on=day(at), files=files)
    facts = {"title": "Họp tổ sản xuất", "form": ActivityForm.MEETING, "happened_on": day(at), "place": "", "hours": 3}
    meeting = meetings.open_sign_in(unit=cast.units["MD-1"], **facts, by=minh, at=at)
    meetings.add_signatures(sign_in=meeting, people=[("Nguyễn Thị Lan", "")], by=minh, at=at)
    return Activities(waiting, meeting, meeting.signatures.get())
