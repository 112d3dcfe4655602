"""Words of the room. Kinds of units are data (UnitKind); these are the few things the rules must know."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitCategory(TextChoices):
    """What a kind of unit is at heart."""

    UNION = "UNION", _("Công đoàn")
    AGENCY = "AGENCY", _("Cơ quan nhà nước")
    ENTERPRISE = "ENTERPRISE", _("Doanh nghiệp, đơn vị sử dụng lao động")
    SOCIAL = "SOCIAL", _("Tổ chức chính trị - xã hội")
    PARTY = "PARTY", _("Tổ chức Đảng")
    AREA = "AREA", _("Địa bàn hành chính")


class Role(TextChoices):
    """What a person is at a unit; the description of each is in docs/reference/roles.md (generated)."""

    ADMINISTRATOR = "ADMINISTRATOR", _("Quản trị hệ thống")
    OFFICER = "OFFICER", _("Cán bộ công đoàn cấp trên")
    CHAIR = "CHAIR", _("Chủ tịch công đoàn cơ sở")
    OFFICIAL = "OFFICIAL", _("Cán bộ cơ quan trả lời")
    MEMBER = "MEMBER", _("Đoàn viên, người lao động")


class UnitEventKind(TextChoices):
    """What can happen to a unit."""

    FOUND = "FOUND", _("Thành lập")
    RENAME = "RENAME", _("Đổi tên")
    MERGE = "MERGE", _("Sáp nhập")
    SPLIT = "SPLIT", _("Chia, tách")
    TRANSFER = "TRANSFER", _("Chuyển về đơn vị cấp trên khác")
    DISSOLVE = "DISSOLVE", _("Kết thúc hoạt động")


class Extent(TextChoices):
    """How much of a unit a successor takes over."""

    WHOLE = "WHOLE", _("Toàn bộ")
    PART = "PART", _("Một phần")


class HandoverScope(TextChoices):
    """What a successor takes over."""

    MEMBERS = "MEMBERS", _("Đoàn viên")
    DOCUMENTS = "DOCUMENTS", _("Văn bản")
    OPEN_CASES = "OPEN_CASES", _("Việc đang giải quyết")


class CalendarDayKind(TextChoices):
    """How a date departs from the week; the words of pure.workdays.DayKind."""

    HOLIDAY = "HOLIDAY", _("Nghỉ lễ, Tết")
    COMP_OFF = "COMP_OFF", _("Nghỉ bù")
    SWAP_OFF = "SWAP_OFF", _("Nghỉ hoán đổi")
    SWAP_WORK = "SWAP_WORK", _("Làm bù")
    CLOSURE = "CLOSURE", _("Cơ quan đóng cửa")
    USUAL = "USUAL", _("Như ngày thường")


class CalendarDayStatus(TextChoices):
    """Whether the text behind a date is there."""

    OFFICIAL = "OFFICIAL", _("Chính thức")
    PROVISIONAL = "PROVISIONAL", _("Tạm tính, chưa đối chiếu")
