"""What we say to units about plans and activities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from caunoi.accounts.models import User
from caunoi.notifications.actions import Notice, notify
from caunoi.notifications.queries import register_event
from caunoi.organisations.queries import MANAGING, officers_of, path_on
from caunoi.plans.models import Activity, Plan
from caunoi.plans.rules import BOARD
from caunoi.pure import timetree
from caunoi.pure.vietnamese import short_date

BATCH = 500
REPORTED = register_event(
    "plans.activity_reported", gettext_lazy("Báo cáo hoạt động chờ duyệt"), group=gettext_lazy("Kế hoạch, hoạt động"),
    is_work=True,
)  # fmt: skip
ACTIVITY_DECIDED = register_event(
    "plans.activity_decided", gettext_lazy("Báo cáo hoạt động được duyệt, trả lại hoặc rút"),
    group=gettext_lazy("Kế hoạch, hoạt động"), is_mine_default=True,
)  # fmt: skip


GROUP = gettext_lazy("Kế hoạch, hoạt động")
WAITING = register_event("plans.plan_submitted", gettext_lazy("Kế hoạch chờ duyệt"), group=GROUP, is_work=True)
DECIDED = register_event(
    "plans.plan_decided", gettext_lazy("Kế hoạch được duyệt hoặc trả lại"), group=GROUP, is_mine_default=True
)
CAME_DOWN = register_event(
    "plans.plan_cascaded", gettext_lazy("Cấp trên giao kế hoạch, nhắc trả lời"), group=GROUP, is_mine_default=True
)


def _notice(plan: Plan, person: User, event: str, key: str, words: tuple[Any, Any]) -> Notice:
    """`words` are title and body, as texts with places for what a plan is called, said in the person's language."""
    facts = _facts(plan)
    return Notice(
        person=person, event=event, subject=f"plans.plan:{plan.pk}", key=f"{key}:{plan.pk}:{person.pk}",
        title=lambda: str(words[0]) % facts, body=lambda: str(words[1]) % facts,
        topic=f"plans.plan:{plan.origin_id or plan.pk}", topic_label=plan.title, path=f"/plans/{plan.public_id}/",
    )  # fmt: skip


def _facts(plan: Plan) -> dict[str, str]:
    return {
        "unit": plan.unit.name, "title": plan.title, "note": plan.decision_note,
        "above": plan.above.unit.name if plan.above else "",
        "due": short_date(plan.adopt_by_on) if plan.adopt_by_on else "",
    }  # fmt: skip


def _deciding(path: str, but: int | None, at: datetime) -> tuple[int, list[User]]:
    """Who decides on what a unit sends, and in which unit they do: the nearest unit above where somebody acts other than the
    person who sent it. Those further above may decide, too, and are not told of each: their lists show activities that wait."""
    ids = timetree.ids_of(path)[-2::-1]
    people = officers_of(ids, timezone.localtime(at).date(), MANAGING)
    for unit_id in ids:
        if found := [person for person in people.get(unit_id, []) if person.pk != but]:
            return unit_id, found
    return 0, []


def tell_submitted(*, plan: Plan, at: datetime) -> int:
    """To those who may approve it: the unit above, or others of the unit itself."""
    today = timezone.localtime(at).date()
    path = path_on(plan.unit, today)
    if path is None:
        return 0
    if settings.CAUNOI.plans_approved_by == BOARD or len(timetree.ids_of(path)) < 2:
        people = officers_of([plan.unit_id], today).get(plan.unit_id, [])
    else:
        _unit_id, people = _deciding(path, plan.submitted_by_id, at)
    words = (
        gettext_lazy("Kế hoạch chờ duyệt: %(unit)s"),
        gettext_lazy("%(unit)s trình “%(title)s”. Mở để duyệt hoặc trả lại, có lý do."),
    )
    notices = [
        _notice(plan, person, WAITING.code, f"plan-submitted:{plan.submitted_at}", words)
        for person in people
        if person.pk != plan.submitted_by_id
    ]
    return notify(notices=notices, by=None, at=at)


def tell_decided(*, plan: Plan, revision: int, is_approved: bool, at: datetime) -> int:
    """To those who act for the plan's unit, but not to the person who decided."""
    today = timezone.localtime(at).date()
    words = (
        gettext_lazy("Kế hoạch được trả lại: %(title)s"),
        gettext_lazy("Kế hoạch của %(unit)s cần sửa. Lý do: %(note)s"),
    )
    if is_approved:
        words = (
            gettext_lazy("Kế hoạch đã duyệt: %(title)s"),
            gettext_lazy("Kế hoạch của %(unit)s đã được duyệt và có hiệu lực."),
        )
    key = f"plan-decided:{revision}:{plan.decided_at}:{is_approved:d}"
    notices = [
        _notice(plan, person, DECIDED.code, key, words)
        for person in officers_of([plan.unit_id], today).get(plan.unit_id, [])
        if person.pk != plan.decided_by_id
    ]
    return notify(notices=notices, by=None, at=at)


def tell_cascaded(
    *, plan_ids: Sequence[int], key: str = "plan-cascaded", is_reminder: bool = False, at: datetime
) -> int:
    """To those who act for the units that a plan came down to; or again, to those that have not answered."""
    today, count = timezone.localtime(at).date(), 0
    for start in range(0, len(plan_ids), BATCH):
        rows = Plan.objects.filter(pk__in=plan_ids[start : start + BATCH]).select_related("unit", "above__unit")
        plans = list(rows.order_by("pk"))
        people = officers_of([plan.unit_id for plan in plans], today)
        notices = [
            _notice(plan, person, CAME_DOWN.code, key, _asked(plan, is_reminder=is_reminder))
            for plan in plans
            for person in people.get(plan.unit_id, [])
        ]
        count += notify(notices=notices, by=None, at=at)
    return count


def _asked(plan: Plan, *, is_reminder: bool) -> tuple[Any, Any]:
    if is_reminder:
        return gettext_lazy("Nhắc: chưa trả lời kế hoạch cấp trên giao"), gettext_lazy(
            "%(unit)s chưa trả lời “%(title)s” của %(above)s, hạn %(due)s. Nhận nguyên văn, điều chỉnh hoặc từ chối từng "
            "việc, có lý do."
        )
    return gettext_lazy("Cấp trên giao kế hoạch: %(title)s"), gettext_lazy(
        "%(above)s giao kế hoạch cho %(unit)s. Nhận nguyên văn, điều chỉnh hoặc từ chối từng việc, có lý do, trước ngày "
        "%(due)s."
    )


def tell_activity_reported(row: Activity, at: datetime) -> int:
    """To those who decide on it: officers of the nearest unit above that has one; at the highest unit, others of its own."""
    if len(timetree.ids_of(row.path)) > 1:
        unit_id, people = _deciding(row.path, row.created_by_id, at)
    else:
        unit_id = row.unit_id
        people = officers_of([unit_id], timezone.localtime(at).date()).get(unit_id, [])
    title = gettext_lazy("Báo cáo hoạt động chờ duyệt")
    notices = (
        Notice(
            person=person, event=REPORTED.code, subject=f"plans.activity:{row.pk}", title=title,
            body=f"{row.unit.name}: {row.title}", topic=f"plans.activities:{unit_id}", topic_label=title,
            key=f"activity-reported:{row.pk}:{row.submitted_at}:{person.pk}", path=f"/plans/activities/{row.public_id}/",
        )
        for person in people
        if person.pk != row.created_by_id
    )  # fmt: skip
    return notify(notices=notices, by=None, at=at)


def _tell_reporter(row: Activity, title: Any, words: str, at: datetime) -> int:
    if row.created_by is None:
        return 0
    notice = Notice(
        person=row.created_by, event=ACTIVITY_DECIDED.code, subject=f"plans.activity:{row.pk}", title=title,
        body=f"{row.title}\n\n{words}".strip(), topic=f"plans.activity:{row.pk}", topic_label=row.title,
        key=f"activity-decided:{row.pk}:{row.state}:{at.isoformat()}", path=f"/plans/activities/{row.public_id}/",
    )  # fmt: skip
    return notify(notices=[notice], by=None, at=at)


def tell_activity_decided(row: Activity, at: datetime, *, is_accepted: bool) -> int:
    """To whoever reported: accepted, or what is missing."""
    title = gettext_lazy("Báo cáo đã được duyệt") if is_accepted else gettext_lazy("Báo cáo cần bổ sung")
    return _tell_reporter(row, title, row.decision_note, at)


def tell_activity_withdrawn(row: Activity, at: datetime) -> int:
    """To whoever reported: the unit above took it back."""
    return _tell_reporter(row, gettext_lazy("Báo cáo đã rút"), row.withdraw_reason, at)
