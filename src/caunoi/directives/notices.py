"""What we say to units about directives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from caunoi.accounts.actions import LinkRequest, issue_links
from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.models import User
from caunoi.directives.choices import EvidenceState
from caunoi.directives.models import Directive, Evidence, Recipient
from caunoi.directives.queries.deliveries import subject_of
from caunoi.library.models import Document
from caunoi.notifications.actions import MessageDraft, Notice, notify, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.notifications.queries import EventKind, key_on, listed_keys, quiet_until, register_event, told_keys
from caunoi.notifications.queries.texts import house_words, worded
from caunoi.organisations.queries import officers_of
from caunoi.pure import timetree
from caunoi.pure.vietnamese import short_date

BATCH = 1000
# All that a notice says of a recipient.
FIELDS = ("unit_id", "unit_name", "due_on", "acknowledged_at", "unit__email")
NAMES_MOST = 10
GROUP = _("Chỉ đạo")
PLACES: dict[str, Any] = {
    "title": _("Trích yếu của chỉ đạo"), "issuer": _("Đơn vị giao"), "unit": _("Đơn vị nhận"), "due": _("Hạn"),
}  # fmt: skip
SAMPLES = {
    "title": "Thông tin, tuyên truyền cải cách hành chính năm 2027", "issuer": "Liên đoàn Lao động thành phố",
    "unit": "CĐCS Công ty May Sông Đáy", "due": "15/12/2026", "message": "Họp sớm trong tuần.", "number": "2",
    "note": "thêm một nhiệm vụ", "basis": "Hướng dẫn số 12/HD-LĐLĐ", "outcome": "Minh chứng đã được duyệt",
}  # fmt: skip
ISSUED = register_event(
    "directives.issued", _("Chỉ đạo mới giao cho đơn vị tôi"), group=GROUP, is_mine_default=True, is_required=True,
    holds_mail=False,
    texts={
        "TITLE": "{title}",
        "BODY": gettext_noop(
            "{issuer} gửi {unit}: {title}.\n\nHạn: {due}.\n\n{message}\n\nMở đường dẫn dưới đây để đọc và xác nhận đã nhận. Không"
            " cần tài khoản."
        ),
        "SMS": gettext_noop("{unit}: {title}. Hạn {due}."),
    },
    places=PLACES | {"message": _("Lời nhắn của nơi giao, nếu có")}, needed={"title", "unit", "due"}, samples=SAMPLES,
)  # fmt: skip
REMINDED = register_event(
    "directives.reminded", _("Nhắc việc đơn vị tôi còn nợ"), group=GROUP, is_mine_default=True, is_required=True,
    is_work=True,
    texts={
        "TITLE": gettext_noop("Nhắc: {title}"),
        "BODY": gettext_noop(
            "{unit} chưa làm xong việc này. Hạn: {due}.\n\nMở đường dẫn dưới đây để xác nhận hoặc báo kết quả."
        ),
        "SMS": gettext_noop("Nhắc {unit}: {title}. Hạn {due}."),
    },
    places=PLACES, needed={"title", "due"}, samples=SAMPLES,
)  # fmt: skip
RENEWED = register_event(
    "directives.renewed", _("Chỉ đạo có bản mới"), group=GROUP, is_mine_default=True, is_required=True, holds_mail=False,
    texts={
        "TITLE": gettext_noop("Bản {number}: {title}"),
        "BODY": gettext_noop(
            "{issuer} vừa phát hành bản {number}. Khác bản trước: {note}\n\nHạn của {unit}: {due}.\n\nXác nhận bản trước không"
            " tính cho bản này: mở đường dẫn, xem chỗ thay đổi rồi xác nhận lại."
        ),
    },
    places=PLACES | {"number": _("Số của bản"), "note": _("Chỗ khác bản trước")}, needed={"title", "note", "due"},
    samples=SAMPLES,
)  # fmt: skip
RUNG = register_event(
    "directives.rung", _("Nhắc theo nấc trước hạn và đến hạn"), group=GROUP, is_mine_default=True, is_required=True,
    is_work=True,
    texts={
        "TITLE": "{when}: {title}",
        "BODY": gettext_noop("{unit} còn thiếu: {owed}. Hạn: {due}.\n\nXong việc thì các lần nhắc sau tự dừng."),
        "SMS": gettext_noop("{when}: {unit}, {title}. Hạn {due}."),
    },
    needed={"title"},
    places=PLACES | {"when": _("Còn hoặc quá bao nhiêu ngày"), "owed": _("Việc còn thiếu")},
)  # fmt: skip
BELOW = register_event(
    "directives.missing_below", _("Đơn vị cấp dưới quá hạn hoặc chưa có người nhận"), group=GROUP,
    is_mine_default=True, is_required=True, is_work=True,
    texts={"TITLE": "{count}: {title}", "BODY": "{say}\n{names}\n\n{todo}"},
    needed={"title"},
    places={
        "title": PLACES["title"], "count": _("Bao nhiêu đơn vị, thiếu gì"), "say": _("Chuyện gì xảy ra"),
        "names": _("Tên các đơn vị"), "todo": _("Việc nên làm"),
    },
)  # fmt: skip
NEWCOMERS = register_event(
    "directives.newcomers", _("Đơn vị mới thuộc quy tắc giao của chỉ đạo"), group=GROUP, is_mine_default=True, is_work=True,
    texts={
        "TITLE": "{count}: {title}",
        "BODY": gettext_noop(
            "Sau ngày giao, {count} thuộc quy tắc của chỉ đạo này mà chưa nhận. Xem tên, chọn hạn riêng rồi giao thêm."
        ),
    },
    needed={"title"},
    places={"title": PLACES["title"], "count": _("Bao nhiêu đơn vị mới")},
)  # fmt: skip
ENDED = register_event(
    "directives.ended", _("Chỉ đạo dựa trên văn bản hết hiệu lực"), group=GROUP, is_mine_default=True, is_work=True,
    texts={
        "TITLE": gettext_noop("Chỉ đạo dựa trên văn bản hết hiệu lực"),
        "BODY": gettext_noop(
            "{basis} hết hiệu lực hoặc bị đình chỉ. Xem lại chỉ đạo “{title}”: sửa căn cứ, hoặc giao văn bản mới."
        ),
    },
    places={"title": PLACES["title"], "basis": _("Văn bản làm căn cứ")}, needed={"title", "basis"}, samples=SAMPLES,
)  # fmt: skip
DECIDED = register_event(
    "directives.evidence_decided", _("Minh chứng tôi gửi được duyệt hoặc trả lại"), group=GROUP, is_mine_default=True,
    texts={"TITLE": "{outcome}", "BODY": "{title}\n\n{note}"},
    places={"title": PLACES["title"], "outcome": _("Được duyệt hay cần bổ sung"), "note": _("Lời của người duyệt")},
    needed={"title", "outcome", "note"}, samples=SAMPLES,
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What recipients are told: the kind of event, and what fills its places beside the directive's own facts."""

    kind: EventKind
    extra: Mapping[str, str] = field(default_factory=dict)

    def values(self, directive: Directive, recipient: Recipient) -> dict[str, Any]:
        """All that fills the places, for one recipient."""
        return {
            "title": directive.title, "issuer": directive.issuer.name, "unit": recipient.unit_name,
            "due": short_date(recipient.due_on), "message": directive.message, **self.extra,
        }  # fmt: skip


@dataclass(frozen=True)
class RungWords(Words):
    """Those of a rung of the ladder, climbed on a day: how long there is comes first."""

    on: date = date.min

    def values(self, directive: Directive, recipient: Recipient) -> dict[str, Any]:
        """All that fills the places, for one recipient."""
        owed = _("báo kết quả") if recipient.acknowledged_at else _("xác nhận đã nhận")
        when = _when((recipient.due_on - self.on).days)
        return {**super().values(directive, recipient), "owed": owed, "when": when}


def _when(days: int) -> Callable[[], str]:
    def said() -> str:
        if days == 0:
            return str(_("Hôm nay đến hạn"))
        if days > 0:
            return ngettext("Còn %(n)d ngày", "Còn %(n)d ngày", days) % {"n": days}
        return ngettext("Quá hạn %(n)d ngày", "Quá hạn %(n)d ngày", -days) % {"n": -days}

    return said


def rung_words(on: date) -> Words:
    """Those of a rung that was climbed on a day."""
    return RungWords(RUNG, on=on)


def issue_words() -> Words:
    """Those of the first notice."""
    return Words(ISSUED)


def reminder_words() -> Words:
    """Those of a reminder by hand."""
    return Words(REMINDED)


def version_words(number: int, change_note: str) -> Words:
    """Those of a new version: what is different comes first."""
    return Words(RENEWED, {"number": str(number), "note": change_note})


def _people(recipients: Sequence[Recipient], at: datetime) -> list[tuple[Recipient, User | None]]:
    """Who acts for each unit now: the denominator is frozen, the people are not."""
    by_unit = officers_of([row.unit_id for row in recipients], timezone.localtime(at).date())
    pairs: list[tuple[Recipient, User | None]] = []
    for row in recipients:
        people: list[User | None] = list(by_unit.get(row.unit_id, []))
        if not people and row.unit.email:
            people = [None]
        pairs += [(row, person) for person in people]
    return pairs


def tell(
    *, directive: Directive, recipients: QuerySet[Recipient], key: str, say: Words, at: datetime,
    only: int | None = None,
) -> int:  # fmt: skip
    """Tell each person of each unit, or `only` one of them; messages that leave carry a personal link.

    Returns how many messages. `key` makes it happen once for each recipient and person, however often it is run.
    """
    count = 0
    ids = list(recipients.order_by("pk").values_list("pk", flat=True).distinct())
    rows = Recipient.objects.select_related("unit").only(*FIELDS).order_by("pk")
    for start in range(0, len(ids), BATCH):
        batch = list(rows.filter(pk__in=ids[start : start + BATCH]))
        pairs = [pair for pair in _people(batch, at) if only is None or (pair[1] and pair[1].pk == only)]
        count += _tell_some(directive, pairs, key, say, at)
    return count


def _fresh(pairs: Sequence[tuple[Recipient, User | None]], key: str) -> list[tuple[str, Recipient, User | None]]:
    """Those who were not told yet, each with the key of the notice."""
    keyed = {f"{key}:{row.pk}:{person.pk if person else 'unit'}": (row, person) for row, person in pairs}
    told = listed_keys([own for own, (_row, person) in keyed.items() if person])
    told |= told_keys([own for own, (_row, person) in keyed.items() if person is None])
    return [(own, row, person) for own, (row, person) in keyed.items() if own not in told]


def _tell_some(
    directive: Directive, pairs: Sequence[tuple[Recipient, User | None]], key: str, say: Words, at: datetime
) -> int:
    people = _fresh(pairs, key)
    tokens = issue_links(
        [
            LinkRequest(f"directives.recipient:{row.pk}", person, person.full_name if person else row.unit_name)
            for _own, row, person in people
        ],
        purpose=LinkPurpose.ACKNOWLEDGE,
        expires_at=at + timedelta(days=settings.CAUNOI.link_days),
        by=None,
        at=at,
    )
    notices, drafts, texts = [], [], worded([say.kind.code])
    for (own, row, person), token in zip(people, tokens, strict=True):
        values = say.values(directive, row)
        facts: dict[str, Any] = {
            "subject": subject_of(row.pk, directive.version_number),
            "topic": f"directives.directive:{directive.pk}",
        }
        if person is None:
            title, body = house_words(say.kind, values, texts)
            drafts.append(
                MessageDraft(
                    channel=Channel.EMAIL, key=key_on(own, Channel.EMAIL), address=row.unit.email, path=f"/d/{token}/",
                    title=title, body=body, not_before_at=quiet_until(at) if say.kind.holds_mail else at, **facts,
                )
            )  # fmt: skip
        else:
            notices.append(
                Notice(
                    person=person, event=say.kind.code, key=own, values=values, topic_label=directive.title,
                    path=f"/directives/{directive.public_id}/", link=f"/d/{token}/", **facts,
                )
            )  # fmt: skip
    return notify(notices=notices, by=None, at=at) + queue_messages(drafts=drafts, by=None, at=at)


def tell_ended(*, directive: Directive, document_id: int, at: datetime) -> int:
    """Tell each who acts for the issuer: what the directive rests on no longer holds."""
    day = timezone.localtime(at).date()
    basis = Document.objects.get(pk=document_id)
    if basis.pk != directive.document_id and not basis.is_public:
        return 0
    name = f"directives.directive:{directive.pk}"
    notices = [
        Notice(
            person=person, event=ENDED.code, subject=name, topic=name, topic_label=directive.title,
            key=f"ended:{document_id}:{directive.pk}:{person.pk}", path=f"/directives/{directive.public_id}/",
            values={"basis": str(basis), "title": directive.title},
        )
        for person in officers_of([directive.issuer_id], day).get(directive.issuer_id, [])
    ]  # fmt: skip
    return notify(notices=notices, by=None, at=at)


def tell_decided(*, evidence: Evidence, at: datetime) -> int:
    """Tell who sent evidence whether it was accepted."""
    if evidence.submitted_by is None:
        return 0
    directive = evidence.recipient.directive
    is_accepted = evidence.state == EvidenceState.ACCEPTED
    notice = Notice(
        person=evidence.submitted_by, event=DECIDED.code, subject=f"directives.evidence:{evidence.pk}",
        key=f"evidence:{evidence.pk}:{evidence.state}", topic=f"directives.directive:{directive.pk}",
        topic_label=directive.title, path=f"/directives/{directive.public_id}/",
        values={
            "title": directive.title, "note": evidence.decision_note,
            "outcome": _("Minh chứng đã được duyệt") if is_accepted else _("Minh chứng cần bổ sung"),
        },
    )  # fmt: skip
    return notify(notices=[notice], by=None, at=at)


def _keepers(recipients: Sequence[Recipient], issuer_id: int, day: date) -> dict[int, list[Recipient]]:
    """The recipients by the nearest unit above them that has people, by their frozen places; the issuer is the last."""
    chains = {row.pk: timetree.ids_of(row.path)[-2::-1] or [issuer_id] for row in recipients}
    people = officers_of({pk for chain in chains.values() for pk in chain} | {issuer_id}, day)
    found: dict[int, list[Recipient]] = {}
    for row in recipients:
        chain = chains[row.pk]
        within = chain[: chain.index(issuer_id) + 1] if issuer_id in chain else [*chain, issuer_id]
        keeper = next((pk for pk in within if pk in people), issuer_id)
        found.setdefault(keeper, []).append(row)
    return found


def _below_values(rows: Sequence[Recipient], *, is_overdue: bool) -> dict[str, Any]:
    count, rest = len(rows), len(rows) - NAMES_MOST

    def counted() -> str:
        if is_overdue:
            return ngettext("%(n)d đơn vị quá hạn", "%(n)d đơn vị quá hạn", count) % {"n": count}
        return ngettext("%(n)d đơn vị chưa có người nhận", "%(n)d đơn vị chưa có người nhận", count) % {"n": count}

    def names() -> str:
        more = [ngettext("và %(n)d đơn vị khác", "và %(n)d đơn vị khác", rest) % {"n": rest}] if rest > 0 else []
        return "\n".join([*(f"- {row.unit_name}" for row in rows[:NAMES_MOST]), *more])

    if is_overdue:
        say, todo = _("Hạn đã qua mà các đơn vị này chưa làm xong:"), _("Mở danh sách đôn đốc để gọi từng nơi.")
    else:
        say = _("Lời nhắc không đến được ai ở:")
        todo = _("Thêm người phụ trách, hoặc nhập hộ từ buổi họp.")
    return {"count": counted, "names": names, "say": say, "todo": todo}


def tell_above(
    *, directive: Directive, recipients: Sequence[Recipient], is_overdue: bool, key: str, at: datetime
) -> int:  # fmt: skip
    """One notice to each person of the units above, about all the recipients below that are overdue, or that nobody acts
    for; safe to run again with the same key. Returns how many messages."""
    day = timezone.localtime(at).date()
    keepers = _keepers(recipients, directive.issuer_id, day)
    people = officers_of(list(keepers), day)
    name = f"directives.directive:{directive.pk}"
    notices = [
        Notice(
            person=person, event=BELOW.code, subject=name, topic=name, topic_label=directive.title,
            values={"title": directive.title, **_below_values(rows, is_overdue=is_overdue)},
            path=f"/directives/{directive.public_id}/chase/", key=f"{key}:{unit_id}:{person.pk}",
        )
        for unit_id, rows in keepers.items()
        for person in people.get(unit_id, [])
    ]  # fmt: skip
    return notify(notices=notices, by=None, at=at)


def tell_newcomers(*, directive: Directive, count: int, key: str, at: datetime) -> int:
    """Tell each who acts for the issuer that units came under the rule; safe to run again with the same key."""
    name = f"directives.directive:{directive.pk}"
    day = timezone.localtime(at).date()
    notices = [
        Notice(
            person=person, event=NEWCOMERS.code, subject=name, topic=name, topic_label=directive.title,
            values={
                "title": directive.title,
                "count": lambda: ngettext("%(n)d đơn vị mới", "%(n)d đơn vị mới", count) % {"n": count},
            },
            path=f"/directives/{directive.public_id}/newcomers/", key=f"{key}:{person.pk}",
        )
        for person in officers_of([directive.issuer_id], day).get(directive.issuer_id, [])
    ]  # fmt: skip
    return notify(notices=notices, by=None, at=at)
