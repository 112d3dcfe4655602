"""Words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkPurpose(TextChoices):
    """What a personal link may be used for: one thing each."""

    ACKNOWLEDGE = "ACKNOWLEDGE", _("Xem và xác nhận chỉ đạo")
    SET_PASSWORD = "SET_PASSWORD", _("Đặt mật khẩu lần đầu")
    CALENDAR = "CALENDAR", _("Xem lịch kế hoạch của đơn vị")


class ConsentPurpose(TextChoices):
    """Purposes of processing, asked one by one (Luật 91/2025/QH15: no bundling)."""

    NOTICES = "NOTICES", _("Nhận thông báo của công đoàn")
    SURVEYS = "SURVEYS", _("Được mời góp ý, khảo sát")
