"""Words of the room."""

from django.db.models import IntegerChoices, TextChoices
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


class Frequency(TextChoices):
    """When a person hears of a thing on a channel."""

    AT_ONCE = "AT_ONCE", _("Báo ngay")
    DAILY = "DAILY", _("Gộp mỗi ngày")
    WEEKLY = "WEEKLY", _("Gộp mỗi tuần")
    NEVER = "NEVER", _("Không báo")


class Style(TextChoices):
    """What a person who sets nothing else gets: the three plain choices."""

    MINE = "MINE", _("Việc của tôi báo ngay, còn lại gộp mỗi ngày")
    DIGEST = "DIGEST", _("Gộp tất cả vào một tin mỗi ngày")
    REQUIRED = "REQUIRED", _("Chỉ báo việc bắt buộc")


class Weekday(IntegerChoices):
    """The day of the weekly digest."""

    MONDAY = 0, _("Thứ hai")
    TUESDAY = 1, _("Thứ ba")
    WEDNESDAY = 2, _("Thứ tư")
    THURSDAY = 3, _("Thứ năm")
    FRIDAY = 4, _("Thứ sáu")
    SATURDAY = 5, _("Thứ bảy")
    SUNDAY = 6, _("Chủ nhật")


class Part(TextChoices):
    """The texts of an event that administrators may word."""

    TITLE = "TITLE", _("Tiêu đề")
    BODY = "BODY", _("Nội dung thư và thông báo")
    SMS = "SMS", _("Tin nhắn SMS")
    ZALO = "ZALO", _("Tin Zalo")
