"""Issuing: the recipients are found by a rule once, and frozen with their place and name of that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import notices, queries
from caunoi.directives.actions.climbing import LadderDraft, set_ladder
from caunoi.directives.actions.members import call_members
from caunoi.directives.choices import RecipientRule
from caunoi.directives.events import DirectiveIssued, RecipientsAdded
from caunoi.directives.models import Directive, DirectiveObligation, DirectiveVersion, Recipient
from caunoi.kit import audit, bulk, outbox
from caunoi.library.models import Document
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import path_on


@dataclass(frozen=True)
class DirectiveDraft:
    """What an officer fills in."""

    title: str
    due_on: date
    rule: str = RecipientRule.SUBTREE
    message: str = ""
    is_public: bool = True
    kinds: Sequence[int] = ()
    area: str = ""
    units: Sequence[int] = ()
    # Rows of {"text", "actor", "due_on", "evidence_required"}.
    obligations: Sequence[dict[str, Any]] = field(default_factory=tuple)
    # Members of the units are told, too, each by the way they have.
    tells_members: bool = False
    # The usual ladder of reminders; units that come under the rule later are added by the machine.
    has_ladder: bool = False
    adds_newcomers: bool = False


def _local_day(at: datetime) -> date:
    return timezone.localtime(at).date()


def recipients_of(draft: DirectiveDraft, issuer: Unit, on: date) -> list[tuple[int, str, str]]:
    """Unit id, name and path of everyone that the draft's rule chooses on a day."""
    branch = path_on(issuer, on)
    if branch is None:
        raise ValidationError(
            _("%(unit)s không có chỗ trong sơ đồ hôm nay nên không giao được.") % {"unit": issuer.name}
        )
    rows = queries.candidates(draft.rule, branch=branch, on=on, kinds=draft.kinds, area=draft.area, units=draft.units)
    return list(rows.order_by("path").values_list("unit_id", "unit__name", "path"))


def _frozen(
    directive: Directive, rows: Sequence[tuple[int, str, str]], due_on: date, at: datetime, *, is_later: bool
) -> list[Recipient]:
    facts = {"directive": directive, "added_at": at, "is_later_addition": is_later, "due_on": due_on}
    facts["version_number"] = directive.version_number
    return [Recipient(unit_id=unit_id, unit_name=name, path=path, **facts) for unit_id, name, path in rows]


@transaction.atomic
def issue_directive(
    *, document: Document, issuer: Unit, draft: DirectiveDraft, by: User | None, at: datetime, is_sample: bool = False
) -> Directive:
    """Issue a directive: recipients, obligations, audit and the event that sends the notices, all or nothing.

    Raises ValidationError when the rule finds nobody or the deadline is before today.
    """
    today = _local_day(at)
    if draft.due_on < today:
        raise ValidationError({"due_on": _("Hạn phải từ hôm nay trở đi.")})
    rows = recipients_of(draft, issuer, today)
    if not rows:
        raise ValidationError(_("Không có đơn vị nào hợp với cách chọn này. Chọn lại nơi nhận."))
    facts = {"kinds": list(draft.kinds), "area": draft.area, "units_count": len(draft.units)}
    directive = Directive.objects.create(
        document=document, issuer=issuer, title=draft.title, message=draft.message, due_on=draft.due_on,
        is_public=draft.is_public, rule=draft.rule, rule_facts=facts, recipient_count=len(rows), issued_at=at,
        frozen_on=today, issued_by=by, is_sample=is_sample, adds_newcomers=draft.adds_newcomers,
    )  # fmt: skip
    DirectiveObligation.objects.bulk_create(
        [
            DirectiveObligation(directive=directive, position=number, **row)
            for number, row in enumerate(draft.obligations, 1)
        ]
    )
    DirectiveVersion.objects.create(
        directive=directive, number=1, title=draft.title, message=draft.message, due_on=draft.due_on,
        document_version=document.versions.order_by("-number").only("id").first(), issued_at=at, issued_by=by,
    )  # fmt: skip
    bulk.insert(_frozen(directive, rows, draft.due_on, at, is_later=False))
    audit.record(
        directive, "directives.issue_directive", by=by, at=at, document=document, issuer=issuer, recipients=len(rows)
    )
    if draft.has_ladder:
        set_ladder(directive=directive, draft=LadderDraft(), by=by, at=at)
    outbox.post(DirectiveIssued(directive.pk))
    if draft.tells_members:
        call_members(directive=directive, by=by, at=at)
    return directive


@transaction.atomic
def add_recipients(
    *, directive: Directive, unit_ids: Sequence[int], due_on: date, by: User | None, at: datetime
) -> list[Recipient]:
    """Add units later, explicitly, dated and with their own deadline; those that are recipients already are left out."""
    draft = DirectiveDraft(title=directive.title, due_on=due_on, rule=RecipientRule.LIST, units=unit_ids)
    # Two may add the same units at once, by hand or by the machine: the second waits here.
    directive.refresh_from_db(from_queryset=Directive.objects.select_for_update(no_key=True))
    known = set(directive.recipients.values_list("unit_id", flat=True))
    rows = [row for row in recipients_of(draft, directive.issuer, _local_day(at)) if row[0] not in known]
    if not rows:
        raise ValidationError(_("Các đơn vị này đã nhận, hoặc không thuộc nhánh của đơn vị giao."))
    made = Recipient.objects.bulk_create(_frozen(directive, rows, due_on, at, is_later=True), 2000)
    directive.recipient_count += len(made)
    directive.added_count += len(made)
    directive.newcomer_count = max(0, directive.newcomer_count - len(made))
    directive.save(update_fields=["recipient_count", "added_count", "newcomer_count"])
    audit.record(directive, "directives.add_recipients", by=by, at=at, units=[row.unit_id for row in made])
    outbox.post(RecipientsAdded(directive.pk, [row.pk for row in made]))
    return made


def send_notices(*, directive_id: int, recipient_ids: Sequence[int] | None = None, at: datetime) -> int:
    """Queue every notice of a directive, or of some recipients; safe to run again. Returns how many messages."""
    directive = Directive.objects.select_related("issuer").get(pk=directive_id)
    rows = Recipient.objects.filter(directive=directive)
    if recipient_ids is not None:
        rows = rows.filter(pk__in=recipient_ids)
    return notices.tell(directive=directive, recipients=rows, key="issued", say=notices.issue_words(), at=at)
