"""What we say to units about directives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import gettext_noop as _n
from django.utils.translation import ngettext

from caunoi.accounts.actions import LinkRequest, issue_links
from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.models import User
from caunoi.directives.models import Directive, Recipient
from caunoi.library.models import Document
from caunoi.notifications.actions import MessageDraft, Notice, notify, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.notifications.queries import known_keys, register_event
from caunoi.organisations.queries import officers_of
from caunoi.pure import timetree
from caunoi.pure.vietnamese import short_date

BATCH = 1000
LINK_WORDS = _n("Mở đường dẫn dưới đây để đọc và xác nhận đã nhận. Không cần tài khoản.")
# All that a notice says of a recipient.
FIELDS = ("unit_id", "unit_name", "due_on", "acknowledged_at", "unit__email")
EMAIL_KEY, APP_KEY = "email", "app"
NAMES_MOST = 10
BELOW = register_event(
    "directives.missing_below", _l("Đơn vị cấp dưới quá hạn hoặc chưa có người nhận"), group=_l("Chỉ đạo"),
    is_mine_default=True, is_required=True, is_work=True,
)  # fmt: skip


def quiet_until(at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in."""
    local = timezone.localtime(at)
    until, start = settings.CAUNOI.quiet_until_hour, settings.CAUNOI.quiet_from_hour
    if until <= local.hour < start:
        return at
    day = local if local.hour < until else local + timedelta(days=1)
    return day.replace(hour=until, minute=0, second=0, microsecond=0)


def _facts(directive: Directive, recipient: Recipient) -> dict[str, Any]:
    return {
        "title": directive.title,
        "issuer": directive.issuer.name,
        "unit": recipient.unit_name,
        "due": short_date(recipient.due_on),
    }


class IssueWords:
    """Title and body of the first notice."""

    waits_for_morning = False

    def texts(self, directive: Directive, recipient: Recipient) -> tuple[str, str]:
        """Title and body for one recipient."""
        body = _("%(issuer)s gửi %(unit)s: %(title)s.\n\nHạn: %(due)s.") % _facts(directive, recipient)
        if directive.message:
            body += f"\n\n{directive.message}"
        return directive.title, body + "\n\n" + _(LINK_WORDS)


class ReminderWords(IssueWords):
    """Those of a reminder by hand; it waits for the end of the quiet hours."""

    waits_for_morning = True

    def texts(self, directive: Directive, recipient: Recipient) -> tuple[str, str]:
        """Title and body for one recipient."""
        facts = _facts(directive, recipient)
        return (
            _("Nhắc: %(title)s") % facts,
            _("%(unit)s chưa làm xong việc này. Hạn: %(due)s.\n\nMở đường dẫn dưới đây để xác nhận hoặc báo kết quả.")
            % facts,
        )


@dataclass(frozen=True)
class RungWords(IssueWords):
    """Those of a rung of the ladder: how long there is, in the title."""

    on: date
    waits_for_morning = True

    def texts(self, directive: Directive, recipient: Recipient) -> tuple[str, str]:
        """Title and body for one recipient."""
        facts = _facts(directive, recipient)
        days = (recipient.due_on - self.on).days
        if days > 0:
            title = ngettext("Còn %(n)d ngày: %(title)s", "Còn %(n)d ngày: %(title)s", days)
        elif days == 0:
            title = _("Hôm nay đến hạn: %(title)s")
        else:
            title = ngettext("Quá hạn %(n)d ngày: %(title)s", "Quá hạn %(n)d ngày: %(title)s", -days)
        owed = _("báo kết quả") if recipient.acknowledged_at else _("xác nhận đã nhận")
        body = _("%(unit)s còn thiếu: %(owed)s. Hạn: %(due)s.\n\nXong việc thì các lần nhắc sau tự dừng.")
        return title % {**facts, "n": abs(days)}, body % {**facts, "owed": owed}


@dataclass(frozen=True)
class VersionWords(IssueWords):
    """Those of a new version: what is different comes first."""

    number: int
    change_note: str

    def texts(self, directive: Directive, recipient: Recipient) -> tuple[str, str]:
        """Title and body for one recipient."""
        facts = _facts(directive, recipient) | {"n": self.number, "note": self.change_note}
        body = _("%(issuer)s vừa phát hành bản %(n)d. Khác bản trước: %(note)s\n\nHạn của %(unit)s: %(due)s.") % facts
        again = _("Xác nhận bản trước không tính cho bản này: mở đường dẫn, xem chỗ thay đổi rồi xác nhận lại.")
        return _("Bản %(n)d: %(title)s") % facts, f"{body}\n\n{again}"


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
    *, directive: Directive, recipients: QuerySet[Recipient], key: str, say: IssueWords, at: datetime,
    only: int | None = None,
) -> int:  # fmt: skip
    """One e-mail with a personal link, and one in-app notice, to each person of each unit, or to `only` one of them.

    Returns how many messages.

    `key` makes it happen once for each recipient and person, however often it is run.
    """
    count = 0
    ids = list(recipients.order_by("pk").values_list("pk", flat=True).distinct())
    rows = Recipient.objects.select_related("unit").only(*FIELDS).order_by("pk")
    with translation.override(settings.LANGUAGE_CODE):
        for start in range(0, len(ids), BATCH):
            batch = list(rows.filter(pk__in=ids[start : start + BATCH]))
            pairs = [pair for pair in _people(batch, at) if only is None or (pair[1] and pair[1].pk == only)]
            count += _tell_some(directive, pairs, key, say, at)
    return count


def _fresh(pairs: Sequence[tuple[Recipient, User | None]], key: str) -> list[tuple[str, Recipient, User | None]]:
    """Those who were not told yet, each with the beginning of the keys of their messages.

    A person always gets the in-app notice, and a unit without people the e-mail; both are written in one transaction.
    """
    keyed = [(f"{key}:{row.pk}:{person.pk if person else 'unit'}", row, person) for row, person in pairs]
    asked = {f"{own}:{APP_KEY if person else EMAIL_KEY}": (own, row, person) for own, row, person in keyed}
    known = known_keys(asked)
    return [item for name, item in asked.items() if name not in known]


def _tell_some(
    directive: Directive, pairs: Sequence[tuple[Recipient, User | None]], key: str, say: IssueWords, at: datetime
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
    drafts = []
    for (own, row, person), token in zip(people, tokens, strict=True):
        title, body = say.texts(directive, row)
        facts: dict[str, Any] = {
            "title": title[:200],
            "body": body,
            "subject": f"directives.recipient:{row.pk}",
            "topic": f"directives.directive:{directive.pk}",
            "not_before_at": quiet_until(at) if say.waits_for_morning else at,
        }
        has_address = bool(person.email) if person else bool(row.unit.email)
        if has_address:
            drafts.append(
                MessageDraft(
                    channel=Channel.EMAIL, key=f"{own}:{EMAIL_KEY}", recipient=person,
                    address="" if person else row.unit.email, path=f"/d/{token}/", **facts,
                )
            )  # fmt: skip
        if person:
            path = f"/directives/{directive.public_id}/"
            drafts.append(
                MessageDraft(channel=Channel.IN_APP, key=f"{own}:{APP_KEY}", recipient=person, path=path, **facts)
            )
    return queue_messages(drafts=drafts, by=None, at=at)


def tell_ended(*, directive: Directive, document_id: int, at: datetime) -> int:
    """An in-app notice to each who acts for the issuer: what the directive rests on no longer holds."""
    day = timezone.localtime(at).date()
    basis = Document.objects.get(pk=document_id)
    if basis.pk != directive.document_id and not basis.is_public:
        return 0
    body = _("%(basis)s hết hiệu lực hoặc bị đình chỉ. Xem lại chỉ đạo “%(title)s”: sửa căn cứ, hoặc giao văn bản mới.")
    drafts = [
        MessageDraft(
            channel=Channel.IN_APP, title=_("Chỉ đạo dựa trên văn bản hết hiệu lực"),
            body=body % {"basis": basis, "title": directive.title}, subject=f"directives.directive:{directive.pk}",
            key=f"ended:{document_id}:{directive.pk}:{person.pk}", recipient=person,
            path=f"/directives/{directive.public_id}/",
        )
        for person in officers_of([directive.issuer_id], day).get(directive.issuer_id, [])
    ]  # fmt: skip
    return queue_messages(drafts=drafts, by=None, at=at)


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


def _listed(rows: Sequence[Recipient]) -> str:
    names = "\n".join(f"- {row.unit_name}" for row in rows[:NAMES_MOST])
    rest = len(rows) - NAMES_MOST
    more = ngettext("và %(n)d đơn vị khác", "và %(n)d đơn vị khác", rest) % {"n": rest} if rest > 0 else ""
    return f"{names}\n{more}".strip()


def tell_above(
    *, directive: Directive, recipients: Sequence[Recipient], is_overdue: bool, key: str, at: datetime
) -> int:  # fmt: skip
    """One notice to each person of the units above, about all the recipients below that are overdue, or that nobody acts
    for; safe to run again with the same key. Returns how many notices."""
    day = timezone.localtime(at).date()
    keepers = _keepers(recipients, directive.issuer_id, day)
    people = officers_of(list(keepers), day)
    notices = []
    with translation.override(settings.LANGUAGE_CODE):
        for unit_id, rows in keepers.items():
            count = len(rows)
            if is_overdue:
                title = ngettext("%(n)d đơn vị quá hạn: %(title)s", "%(n)d đơn vị quá hạn: %(title)s", count)
                body = _("Hạn đã qua mà các đơn vị này chưa làm xong:\n%(names)s\n\nMở danh sách để gọi từng nơi.")
            else:
                title = ngettext(
                    "%(n)d đơn vị chưa có người nhận: %(title)s", "%(n)d đơn vị chưa có người nhận: %(title)s", count
                )
                body = _("Lời nhắc không đến được ai ở:\n%(names)s\n\nThêm người phụ trách, hoặc nhập hộ từ buổi họp.")
            facts = {"n": count, "title": directive.title, "names": _listed(rows)}
            notices += [
                Notice(
                    person=person, event=BELOW.code, subject=f"directives.directive:{directive.pk}",
                    topic=f"directives.directive:{directive.pk}", topic_label=directive.title, title=title % facts,
                    body=body % facts, path=f"/directives/{directive.public_id}/chase/",
                    key=f"{key}:{unit_id}:{person.pk}",
                )
                for person in people.get(unit_id, [])
            ]  # fmt: skip
    notify(notices=notices, by=None, at=at)
    return len(notices)
