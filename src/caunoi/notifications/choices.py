"""Words of the room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """Ways to a person."""

    EMAIL = "EMAIL", _("Thư điện tử")
    IN_APP = "IN_APP", _("Trong ứng dụng")
    SMS = "SMS", _("Tin nhắn SMS")
    ZALO = "ZALO", _("Zalo")
    WEBPUSH = "WEBPUSH", _("Thông báo trên máy")


# Those that a transport carries; in the application a notice is there by being written.
SENDING_CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.ZALO, Channel.WEBPUSH)
# Where a transport tells later whether the message arrived.
RECEIPTED_CHANNELS = frozenset({Channel.SMS, Channel.ZALO})
# What comes next when a channel fails and nobody said otherwise. Mail alone calls for nothing that costs money.
DEFAULT_FALLBACKS: dict[str, tuple[str, ...]] = {
    Channel.WEBPUSH: (Channel.EMAIL,),
    Channel.ZALO: (Channel.SMS, Channel.EMAIL),
    Channel.SMS: (Channel.EMAIL,),
}


class MessageState(TextChoices):
    """Where a message is."""

    QUEUED = "QUEUED", _("Đang chờ gửi")
    SENT = "SENT", _("Đã gửi")
    DELIVERED = "DELIVERED", _("Đã đến nơi")
    FAILED = "FAILED", _("Không gửi được")
    CANCELLED = "CANCELLED", _("Đã thôi gửi")


class AddressKind(TextChoices):
    """What an address is."""

    EMAIL = "EMAIL", _("Thư điện tử")
    PHONE = "PHONE", _("Số điện thoại")


class FailureCode(TextChoices):
    """Why a message did not go, in our words; a transport's own codes stand beside them ("SMTP 550", "ZALO -139")."""

    NO_ADDRESS = "NO_ADDRESS", _("không có địa chỉ")
    BAD_ADDRESS = "BAD_ADDRESS", _("địa chỉ viết sai")
    FOREIGN = "FOREIGN", _("số điện thoại nước ngoài")
    DEAD = "DEAD", _("địa chỉ đã hỏng, không gửi nữa")
    BAD_CONTENT = "BAD_CONTENT", _("nội dung không gửi được")
    TOO_LONG = "TOO_LONG", _("quá dài")
    NO_TEMPLATE = "NO_TEMPLATE", _("chưa có mẫu tin")
    MISSING_PARAMETER = "MISSING_PARAMETER", _("mẫu tin thiếu tham số")
    NO_CONSENT = "NO_CONSENT", _("chưa đồng ý nhận tin qua SMS, Zalo")
    STOPPED = "STOPPED", _("người nhận đã ngừng nhận")
    NO_SUBSCRIPTION = "NO_SUBSCRIPTION", _("chưa bật thông báo trên máy nào")
    UNREACHABLE = "UNREACHABLE", _("không kết nối được")
    NO_ANSWER = "NO_ANSWER", _("mất kết nối giữa chừng")
    KEY = "KEY", _("khóa truy cập bị từ chối")
    QUOTA = "QUOTA", _("hết hạn mức hoặc hết tiền")
    NIGHT = "NIGHT", _("ngoài giờ được gửi")
    OFF = "OFF", _("kênh chưa mở")
    NO_RECEIPT = "NO_RECEIPT", _("chưa có báo nhận")
    EXPIRED = "EXPIRED", _("chờ quá lâu")


class ReceiptStatus(TextChoices):
    """What a transport tells afterwards."""

    DELIVERED = "DELIVERED", _("Đã đến nơi")
    FAILED = "FAILED", _("Không đến nơi")


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
