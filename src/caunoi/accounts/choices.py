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
    PHONE = "PHONE", _("Nhận tin qua SMS và Zalo")
    SURVEYS = "SURVEYS", _("Được mời góp ý, khảo sát")


# What a person agrees to, word for word as it is kept in the ledger; another wording is another version.
CONSENT_VERSION = "2026-11"
CONSENT_TEXTS = {
    ConsentPurpose.NOTICES: _(
        "Công đoàn dùng họ tên và địa chỉ thư của tôi để gửi tin hoạt động công đoàn. Tôi rút lại lúc nào cũng được, "
        "không cần nêu lý do."
    ),
    ConsentPurpose.PHONE: _(
        "Công đoàn dùng số điện thoại của tôi để gửi tin qua SMS và Zalo. Nhà mạng và Zalo nhận số và nội dung tin, chỉ để "
        "chuyển tin. Tôi rút lại lúc nào cũng được, không cần nêu lý do."
    ),
    ConsentPurpose.SURVEYS: _(
        "Công đoàn dùng họ tên và cách liên lạc của tôi để mời tôi góp ý, khảo sát. Không trả lời thì không sao. Tôi rút lại "
        "lúc nào cũng được."
    ),
}
