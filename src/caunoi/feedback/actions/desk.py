"""What makes a desk one's own: views of the inbox, and words to begin a reply with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.choices import State
from caunoi.feedback.models import ReplyTemplate, SavedView
from caunoi.kit import audit
from caunoi.organisations.models import Unit

VIEWS_MOST = 20


@transaction.atomic
def save_view(*, name: str, query: str, by: User, at: datetime) -> SavedView:
    """Keep filters under a name; the same name again replaces. Raises ValidationError past 20 of them."""
    mine = SavedView.objects.filter(user=by)
    if not mine.filter(name=name).exists() and mine.count() >= VIEWS_MOST:
        raise ValidationError(_("Đã có %d cách xem. Bỏ bớt rồi lưu.") % VIEWS_MOST)
    row, _is_new = SavedView.objects.update_or_create(user=by, name=name, defaults={"query": query})
    audit.record(row, "feedback.save_view", by=by, at=at)
    return row


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: User, at: datetime) -> SavedView:
    """Give a view another name. Raises ValidationError when the person has one of that name."""
    if SavedView.objects.filter(user=view.user, name=name).exclude(pk=view.pk).exists():
        raise ValidationError(_("Đã có cách xem mang tên này."))
    view.name = name
    view.save(update_fields=["name"])
    audit.record(view, "feedback.rename_view", by=by, at=at)
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Drop a view."""
    audit.record(view, "feedback.delete_view", by=by, at=at)
    view.delete()


@dataclass(frozen=True)
class TemplateDraft:
    """Words for one kind of saying."""

    state: State
    title: str
    text: str
    is_active: bool = True


@transaction.atomic
def save_template(
    *, template: ReplyTemplate | None, unit: Unit | None, draft: TemplateDraft, by: User, at: datetime
) -> ReplyTemplate:
    """Write words to begin with, new or in place of older ones."""
    row = template or ReplyTemplate(unit=unit)
    row.state, row.title, row.text, row.is_active = draft.state, draft.title, draft.text, draft.is_active
    row.save()
    audit.record(row, "feedback.save_template", by=by, at=at, state=draft.state)
    return row
