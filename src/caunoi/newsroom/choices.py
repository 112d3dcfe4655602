"""Words of the room (sources: DOMAIN glossary; HD 12/HD-LĐLĐ 18/6/2021 as the seed article tells it)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArticleKind(TextChoices):
    """What an article is; the last four are the series that units nominate for."""

    NEWS = "NEWS", _("Tin")
    GUIDE = "GUIDE", _("Hướng dẫn dễ hiểu")
    GOOD_EXAMPLE = "GOOD_EXAMPLE", _("Gương điển hình")
    GOOD_MODEL = "GOOD_MODEL", _("Mô hình hay")
    INITIATIVE = "INITIATIVE", _("Sáng kiến")
    COMMENDATION = "COMMENDATION", _("Khen thưởng")


SERIES = (ArticleKind.GOOD_EXAMPLE, ArticleKind.GOOD_MODEL, ArticleKind.INITIATIVE, ArticleKind.COMMENDATION)


class ArticleState(TextChoices):
    """Where an article is on its way; which deed leads where: workflow.py."""

    DRAFT = "DRAFT", _("Đang soạn")
    IN_REVIEW = "IN_REVIEW", _("Chờ duyệt")
    APPROVED = "APPROVED", _("Đã duyệt")
    SCHEDULED = "SCHEDULED", _("Hẹn giờ đăng")
    PUBLISHED = "PUBLISHED", _("Đã đăng")
    WITHDRAWN = "WITHDRAWN", _("Đã gỡ")
    DISCARDED = "DISCARDED", _("Đã bỏ")


class Verdict(TextChoices):
    """What a reviewer said of one revision."""

    APPROVE = "APPROVE", _("Đồng ý đăng")
    RETURN = "RETURN", _("Trả lại để sửa")


class Readership(TextChoices):
    """The kind of reader a text is written for."""

    MEMBER = "MEMBER", _("Đoàn viên, người lao động")
    UNION_OFFICER = "UNION_OFFICER", _("Cán bộ công đoàn")
    CIVIL_SERVANT = "CIVIL_SERVANT", _("Cán bộ, công chức, viên chức")
    ENTERPRISE = "ENTERPRISE", _("Doanh nghiệp, người sử dụng lao động")


class Locality(TextChoices):
    """The kind of place a text is written for (địa bàn)."""

    URBAN = "URBAN", _("Đô thị")
    RURAL = "RURAL", _("Nông thôn")
    INDUSTRIAL = "INDUSTRIAL", _("Khu, cụm công nghiệp")


class AgeBand(TextChoices):
    """The age a text is written for."""

    YOUNG = "YOUNG", _("Đến 30 tuổi")
    MIDDLE = "MIDDLE", _("31–50 tuổi")
    SENIOR = "SENIOR", _("Trên 50 tuổi")


class Form(TextChoices):
    """A form that an article's text takes beside its web page."""

    EMAIL = "EMAIL", _("Thư điện tử")
    SMS = "SMS", _("Tin nhắn SMS")
    ZALO = "ZALO", _("Tin Zalo")
    LEAFLET_A5 = "LEAFLET_A5", _("Tờ rơi A5")
    LEAFLET_A4 = "LEAFLET_A4", _("Tờ rơi A4")
    POSTER = "POSTER", _("Áp phích")
    SCRIPT = "SCRIPT", _("Bản tin phát thanh")
    QUIZ = "QUIZ", _("Câu hỏi trắc nghiệm")
    SLIDES = "SLIDES", _("Trang trình chiếu")


class Channel(TextChoices):
    """How a publication reached people."""

    WEB = "WEB", _("Trang web")
    NOTICE = "NOTICE", _("Thông báo trong hệ thống")
    EMAIL = "EMAIL", _("Thư điện tử")
    SMS = "SMS", _("Tin nhắn SMS")
    ZALO = "ZALO", _("Zalo")
    LEAFLET = "LEAFLET", _("Tờ rơi, áp phích")
    LOUDSPEAKER = "LOUDSPEAKER", _("Loa phát thanh")
    MEETING = "MEETING", _("Sinh hoạt, hội nghị")


class NominationState(TextChoices):
    """Where a nomination from below is."""

    SENT = "SENT", _("Mới gửi")
    SELECTED = "SELECTED", _("Đã chọn")
    DECLINED = "DECLINED", _("Chưa chọn")
    PUBLISHED = "PUBLISHED", _("Đã đăng")


class WordingKind(TextChoices):
    """Which table a wording belongs to."""

    ABBREVIATION = "ABBREVIATION", _("Chữ viết tắt, đọc ra là")
    PHRASE = "PHRASE", _("Cụm từ khó, nói dễ hiểu hơn là")


class RunState(TextChoices):
    """Where leaflets for the units of a branch are."""

    QUEUED = "QUEUED", _("Đang chờ")
    RUNNING = "RUNNING", _("Đang làm")
    DONE = "DONE", _("Đã xong")
    FAILED = "FAILED", _("Không làm được")
