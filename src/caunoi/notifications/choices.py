"""Words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """Ways to a person."""

    EMAIL = "EMAIL", _("Thư điện tử")
    IN_APP = "IN_APP", _("Trong ứng dụng")


class MessageState(TextChoices):
    """Where a message is."""

    QUEUED = "QUEUED", _("Đang chờ gửi")
    SENT = "SENT", _("Đã gửi")
    FAILED = "FAILED", _("Không gửi được")
