"""What we say to officers and to senders about cases. No word of a sender leaves the house by it: codes and deeds only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from caunoi.accounts.models import User
from caunoi.feedback.choices import Channel as Way
from caunoi.feedback.choices import Identity, News
from caunoi.feedback.models import Case, CaseStep, DigestLine, Follower, Sender
from caunoi.notifications.actions import MessageDraft, Notice, notify, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.notifications.queries import quiet_until, register_event
from caunoi.organisations.queries import officers_of
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure.wordings import filled

SHOWN_MOST = 20
# Senders of these are told by the way that they came (caunoi.channels), in words, and hold no receipt.
TALKED_WITH = frozenset({Way.EMAIL, Way.ZALO})
DESK_PATH, MINE_PATH = "/desk/", "/mine/"
RANK = {news: rank for rank, news in enumerate(News.values)}
# Deeds that whoever follows the case is told of, in words that say nothing of its content.
TOLD = {
    "reply_case": gettext_noop("đã có trả lời"), "correct_reply": gettext_noop("trả lời đã được sửa"), "ask_sender": gettext_noop("có câu hỏi cho bạn"),
    "transfer_case": gettext_noop("đã chuyển đơn vị khác trả lời"), "refuse_case": gettext_noop("đã có hướng dẫn sang đúng cửa"),
    "discard_case": gettext_noop("chưa được tiếp nhận, có lý do"), "extend_case": gettext_noop("được gia hạn, có ngày mới và lý do"),
    "reschedule_case": gettext_noop("hạn trả lời thay đổi theo lịch làm việc"), "follow_up_case": gettext_noop("đã trả lời 28 ngày, mời bạn cho biết đã xong chưa"),
    "merge_case": gettext_noop("được gộp với việc cùng nội dung"), "hand_over_case": gettext_noop("được bàn giao cho đơn vị kế thừa"),
}  # fmt: skip


GROUP = gettext_lazy("Phản ánh, kiến nghị")
WORK = register_event(
    "feedback.work", gettext_lazy("Việc đến nơi tôi xử lý: mới, sắp đến hạn, quá hạn"), group=GROUP, is_mine_default=True,
    is_required=True, is_work=True, texts={"TITLE": gettext_noop("Bạn có việc mới"), "BODY": "{list}"},
    places={"list": gettext_lazy("Danh sách việc, mỗi việc một dòng")}, needed={"list"},
    samples={"list": "MD-26-0042: việc mới; hạn trả lời 17:00 01/12/2026"},
)  # fmt: skip
FOLLOWED = register_event(
    "feedback.followed", gettext_lazy("Việc tôi gửi hoặc theo dõi có cập nhật"), group=GROUP, is_mine_default=True,
    texts={
        "TITLE": gettext_noop("Việc bạn theo dõi có cập nhật"),
        "BODY": gettext_noop("Việc {code} {said}.\n\nMở trang theo dõi bằng mã biên nhận để xem."),
    },
    places={"code": gettext_lazy("Mã việc"), "said": gettext_lazy("Việc đã có gì mới")}, needed={"code", "said"},
    samples={"code": "MD-26-0042", "said": "đã có trả lời"},
)  # fmt: skip


def is_quiet(at: datetime) -> bool:
    """Whether officers rest: at night, and on days off by the federation's calendar."""
    local = timezone.localtime(at)
    is_day = settings.CAUNOI.quiet_until_hour <= local.hour < settings.CAUNOI.quiet_from_hour
    return not (is_day and calendar_for(None).is_working(local.date()))


def _at_work(unit_ids: Iterable[int | None], at: datetime) -> list[User]:
    units = [pk for pk in unit_ids if pk]
    people = officers_of(units, timezone.localtime(at).date())
    return [user for pk in units for user in people.get(pk, [])]


def people_of(case: Case, news: str, at: datetime) -> list[User]:
    """Who is to hear of it. Who may not see the case is left out when the digest is made."""
    if news in {News.NEW, News.APART, News.RETURNED, News.EXTENSION}:
        return _at_work([case.desk_id], at)
    if news in {News.OVERDUE, News.HANDED_OVER}:
        return _at_work([case.unit_id, case.desk_id], at)
    if case.handler is not None:
        return [case.handler]
    return _at_work([case.unit_id or case.desk_id], at)


def _line(case: Case, lines: Sequence[DigestLine]) -> str:
    said = sorted({line.news for line in lines}, key=RANK.__getitem__)
    text = f"{case.code}: " + ", ".join(str(News(news).label) for news in said)
    if case.due_at is not None:
        text += _("; hạn trả lời %s") % f"{timezone.localtime(case.due_at):%H:%M %d/%m/%Y}"
    return text


def digest_text(lines: Sequence[DigestLine]) -> str:
    """All that is new, a line a case, the newest first; what is overdue before all else."""
    by_case: dict[int, list[DigestLine]] = {}
    for line in lines:
        by_case.setdefault(line.case_id, []).append(line)
    groups = sorted(
        by_case.values(), key=lambda own: (min(RANK[line.news] for line in own) > RANK[News.OVERDUE], -max(line.pk for line in own))
    )  # fmt: skip
    shown = [_line(own[0].case, own) for own in groups[:SHOWN_MOST]]
    rest = len(groups) - len(shown)
    if rest:
        shown.append(ngettext("và %d việc khác.", "và %d việc khác.", rest) % rest)
    return "\n".join(shown)


def send_digest(*, user: User, lines: Sequence[DigestLine], at: datetime) -> None:
    """Tell what is new. Neither subject nor text holds a word of any sender."""
    notice = Notice(
        person=user, event=WORK.code, subject=f"feedback.digest:{user.pk}", path=DESK_PATH,
        key=f"feedback.digest:{user.pk}:{max(line.pk for line in lines)}", values={"list": lambda: digest_text(lines)},
    )  # fmt: skip
    notify(notices=[notice], by=None, at=at)


def _addresses(case: Case) -> list[tuple[int, str]]:
    """Addresses that senders left, of this case and of those merged into it, each with the case's key."""
    rows = Sender.objects.filter(Q(case=case) | Q(case__merged_into=case)).exclude(case__identity=Identity.RECEIPT)
    rows = rows.exclude(case__channel__in=TALKED_WITH).order_by("case")
    return [(row.case_id, row.contact.strip()) for row in rows if "@" in row.contact]


def _follower_notices(case: Case, step: CaseStep, said: str, at: datetime) -> list[Notice]:
    here = Q(case=case) | Q(case__merged_into=case)
    followers = Follower.objects.filter(here, user__isnull=False, expires_at__gt=at).select_related("user")
    people = {row.user.pk: row.user for row in followers if row.user and row.user_id != step.by_id}
    return [
        Notice(
            person=user, event=FOLLOWED.code, subject=f"feedback.case:{case.pk}", topic=f"feedback.case:{case.pk}",
            topic_label=lambda: _("Việc %s") % case.code, path=MINE_PATH, key=f"feedback.step:{step.pk}:{pk}",
            values={"code": case.code, "said": gettext_lazy(said)},
        )
        for pk, user in people.items()
    ]  # fmt: skip


def _sender_drafts(case: Case, step: CaseStep, said: str, at: datetime) -> list[MessageDraft]:
    title, body = FOLLOWED.texts["TITLE"], FOLLOWED.texts["BODY"]
    facts: dict[str, Any] = {
        "title": _(title), "body": filled(_(body), {"code": case.code, "said": _(said)}),
        "topic": f"feedback.case:{case.pk}", "subject": f"feedback.case:{case.pk}", "not_before_at": quiet_until(at),
    }  # fmt: skip
    return [
        MessageDraft(
            channel=Channel.EMAIL, key=f"feedback.step:{step.pk}:sender:{pk}", address=address,
            path="/feedback/follow/", **facts,
        )
        for pk, address in _addresses(case)
    ]  # fmt: skip


def tell_followers(*, case: Case, step: CaseStep, at: datetime) -> int:
    """Tell whoever follows the case, by account or by the e-mail address that the sender left, that it moved.

    Who left the address of their own account is told as a person, not twice.
    """
    said = TOLD.get(step.verb)
    if said is None or (step.verb == "extend_case" and not step.is_reason_public):
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        people = _follower_notices(case, step, said, at)
        known = {notice.person.email for notice in people}
        drafts = [draft for draft in _sender_drafts(case, step, said, at) if draft.address.lower() not in known]
    return notify(notices=people, by=None, at=at) + (queue_messages(drafts=drafts, by=None, at=at) if drafts else 0)
