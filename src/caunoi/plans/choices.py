"""Words of the room (sources: DOMAIN §6.4 and §6.5; the genre's practice, chưa đối chiếu)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    """Where a plan is."""

    DRAFT = "DRAFT", _("Đang soạn")
    SUBMITTED = "SUBMITTED", _("Chờ duyệt")
    RETURNED = "RETURNED", _("Trả lại, cần sửa")
    APPROVED = "APPROVED", _("Đã duyệt, đang thực hiện")
    CLOSED = "CLOSED", _("Đã khép lại")
    DISCARDED = "DISCARDED", _("Đã bỏ")


class Adoption(TextChoices):
    """How a task of a lower plan relates to the plan above it."""

    ADDED = "ADDED", _("Thêm mới")
    ADOPTED = "ADOPTED", _("Nhận nguyên văn")
    ADAPTED = "ADAPTED", _("Nhận và điều chỉnh")
    DECLINED = "DECLINED", _("Không nhận, có lý do")


class Carrier(TextChoices):
    """Who carries a task out: it decides what goes down with the cascade, and whose work its progress is."""

    OWN = "OWN", _("Đơn vị tự làm")
    BELOW = "BELOW", _("Cấp dưới làm")
    BOTH = "BOTH", _("Đơn vị và cấp dưới cùng làm")


class PlanAnswer(TextChoices):
    """What a unit said to the plan that came down to it."""

    SILENT = "SILENT", _("Chưa trả lời")
    ADOPTED = "ADOPTED", _("Nhận nguyên văn")
    ADAPTED = "ADAPTED", _("Nhận, có điều chỉnh")
    DECLINED = "DECLINED", _("Không nhận việc nào")


class PlanSource(TextChoices):
    """What a new plan begins with."""

    TEMPLATE = "TEMPLATE", _("Mẫu kế hoạch năm")
    LAST_YEAR = "LAST_YEAR", _("Kế hoạch năm trước")
    DIRECTIVE = "DIRECTIVE", _("Các việc của một chỉ đạo")
    BLANK = "BLANK", _("Trang trắng")


class ActivityForm(TextChoices):
    """Forms of communication (hình thức tuyên truyền)."""

    MEETING = "MEETING", _("Hội nghị, cuộc họp")
    TRAINING = "TRAINING", _("Lớp tập huấn")
    GROUP_MEETING = "GROUP_MEETING", _("Sinh hoạt công đoàn")
    LOUDSPEAKER = "LOUDSPEAKER", _("Phát thanh, loa")
    POSTER = "POSTER", _("Pa-nô, áp phích, bảng tin")
    LEAFLET = "LEAFLET", _("Tờ rơi")
    ARTICLE = "ARTICLE", _("Tin, bài")
    SOCIAL = "SOCIAL", _("Zalo, fanpage, mạng xã hội")
    DIALOGUE = "DIALOGUE", _("Tọa đàm, đối thoại")
    CONTEST = "CONTEST", _("Cuộc thi")
    PERFORMANCE = "PERFORMANCE", _("Văn nghệ, sân khấu hóa")
    GOOD_PRACTICE = "GOOD_PRACTICE", _("Mô hình, sáng kiến")
    COMMENDATION = "COMMENDATION", _("Khen thưởng")
    OTHER = "OTHER", _("Hình thức khác")


class Audience(TextChoices):
    """Whom a task addresses."""

    MEMBERS = "MEMBERS", _("Đoàn viên")
    WORKFORCE = "WORKFORCE", _("Công nhân, viên chức, người lao động")
    UNION_OFFICERS = "UNION_OFFICERS", _("Cán bộ công đoàn")
    ENTERPRISES = "ENTERPRISES", _("Doanh nghiệp, đơn vị sử dụng lao động")
    PUBLIC = "PUBLIC", _("Nhân dân")


class ActivityState(TextChoices):
    """Where a report of an activity is."""

    DRAFT = "DRAFT", _("Bản nháp")
    SUBMITTED = "SUBMITTED", _("Chờ duyệt")
    RETURNED = "RETURNED", _("Trả lại, cần bổ sung")
    ACCEPTED = "ACCEPTED", _("Đã duyệt")
    WITHDRAWN = "WITHDRAWN", _("Đã rút")


class EvidenceKind(TextChoices):
    """What a file of an activity shows."""

    PHOTO = "PHOTO", _("Ảnh")
    SHEET = "SHEET", _("Danh sách ký")
    DOCUMENT = "DOCUMENT", _("Tài liệu")


class Aggregation(TextChoices):
    """How an indicator of units below becomes that of the unit above (ratios are never averaged)."""

    SUM = "SUM", _("Cộng")
    DISTINCT = "DISTINCT", _("Đếm không trùng")
    LATEST = "LATEST", _("Lấy số mới nhất")
    RATIO = "RATIO", _("Tỷ lệ: tổng tử trên tổng mẫu")


class FigureSource(TextChoices):
    """Where a figure comes from."""

    ACTIVITIES = "ACTIVITIES", _("Từ hoạt động đã duyệt")
    SYSTEM = "SYSTEM", _("Hệ thống đếm")
    ENTERED = "ENTERED", _("Đơn vị nhập")


class Question(TextChoices):
    """What a unit is asked once about its report; the answer is kept in `Activity.confirmed`."""

    ABOVE_MEMBERSHIP = "ABOVE_MEMBERSHIP", _("Nhiều người dự hơn số đoàn viên")
    CLOSED_PERIOD = "CLOSED_PERIOD", _("Kỳ báo cáo đã khép lại")
    LIKELY_DOUBLE = "LIKELY_DOUBLE", _("Có thể đã báo rồi")
    NO_FILES = "NO_FILES", _("Chưa có ảnh hay danh sách ký")


# The noun of that number, where it stands behind it.
ITEM_NOUNS = {
    ActivityForm.LOUDSPEAKER: _("lượt phát"),
    ActivityForm.POSTER: _("pa-nô, áp phích"),
    ActivityForm.LEAFLET: _("tờ"),
    ActivityForm.ARTICLE: _("tin, bài"),
    ActivityForm.SOCIAL: _("bài đăng"),
    ActivityForm.COMMENDATION: _("lượt khen"),
}
# Forms at which people are present: their number is asked for.
WITH_PEOPLE = frozenset(
    {
        ActivityForm.MEETING, ActivityForm.TRAINING, ActivityForm.GROUP_MEETING, ActivityForm.DIALOGUE,
        ActivityForm.CONTEST, ActivityForm.PERFORMANCE,
    }
)  # fmt: skip
# What a form counts besides people.
ITEMS = {
    ActivityForm.LOUDSPEAKER: _("Số lượt phát"),
    ActivityForm.POSTER: _("Số pa-nô, áp phích, bảng tin"),
    ActivityForm.LEAFLET: _("Số tờ đã phát"),
    ActivityForm.ARTICLE: _("Số tin, bài"),
    ActivityForm.SOCIAL: _("Số bài đã đăng"),
    ActivityForm.COMMENDATION: _("Số lượt khen thưởng"),
}


class FigureWay(TextChoices):
    """How a figure came in."""

    HAND = "HAND", _("Nhập tay")
    FILE = "FILE", _("Từ bảng tính")


class FigureAnswer(TextChoices):
    """What a unit says when something is counted already for the figure that it enters."""

    REPLACE = "REPLACE", _("Thay bằng số mới nhập")
    KEEP = "KEEP", _("Giữ số đang có, bỏ số mới")
