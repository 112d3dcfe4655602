"""The room's settings: the tree of competences, and the time limits. What held on a day is never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.models import LimitRule, Topic
from caunoi.feedback.queries.limits import CODES
from caunoi.kit import audit
from caunoi.organisations.models import Unit, UnitKind
from caunoi.pure.vietnamese import fold
from caunoi.pure.workdays import Unit as LimitUnit

AMOUNT_MOST = 400


@dataclass(frozen=True)
class TopicDraft:
    """A node of the tree. `code` counts only when it is added; afterwards programs know it by that."""

    name: str
    code: str = ""
    parent: Topic | None = None
    area: str = ""
    procedure_code: str = ""
    words: str = ""
    competent_unit: Unit | None = None
    competent_kind: UnitKind | None = None
    source: str = ""
    is_verified: bool = False
    is_active: bool = True


def _is_below(node: Topic | None, topic: Topic) -> bool:
    while node is not None:
        if node.pk == topic.pk:
            return True
        node = node.parent
    return False


def _checked(topic: Topic | None, draft: TopicDraft) -> None:
    problems: dict[str, str] = {}
    if not draft.name.strip():
        problems["name"] = _("Ghi tên lĩnh vực.")
    if topic is None and not draft.code.strip():
        problems["code"] = _("Ghi mã, ví dụ LAND.")
    elif topic is None and Topic.objects.filter(code=draft.code.strip().upper()).exists():
        problems["code"] = _("Mã này đã có.")
    if topic is not None and _is_below(draft.parent, topic):
        problems["parent"] = _("Lĩnh vực không nằm dưới chính nó.")
    if draft.competent_unit is not None and draft.competent_kind is not None:
        problems["competent_kind"] = _("Chọn một đơn vị, hoặc một loại đơn vị theo địa bàn, không chọn cả hai.")
    if draft.is_verified and not draft.source.strip():
        problems["source"] = _("Đã đối chiếu thì ghi văn bản nguồn.")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def save_topic(*, topic: Topic | None, draft: TopicDraft, by: User, at: datetime) -> Topic:
    """Change a subject of the tree of competences, or add one (`topic` None). Cases keep theirs; one that is no longer
    active is only not offered any more."""
    _checked(topic, draft)
    row = topic or Topic(code=draft.code.strip().upper())
    row.name, row.folded_name = draft.name.strip(), fold(draft.name.strip())
    row.words = "\n".join(filter(None, (line.strip() for line in draft.words.splitlines())))
    row.source, row.procedure_code = draft.source.strip(), draft.procedure_code.strip()
    for name in ("parent", "area", "competent_unit", "competent_kind", "is_verified", "is_active"):
        setattr(row, name, getattr(draft, name))
    row.save()
    content = {"name": row.name, "words": row.words, "area": row.area, "is_active": row.is_active}
    who = row.competent_unit or row.competent_kind
    audit.record(row, "feedback.save_topic", by=by, at=at, content=content, code=row.code, competent=who)
    return row


@dataclass(frozen=True)
class LimitDraft:
    """A limit that holds from a day on: so many working days (WD), calendar days (CD) or working hours (WH)."""

    code: str
    amount: int
    unit: str
    legal_basis: str
    valid_from: date
    topic: Topic | None = None
    is_verified: bool = False


def _checked_limit(draft: LimitDraft, today: date) -> None:
    problems: dict[str, str] = {}
    if draft.code not in CODES:
        problems["code"] = _("Không có thời hạn này.")
    if not 1 <= draft.amount <= AMOUNT_MOST:
        problems["amount"] = _("Ghi số từ 1 đến %d.") % AMOUNT_MOST
    if draft.unit not in set(LimitUnit):
        problems["unit"] = _("Chọn cách tính.")
    if not draft.legal_basis.strip():
        problems["legal_basis"] = _("Ghi căn cứ: văn bản, điều, khoản, hoặc quy chế của liên đoàn.")
    if draft.valid_from <= today:
        problems["valid_from"] = _("Chọn ngày sau hôm nay. Thời hạn đã áp dụng không sửa lại.")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def add_limit_rule(*, draft: LimitDraft, by: User, at: datetime) -> LimitRule:
    """Let another limit hold from a coming day on. The one before ends there; promises made keep their due dates."""
    _checked_limit(draft, timezone.localtime(at).date())
    rows = LimitRule.objects.select_for_update().filter(code=draft.code, topic=draft.topic)
    if rows.filter(valid_from=draft.valid_from).exists():
        raise ValidationError({"valid_from": _("Đã có một mức bắt đầu từ ngày này.")})
    following = rows.filter(valid_from__gt=draft.valid_from).order_by("valid_from").first()
    rows.filter(Q(valid_to=None) | Q(valid_to__gt=draft.valid_from), valid_from__lt=draft.valid_from).update(
        valid_to=draft.valid_from
    )
    row = LimitRule.objects.create(
        code=draft.code, topic=draft.topic, amount=draft.amount, unit=draft.unit, valid_from=draft.valid_from,
        legal_basis=draft.legal_basis.strip(), is_verified=draft.is_verified,
        valid_to=following.valid_from if following else None,
    )  # fmt: skip
    audit.record(
        row, "feedback.add_limit_rule", by=by, at=at, code=row.code, amount=row.amount, unit=row.unit,
        valid_from=row.valid_from.isoformat(), topic=row.topic, legal_basis=row.legal_basis,
    )  # fmt: skip
    return row
