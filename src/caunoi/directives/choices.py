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


class RungKind(TextChoices):
    """Where a rung of the ladder stands; the first one, the notice of issue, is always there."""

    BEFORE = "BEFORE", _("Trước hạn")
    DUE = "DUE", _("Ngày đến hạn")
    OVERDUE = "OVERDUE", _("Quá hạn")


class RungAudience(TextChoices):
    """Whom a rung tells."""

    UNIT = "UNIT", _("Đơn vị nhận")
    ABOVE = "ABOVE", _("Cấp trên trực tiếp")


class StepOutcome(TextChoices):
    """What became of a rung for one recipient; each is final."""

    TOLD = "TOLD", _("Đã báo")
    NOBODY = "NOBODY", _("Không có người nhận, đã báo cấp trên")
    WAITING = "WAITING", _("Minh chứng đang chờ duyệt, không nhắc")
    ALREADY = "ALREADY", _("Hôm đó đã có người nhắc")
    MISSED = "MISSED", _("Lỡ ngày, nấc sau thay")


class ContactKind(TextChoices):
    """How an officer reached out to a unit."""

    CALL = "CALL", _("Gọi điện")
    VISIT = "VISIT", _("Gặp trực tiếp")
    MESSAGE = "MESSAGE", _("Nhắn tin")


class NextStep(TextChoices):
    """What would help most with a unit that still owes something."""

    FIND_PERSON = "FIND_PERSON", _("Thêm người phụ trách")
    REVIEW = "REVIEW", _("Duyệt minh chứng đang chờ")
    MEND_ADDRESS = "MEND_ADDRESS", _("Sửa địa chỉ nhận tin")
    WAIT_PROMISE = "WAIT_PROMISE", _("Chờ đến ngày hẹn")
    CALL_AGAIN = "CALL_AGAIN", _("Gọi lại")
    MEND_NUMBER = "MEND_NUMBER", _("Sửa số điện thoại")
    CALL = "CALL", _("Gọi điện")
    REMIND = "REMIND", _("Nhắc")
    WAIT = "WAIT", _("Chờ, vừa nhắc")


class ContactOutcome(TextChoices):
    """What came of it."""

    PROMISED = "PROMISED", _("Hẹn làm")
    REACHED = "REACHED", _("Đã nói chuyện, chưa hẹn ngày")
    NO_ANSWER = "NO_ANSWER", _("Không ai nghe")
    WRONG_NUMBER = "WRONG_NUMBER", _("Sai số, sai người")
