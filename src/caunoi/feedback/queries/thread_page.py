"""The thread of a receipt, as a page shows it: where the case stands, what was said, what may be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.feedback import workflow
from caunoi.feedback.choices import EntryKind, FollowerKind, PauseGround, State
from caunoi.feedback.models import Attachment, Case, CaseStep, Entry, Follower, Publication, Rating
from caunoi.feedback.queries.clocks import unfolded
from caunoi.pure import workdays

# How far each state is over the five spans: sent, received, handled, answered, rated.
REACHED = {
    State.SCREENING: 1, State.RECEIVED: 1, State.QUARANTINED: 1, State.ASSIGNED: 2, State.HANDLING: 2,
    State.ANSWERED: 4, State.CLOSED: 5, State.MERGED: 1,
}  # fmt: skip
TONES = {
    State.SCREENING: ("hold", "hourglass"), State.ASSIGNED: ("info", "forward"), State.HANDLING: ("info", "refresh-cw"),
    State.ANSWERED: ("ok", "circle-check"), State.CLOSED: ("ok", "circle-check"), State.REFUSED: ("warn", "info"),
    State.WITHDRAWN: ("hold", "undo-2"),
}  # fmt: skip
DEEDS = ("add_to_case", "rate_case", "reopen_case", "appeal_case")


@dataclass(frozen=True)
class Stage:
    """A span of the strip: `state` is done, now or todo; `share` how much of the deck is filled."""

    label: str
    state: str
    share: str
    at: datetime | None = None
    by: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One line of the thread: "me", "them", "reply" or "system"."""

    kind: str
    at: datetime
    who: str = ""
    text: str = ""
    entry: Entry | None = None
    files: tuple[Attachment, ...] = ()
    is_corrected: bool = False


@dataclass(frozen=True)
class Thread:
    """What a receipt opens. `case` is where the answer comes from; `own` is what was sent with the receipt."""

    own: Case
    case: Case
    state: State
    tone: str
    icon: str
    stages: list[Stage]
    lines: list[Line]
    days: list[workdays.DayLine]
    may: frozenset[str]
    is_apart: bool
    has_question: bool
    publication: Publication | None = None
    rating: Rating | None = None
    # Whoever sent the case; others joined it, and read what was published.
    sees_all: bool = True

    @property
    def due_on(self) -> date | None:
        """The day by which the answer is due."""
        return timezone.localtime(self.case.due_at).date() if self.case.due_at else None


def _stage(number: int, reached: int, label: str, at: datetime | None, by: datetime | None = None) -> Stage:
    if number < reached:
        return Stage(label, "done", "100%", at)
    return Stage(label, "now", "50%", at, by) if number == reached else Stage(label, "todo", "0", None, by)


def steps_of(case: Case) -> list[Stage]:
    """The span strip of a case, from what its row says."""
    state = State(case.state)
    if state in {State.REFUSED, State.WITHDRAWN}:
        end = _("Hướng dẫn") if state == State.REFUSED else _("Đã rút")
        return [_stage(0, 2, _("Đã gửi"), case.received_at), _stage(1, 2, end, case.closed_at)]
    reached = REACHED[state]
    return [
        _stage(0, reached, _("Đã gửi"), case.received_at),
        _stage(1, reached, _("Tiếp nhận"), None, case.accept_due_at),
        _stage(2, reached, _("Giải quyết"), case.accepted_at),
        _stage(3, reached, _("Trả lời"), case.answered_at, case.due_at),
        _stage(4, reached, _("Bạn đánh giá"), None),
    ]


def readable(follower: Follower, case: Case) -> Q:
    """What was said by the holder, the answers, and the questions put to who sent it; never what another sender said."""
    replies = Q(case__in={case.pk, follower.case_id}, kind=EntryKind.REPLY)
    if follower.kind == FollowerKind.ORIGIN:
        return Q(follower=follower) | replies | Q(case=follower.case, kind=EntryKind.QUESTION)
    # Who joined reads earlier answers as they were published: the reply itself may speak of the first sender.
    return Q(follower=follower) | (replies & Q(at__gte=follower.joined_at))


def _entries(follower: Follower, case: Case) -> list[Entry]:
    rows = Entry.objects.filter(readable(follower, case)).select_related("unit", "corrected_by")
    return list(rows.prefetch_related("attachments__file", "citations__document").order_by("at", "id")[:200])


def _line(entry: Entry, follower: Follower) -> Line:
    kind = "reply" if entry.kind == EntryKind.REPLY else "me" if entry.follower_id == follower.pk else "them"
    who = _("Bạn") if kind == "me" else entry.unit.name if entry.unit else _("Nơi tiếp nhận")
    files = tuple(entry.attachments.all())
    return Line(kind, entry.at, who, entry.text, entry, files, hasattr(entry, "corrected_by"))


def _told(step: CaseStep) -> str:
    """A deed of the house in words for the sender; empty where it says nothing to them."""
    unit = step.unit_to.name if step.unit_to else ""
    words = {
        "admit_case": _("Đã được nhận vào"),
        "assign_case": _("Chuyển tới %s") % unit,
        "transfer_case": _("Chuyển sang %s") % unit,
        "accept_case": _("%s bắt đầu giải quyết") % unit,
        "merge_case": _("Gộp với các việc cùng nội dung. Câu trả lời chung hiện ở đây"),
        "unmerge_case": _("Tách ra để trả lời riêng"),
        "resume_case": _("Thời hạn chạy tiếp"),
        "refuse_case": _("Không giải quyết ở đây"),
        "discard_case": _("Không nhận việc này"),
        "reopen_case": _("Mở lại để xem thêm"),
        "appeal_case": _("Chuyển cấp trên xem lại"),
        "withdraw_case": _("Người gửi đã rút"),
        "close_case": _("Khép lại. Bạn vẫn mở lại được"),
        "publish_case": _("Bản tóm tắt đã công bố, không có tên bạn trừ khi bạn chọn"),
        "release_case": _("Đã được nhận vào"),
    }
    if step.verb == "extend_case":
        return _("Gia hạn trả lời") if step.facts.get("days") and step.is_reason_public else ""
    if step.verb == "pause_case":
        ground = step.facts.get("ground", "")
        return _("Tạm dừng thời hạn: %s") % (PauseGround(ground).label if ground in PauseGround else "")
    return str(words.get(step.verb, ""))


def _system(follower: Follower, case: Case) -> list[Line]:
    rows = CaseStep.objects.filter(case__in={follower.case_id, case.pk}).select_related("unit_to")
    if follower.kind != FollowerKind.ORIGIN:
        rows = rows.filter(at__gte=follower.joined_at)
    lines = []
    for step in rows.order_by("id")[:200]:
        text = _told(step)
        # The reason of another sender (reopening, appeal) is their word; only officers' public reasons are shown.
        reason = step.reason if step.is_reason_public and step.by_id is not None else ""
        if text and not (step.verb == "merge_case" and step.case_id == case.pk):
            lines.append(Line("system", step.at, text=f"{text}: {reason}" if reason else f"{text}."))
    return lines


def _may(follower: Follower, case: Case) -> frozenset[str]:
    if case.state == State.QUARANTINED:
        return frozenset()
    verbs = {verb for verb in DEEDS if workflow.may(case.state, verb)}
    if follower.kind == FollowerKind.ORIGIN and workflow.may(follower.case.state, "withdraw_case"):
        verbs.add("withdraw_case")
    return frozenset(verbs)


def thread_for(follower: Follower) -> Thread:
    """The thread. A case that was set apart shows no word of it, and looks like one that was received."""
    own = follower.case
    case = own.merged_into or own
    is_apart = case.state == State.QUARANTINED
    entries = [] if is_apart else _entries(follower, case)
    lines = [_line(entry, follower) for entry in entries] + ([] if is_apart else _system(follower, case))
    replies = [entry for entry in entries if entry.kind == EntryKind.REPLY]
    rating = Rating.objects.filter(follower=follower, entry=replies[-1]).first() if replies else None
    dialogue = [entry for entry in entries if entry.kind in {EntryKind.QUESTION, EntryKind.SENDER_ANSWER}]
    state = State.RECEIVED if is_apart else State(case.state)
    tone, icon = TONES.get(state, ("info", "inbox"))
    return Thread(
        own=own, case=case, state=state, tone=tone, icon=icon, stages=steps_of(case),
        lines=sorted(lines, key=lambda line: line.at), days=unfolded(case) if case.due_at and not is_apart else [],
        may=_may(follower, case), is_apart=is_apart,
        has_question=bool(dialogue) and dialogue[-1].kind == EntryKind.QUESTION,
        publication=Publication.objects.filter(case=case, withdrawn_at=None).first(), rating=rating,
        sees_all=follower.kind == FollowerKind.ORIGIN,
    )  # fmt: skip


def attachment_for(follower: Follower, public_id: Any) -> Attachment:
    """A file of something that the holder may read. Raises Attachment.DoesNotExist otherwise."""
    case = follower.case.merged_into or follower.case
    if case.state == State.QUARANTINED:
        raise Attachment.DoesNotExist
    entries = Entry.objects.filter(readable(follower, case))
    return Attachment.objects.select_related("file").get(public_id=public_id, entry__in=entries)
