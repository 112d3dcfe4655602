"""Words of the room (sources: NĐ 20/2008/NĐ-CP art. 3; Luật Tiếp công dân art. 2; Luật Khiếu nại art. 2; Luật Tố cáo art. 2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a text is. Only the first three are handled here; for the others the right door is shown."""

    REFLECTION = "REFLECTION", _("Phản ánh")
    RECOMMENDATION = "RECOMMENDATION", _("Kiến nghị")
    INFORMATION = "INFORMATION", _("Thông tin tham khảo")
    COMPLAINT = "COMPLAINT", _("Khiếu nại")
    DENUNCIATION = "DENUNCIATION", _("Tố cáo")
    LABOUR_DISPUTE = "LABOUR_DISPUTE", _("Tranh chấp lao động với người sử dụng lao động")
    EMERGENCY = "EMERGENCY", _("Việc khẩn cấp")


HANDLED_KINDS = frozenset({Kind.REFLECTION, Kind.RECOMMENDATION, Kind.INFORMATION})


class State(TextChoices):
    """Where a case is; which verb leads where is in workflow.py."""

    SCREENING = "SCREENING", _("Chờ lọc")
    RECEIVED = "RECEIVED", _("Đã nhận, chờ phân loại")
    QUARANTINED = "QUARANTINED", _("Cách ly")
    ASSIGNED = "ASSIGNED", _("Đã chuyển đơn vị trả lời")
    HANDLING = "HANDLING", _("Đang giải quyết")
    ANSWERED = "ANSWERED", _("Đã trả lời")
    CLOSED = "CLOSED", _("Đã khép lại")
    REFUSED = "REFUSED", _("Không thuộc diện giải quyết")
    WITHDRAWN = "WITHDRAWN", _("Người gửi đã rút")
    MERGED = "MERGED", _("Đã gộp vào việc khác")


# Someone still owes something. The order is that of the partial indexes.
OPEN_STATES = (State.RECEIVED, State.ASSIGNED, State.HANDLING)
DONE_STATES = (State.ANSWERED, State.CLOSED, State.REFUSED)


class Identity(TextChoices):
    """Who may know the sender."""

    PUBLIC = "PUBLIC", _("Công khai tên")
    HANDLER = "HANDLER", _("Chỉ người xử lý biết")
    RECEIPT = "RECEIPT", _("Chỉ dùng mã biên nhận")


class Channel(TextChoices):
    """The door that a case came in by (TT 05/2021/TT-TTCP: registered at once, with its source)."""

    WEB = "WEB", _("Trang web")
    EMAIL = "EMAIL", _("Thư điện tử")
    ZALO = "ZALO", _("Zalo")
    HOTLINE = "HOTLINE", _("Đường dây nóng")
    PAPER = "PAPER", _("Đơn giấy")
    IN_PERSON = "IN_PERSON", _("Trực tiếp")
    OPEN311 = "OPEN311", _("Open311")
    API = "API", _("Phần mềm khác")
    PETITION = "PETITION", _("Kiến nghị tập thể của công đoàn")


class Urgency(TextChoices):
    """The three levels of QĐ 1207/QĐ-UBND (Hà Nội, 28/2/2025)."""

    NORMAL = "NORMAL", _("Bình thường")
    COMPLEX = "COMPLEX", _("Phức tạp")
    URGENT = "URGENT", _("Khẩn")


class EntryKind(TextChoices):
    """One utterance of the dialogue."""

    STORY = "STORY", _("Lời người gửi")
    ADDITION = "ADDITION", _("Người gửi bổ sung")
    QUESTION = "QUESTION", _("Hỏi người gửi")
    SENDER_ANSWER = "SENDER_ANSWER", _("Người gửi trả lời")
    REPLY = "REPLY", _("Trả lời chính thức")
    NOTE = "NOTE", _("Ghi chú nội bộ")


# What the sender, and whoever follows the case by a receipt, may read.
SHOWN_TO_FOLLOWERS = (EntryKind.STORY, EntryKind.ADDITION, EntryKind.QUESTION, EntryKind.SENDER_ANSWER, EntryKind.REPLY)


class FollowerKind(TextChoices):
    """How a receipt came to follow a case."""

    ORIGIN = "ORIGIN", _("Người gửi")
    VOICE = "VOICE", _("Cùng tiếng nói")
    PETITIONER = "PETITIONER", _("Người góp vào kiến nghị tập thể")


class Outcome(TextChoices):
    """What came of a case (NĐ 20/2008/NĐ-CP art. 15)."""

    DONE = "DONE", _("Đã làm xong")
    PLANNED = "PLANNED", _("Sẽ làm, có thời hạn")
    RULE_CHANGED = "RULE_CHANGED", _("Đã sửa đổi, bổ sung hoặc bãi bỏ quy định")
    REFERRED = "REFERRED", _("Đã kiến nghị cấp có thẩm quyền")
    EXPLAINED = "EXPLAINED", _("Giải thích, không thay đổi")


class RefusalGround(TextChoices):
    """Why a case is not handled here; each is told to the sender with the right door."""

    COMPLAINT = "COMPLAINT", _("Là khiếu nại")
    DENUNCIATION = "DENUNCIATION", _("Là tố cáo")
    LABOUR_DISPUTE = "LABOUR_DISPUTE", _("Là tranh chấp lao động")
    EMERGENCY = "EMERGENCY", _("Là việc khẩn cấp")
    COURT = "COURT", _("Tòa án hoặc cơ quan khác đang giải quyết")
    ALREADY_GUIDED = "ALREADY_GUIDED", _("Đã được hướng dẫn một lần về cùng nội dung")
    UNCLEAR = "UNCLEAR", _("Nội dung không rõ, đã hỏi lại mà không có trả lời")
    STATE_SECRET = "STATE_SECRET", _("Có nội dung bí mật nhà nước")
    SPAM = "SPAM", _("Quảng cáo hoặc gửi tự động")


class PauseGround(TextChoices):
    """The only grounds on which the clock may stand still (NĐ 155/2026/NĐ-CP art. 28a)."""

    FORCE_MAJEURE = "FORCE_MAJEURE", _("Bất khả kháng: thiên tai, dịch bệnh, hỏa hoạn")
    OBSTACLE = "OBSTACLE", _("Trở ngại khách quan: ốm đau, đi công tác xa, giấy tờ bị tạm giữ")
    OTHER_BODY = "OTHER_BODY", _("Chờ kết luận của cơ quan khác theo luật")


class RecusalSource(TextChoices):
    """How it became known that an officer or unit is named in a case."""

    NAMED = "NAMED", _("Người gửi nêu")
    MATCHED = "MATCHED", _("Máy nhận ra trong nội dung")
    DECLARED = "DECLARED", _("Người xử lý tự khai")
    ADDED = "ADDED", _("Cán bộ khác bổ sung")


class RatingReason(TextChoices):
    """Why a sender rates an answer as they do."""

    SOLVED = "SOLVED", _("Việc đã được giải quyết")
    FAST = "FAST", _("Trả lời nhanh")
    CLEAR = "CLEAR", _("Trả lời rõ ràng")
    SLOW = "SLOW", _("Trả lời chậm")
    GENERIC = "GENERIC", _("Trả lời chung chung")
    NO_PROOF = "NO_PROOF", _("Không có ảnh hoặc giấy tờ chứng minh")
    NOT_DONE = "NOT_DONE", _("Nói đã làm nhưng chưa làm")
    RUDE = "RUDE", _("Thái độ chưa đúng mực")


class ExtensionState(TextChoices):
    """Where a request for more time is."""

    ASKED = "ASKED", _("Chờ duyệt")
    APPROVED = "APPROVED", _("Đã duyệt")
    REJECTED = "REJECTED", _("Không duyệt")


class PetitionState(TextChoices):
    """Where a collective petition is."""

    GATHERING = "GATHERING", _("Đang gom ý kiến")
    FORWARDED = "FORWARDED", _("Đã chuyển đi")
    CANCELLED = "CANCELLED", _("Đã dừng")


class DataRight(TextChoices):
    """Rights of the person whose data it is (Luật 91/2025/QH15 art. 4)."""

    VIEW = "VIEW", _("Xem dữ liệu của mình")
    CORRECT = "CORRECT", _("Sửa dữ liệu")
    DELETE = "DELETE", _("Xóa dữ liệu")
    RESTRICT = "RESTRICT", _("Hạn chế xử lý")
    OBJECT = "OBJECT", _("Phản đối xử lý")
    WITHDRAW = "WITHDRAW", _("Rút lại sự đồng ý")


class DataRequestState(TextChoices):
    """Where such a request is."""

    RECEIVED = "RECEIVED", _("Mới nhận")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Đã xác nhận")
    DONE = "DONE", _("Đã thực hiện")
    REFUSED = "REFUSED", _("Từ chối, có lý do")


class News(TextChoices):
    """What an officer is told of a case, in the order of a digest."""

    ABOVE = "ABOVE", _("quá hạn đã 3 ngày làm việc, chuyển lên cấp trên")
    OVERDUE = "OVERDUE", _("quá hạn")
    DUE_SOON = "DUE_SOON", _("sắp đến hạn")
    APART = "APART", _("việc cần xem riêng")
    NEW = "NEW", _("việc mới")
    ASSIGNED = "ASSIGNED", _("được giao đến")
    RETURNED = "RETURNED", _("được trả về nơi tiếp nhận")
    REOPENED = "REOPENED", _("người gửi đề nghị xem lại")
    SAID = "SAID", _("người gửi viết thêm")
    EXTENSION = "EXTENSION", _("có đề nghị gia hạn")
    DECIDED = "DECIDED", _("đề nghị gia hạn đã được quyết định")
    HANDED_OVER = "HANDED_OVER", _("được bàn giao sau sắp xếp đơn vị")


class RetentionGroup(TextChoices):
    """What a retention rule is for."""

    ANSWERED = "ANSWERED", _("Việc đã trả lời")
    REFUSED = "REFUSED", _("Việc không thuộc diện giải quyết")
    WITHDRAWN = "WITHDRAWN", _("Việc người gửi đã rút")


class RemovalState(TextChoices):
    """Where a list of expired cases is."""

    LISTED = "LISTED", _("Chờ người khác xác nhận")
    CONFIRMED = "CONFIRMED", _("Đang xóa")
    DONE = "DONE", _("Đã xóa")
    CANCELLED = "CANCELLED", _("Đã bỏ danh sách")
