"""Words of the room (sources: the rules of contests of LĐLĐ quận Bình Tân 2022, 68/KH-TLĐ 2020, LĐLĐ Vĩnh Phúc 2021)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Difficulty(TextChoices):
    """How hard a question is, by the person who keeps the bank."""

    EASY = "EASY", pgettext_lazy("difficulty", "Dễ")
    MEDIUM = "MEDIUM", pgettext_lazy("difficulty", "Vừa")
    HARD = "HARD", pgettext_lazy("difficulty", "Khó")


class QuestionState(TextChoices):
    """Whether a contest may take a question. What a machine proposes is no question before a person confirms it."""

    CONFIRMED = "CONFIRMED", _("Dùng được")
    RETIRED = "RETIRED", _("Không dùng nữa")


class ContestState(TextChoices):
    """Where a contest is on its way; whether a round is open follows from its times."""

    DRAFT = "DRAFT", _("Đang soạn")
    ANNOUNCED = "ANNOUNCED", _("Đã phát động")
    DECIDED = "DECIDED", _("Đã công bố kết quả")
    CANCELLED = "CANCELLED", _("Đã hủy")


class Eligibility(TextChoices):
    """Who may take part."""

    ACCOUNT = "ACCOUNT", _("Người có tài khoản")
    ANYONE = "ANYONE", _("Mọi người, không cần tài khoản")


class Ending(TextChoices):
    """How a paper came to its end."""

    SUBMITTED = "SUBMITTED", _("Đã nộp")
    TIME_UP = "TIME_UP", _("Hết giờ")
    CLOSED = "CLOSED", _("Đợt thi đóng")


class TieBreak(TextChoices):
    """What decides between papers with equally many right answers."""

    PREDICTION = "PREDICTION", _("Dự đoán gần đúng nhất")
    DURATION = "DURATION", _("Làm bài nhanh nhất")
    EARLIEST = "EARLIEST", _("Nộp sớm nhất")


class PrizeKind(TextChoices):
    """What a prize is given for."""

    PERSON = "PERSON", _("Cá nhân")
    UNIT_COUNT = "UNIT_COUNT", _("Tập thể nhiều người dự thi nhất")
    UNIT_RATE = "UNIT_RATE", _("Tập thể có tỷ lệ dự thi cao nhất")


class FlagKind(TextChoices):
    """What the machine noticed; a person decides (pure/irregularities.py)."""

    FAST = "FAST", _("Làm nhanh bất thường")
    SAME_WRONG = "SAME_WRONG", _("Sai giống hệt người cùng đơn vị")
    SAME_NAME = "SAME_NAME", _("Trùng tên trong một đơn vị")


class FlagState(TextChoices):
    """What a person said of it."""

    OPEN = "OPEN", _("Chờ người xem")
    DISMISSED = "DISMISSED", _("Không sao")
    UPHELD = "UPHELD", _("Không công nhận kết quả")


# What an officer may change; 180 days is what actions.deciding keeps.
USUAL_CONSENT = _(
    "Ban tổ chức dùng họ tên, số điện thoại và đơn vị của bạn để xếp giải và trao giải, rồi xóa sau 180 ngày kể từ ngày "
    "công bố. Nếu bạn đạt giải, họ tên và đơn vị được công bố, số điện thoại che các số giữa."
)
