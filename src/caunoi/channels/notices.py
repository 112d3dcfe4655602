"""What a step of a case is called when its sender is told in words; the way that they came carries it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from caunoi.feedback.models import CaseStep
from caunoi.pure.vietnamese import short_date

# Questions and answers are told as what was said, not as steps.
TOLD = {
    "admit_case": gettext_noop("Việc %(code)s đã được nhận. Hạn trả lời: %(due)s."),
    "assign_case": gettext_noop("Việc %(code)s đã chuyển đến %(unit)s. Hạn trả lời: %(due)s."),
    "transfer_case": gettext_noop("Việc %(code)s đã chuyển đến %(unit)s. Hạn trả lời: %(due)s."),
    "extend_case": gettext_noop("Việc %(code)s được gia hạn. Hạn trả lời mới: %(due)s."),
    "reschedule_case": gettext_noop("Lịch làm việc thay đổi nên hạn trả lời việc %(code)s là %(due)s."),
    "hand_over_case": gettext_noop("Việc %(code)s được bàn giao cho %(unit)s."),
    "pause_case": gettext_noop("Việc %(code)s tạm dừng tính hạn."),
    "resume_case": gettext_noop("Việc %(code)s tính hạn trở lại. Hạn trả lời: %(due)s."),
    "merge_case": gettext_noop("Việc %(code)s được gộp với việc giống thế. Bạn nhận cùng một câu trả lời."),
    "refuse_case": gettext_noop("Việc %(code)s không thuộc diện giải quyết ở đây."),
    "discard_case": gettext_noop("Việc %(code)s không thuộc diện giải quyết ở đây."),
}


def words_of(step: CaseStep) -> str:
    """What happened, and why where that is for the sender."""
    due = short_date(timezone.localtime(step.due_at).date()) if step.due_at else "–"
    unit = step.unit_to.name if step.unit_to else ""
    said = _(TOLD[step.verb]) % {"code": step.case.code, "unit": unit, "due": due}
    return f"{said}\n\n{step.reason}" if step.reason and step.is_reason_public else said
