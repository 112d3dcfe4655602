"""Words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecipientRule(TextChoices):
    """By which rule recipients were chosen, before they were frozen."""

    SUBTREE = "SUBTREE", _("Mọi đơn vị thuộc một đơn vị")
    KIND = "KIND", _("Mọi đơn vị một loại")
    AREA = "AREA", _("Mọi đơn vị trên một địa bàn")
    LIST = "LIST", _("Danh sách chọn riêng")


class AcknowledgementChannel(TextChoices):
    """How a unit said that it received; the weight of the proof differs (see rules.EVIDENTIAL_WEIGHT)."""

    ACCOUNT = "ACCOUNT", _("Tài khoản của đơn vị")
    LINK = "LINK", _("Đường dẫn riêng")
    MEETING = "MEETING", _("Nhập hộ từ buổi họp, có danh sách ký")
    ON_BEHALF = "ON_BEHALF", _("Cấp trên nhập hộ")


class EvidenceState(TextChoices):
    """Where a piece of evidence is."""

    SUBMITTED = "SUBMITTED", _("Chờ duyệt")
    ACCEPTED = "ACCEPTED", _("Đã duyệt")
    RETURNED = "RETURNED", _("Trả lại, cần bổ sung")


class Level(TextChoices):
    """The four numerators, in order."""

    DELIVERED = "DELIVERED", _("Đã chuyển đến")
    OPENED = "OPENED", _("Đã mở xem")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Đã xác nhận")
    IMPLEMENTED = "IMPLEMENTED", _("Đã thực hiện")
