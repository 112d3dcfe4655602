"""Words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InboundOutcome(TextChoices):
    """What became of something that came in."""

    CASE = "CASE", _("Thành việc mới")
    ADDITION = "ADDITION", _("Ghi thêm vào việc")
    TALK = "TALK", _("Hỏi đáp trước khi gửi")
    IGNORED = "IGNORED", _("Bỏ qua, không do người viết")
    REFUSED = "REFUSED", _("Không nhận được, đã báo lại")


class PaperState(TextChoices):
    """How far a paper is."""

    QUEUED = "QUEUED", _("Chờ máy đọc")
    READING = "READING", _("Máy đang đọc")
    READY = "READY", _("Chờ người kiểm tra")
    FAILED = "FAILED", _("Máy không đọc được")
    TAKEN = "TAKEN", _("Đã thành việc")
    DISCARDED = "DISCARDED", _("Đã bỏ")
