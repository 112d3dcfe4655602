"""What we say to units about plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.notifications.actions import MessageDraft, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.organisations.queries import officers_of, path_on
from caunoi.plans.models import Plan
from caunoi.plans.rules import BOARD
from caunoi.pure import timetree
from caunoi.pure.vietnamese import short_date

BATCH = 500


def _drafts(plan: Plan, person: User, title: str, body: str, key: str) -> Iterable[MessageDraft]:
    facts: dict[str, Any] = {
        "title": title, "body": body, "subject": f"plans.plan:{plan.pk}", "topic": f"plans.plan:{plan.origin_id or plan.pk}",
        "recipient": person, "path": f"/plans/{plan.public_id}/",
    }  # fmt: skip
    yield MessageDraft(channel=Channel.IN_APP, key=f"{key}:{plan.pk}:{person.pk}:app", **facts)
    if person.email:
        yield MessageDraft(channel=Channel.EMAIL, key=f"{key}:{plan.pk}:{person.pk}:email", **facts)


def _facts(plan: Plan) -> dict[str, str]:
    return {
        "unit": plan.unit.name, "title": plan.title, "note": plan.decision_note,
        "above": plan.above.unit.name if plan.above else "",
        "due": short_date(plan.adopt_by_on) if plan.adopt_by_on else "",
    }  # fmt: skip


def tell_submitted(*, plan: Plan, at: datetime) -> int:
    """To those who may approve it: the unit above, or others of the unit itself."""
    today = timezone.localtime(at).date()
    path = path_on(plan.unit, today)
    ids = timetree.ids_of(path) if path else []
    is_own = settings.CAUNOI.plans_approved_by == BOARD or len(ids) < 2
    unit_ids = [plan.unit_id] if is_own else ids[-2:-1]
    people = [person for rows in officers_of(unit_ids, today).values() for person in rows]
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Kế hoạch chờ duyệt: %(unit)s") % _facts(plan)
        body = _("%(unit)s trình “%(title)s”. Mở để duyệt hoặc trả lại, có lý do.") % _facts(plan)
        key = f"plan-submitted:{plan.edit_count}"
        drafts = [
            draft
            for person in people
            if person.pk != plan.submitted_by_id
            for draft in _drafts(plan, person, title, body, key)
        ]
    return queue_messages(drafts=drafts, by=None, at=at)


def tell_decided(*, plan: Plan, revision: int, is_approved: bool, at: datetime) -> int:
    """To those who act for the plan's unit, but not to the person who decided."""
    today = timezone.localtime(at).date()
    with translation.override(settings.LANGUAGE_CODE):
        if is_approved:
            title = _("Kế hoạch đã duyệt: %(title)s") % _facts(plan)
            body = _("Kế hoạch của %(unit)s đã được duyệt và có hiệu lực.") % _facts(plan)
        else:
            title = _("Kế hoạch được trả lại: %(title)s") % _facts(plan)
            body = _("Kế hoạch của %(unit)s cần sửa. Lý do: %(note)s") % _facts(plan)
        key = f"plan-decided:{revision}:{plan.edit_count}:{is_approved:d}"
        drafts = [
            draft
            for person in officers_of([plan.unit_id], today).get(plan.unit_id, [])
            if person.pk != plan.decided_by_id
            for draft in _drafts(plan, person, title, body, key)
        ]
    return queue_messages(drafts=drafts, by=None, at=at)


def tell_cascaded(*, plan_ids: Sequence[int], at: datetime) -> int:
    """To those who act for the units that a plan came down to."""
    today, count = timezone.localtime(at).date(), 0
    for start in range(0, len(plan_ids), BATCH):
        rows = Plan.objects.filter(pk__in=plan_ids[start : start + BATCH]).select_related("unit", "above__unit")
        plans = list(rows.order_by("pk"))
        people = officers_of([plan.unit_id for plan in plans], today)
        with translation.override(settings.LANGUAGE_CODE):
            drafts = [
                draft for plan in plans for person in people.get(plan.unit_id, []) for draft in _asked(plan, person)
            ]
        count += queue_messages(drafts=drafts, by=None, at=at)
    return count


def _asked(plan: Plan, person: User) -> Iterable[MessageDraft]:
    facts = _facts(plan)
    title = _("Cấp trên giao kế hoạch: %(title)s") % facts
    body = (
        _("%(above)s giao kế hoạch cho %(unit)s. Nhận nguyên văn, điều chỉnh hoặc từ chối từng việc, có lý do.") % facts
    )
    if plan.adopt_by_on:
        body += " " + _("Trả lời trước ngày %(due)s.") % facts
    return _drafts(plan, person, title, body, "plan-cascaded")
