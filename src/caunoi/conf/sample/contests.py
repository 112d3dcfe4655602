"""A sample contest that is open for a week, drawn from fifteen questions on the administrative reform; all invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.contests import actions
from caunoi.contests.choices import USUAL_CONSENT, Difficulty, PrizeKind
from caunoi.organisations.models import Unit

GUIDANCE = "Hướng dẫn 12/HD-LĐLĐ"
# Question, options with the right one first, difficulty, basis.
QUESTIONS = (
    ("Hướng dẫn 12/HD-LĐLĐ do cơ quan nào ban hành?", ("Liên đoàn Lao động thành phố Hà Nội", "Ủy ban nhân dân thành phố Hà Nội", "Sở Nội vụ", "Công đoàn xã"), "EASY", GUIDANCE),
    ("Cải cách hành chính giai đoạn 2021–2030 có mấy nội dung?", ("Sáu", "Ba", "Bốn", "Tám"), "EASY", "Nghị quyết 76/NQ-CP"),
    ("Nội dung nào sau đây thuộc sáu nội dung cải cách hành chính?", ("Cải cách chế độ công vụ", "Cải cách chương trình phổ thông", "Cải cách tiền lương doanh nghiệp", "Cải cách tư pháp"), "MEDIUM", "Nghị quyết 76/NQ-CP"),
    ("Một cửa là gì?", ("Nơi nhận hồ sơ và trả kết quả tập trung", "Cửa ra vào trụ sở", "Tên một phần mềm", "Tên một phòng họp"), "EASY", "Nghị định 61/2018/NĐ-CP"),
    ("Đoàn viên có thể gửi phản ánh về thủ tục hành chính bằng cách nào?", ("Qua cổng này, bằng lời, bằng giấy hoặc điện thoại", "Chỉ bằng đơn viết tay", "Chỉ khi có luật sư", "Không gửi được"), "EASY", GUIDANCE),
    ("Công đoàn cơ sở cụ thể hóa kế hoạch truyền thông bao lâu một lần?", ("Hằng năm", "Năm năm một lần", "Mười năm một lần", "Khi có yêu cầu của báo chí"), "MEDIUM", GUIDANCE),
    ("PAR INDEX đo điều gì?", ("Kết quả cải cách hành chính của bộ, tỉnh", "Giá tiêu dùng", "Tốc độ mạng", "Số doanh nghiệp mới"), "MEDIUM", "Quyết định phê duyệt bộ chỉ số cải cách hành chính"),
    ("SIPAS đo điều gì?", ("Sự hài lòng của người dân với cơ quan hành chính", "Chỉ số sản xuất công nghiệp", "Số thẻ đoàn viên", "Số văn bản ban hành"), "MEDIUM", "Phương pháp đo lường sự hài lòng"),
    ("Khi hồ sơ trễ hẹn, cơ quan phải làm gì?", ("Xin lỗi và hẹn lại ngày trả bằng văn bản", "Không phải làm gì", "Thu thêm lệ phí", "Trả lại hồ sơ"), "MEDIUM", "Nghị định 61/2018/NĐ-CP"),
    ("Dịch vụ công trực tuyến toàn trình cho phép điều gì?", ("Nộp, trả phí và nhận kết quả trên mạng", "Chỉ xem hướng dẫn", "Chỉ tải biểu mẫu", "Chỉ đặt lịch hẹn"), "MEDIUM", "Nghị định về dịch vụ công trực tuyến"),
    ("Giám sát của công đoàn nhằm mục đích gì?", ("Bảo vệ quyền lợi của đoàn viên, người lao động", "Thay cơ quan nhà nước ra quyết định", "Xử phạt doanh nghiệp", "Thu hồi giấy phép"), "HARD", "Luật Công đoàn"),
    ("Phản biện xã hội được thực hiện với loại văn bản nào?", ("Dự thảo chủ trương, chính sách", "Bản án đã có hiệu lực", "Hợp đồng giữa hai công ty", "Thư riêng"), "HARD", "Quy chế giám sát và phản biện xã hội"),
    ("Kiến nghị khác khiếu nại ở điểm nào?", ("Kiến nghị nêu ý kiến, khiếu nại đề nghị xem xét lại một quyết định", "Hai việc là một", "Kiến nghị phải nộp lệ phí", "Khiếu nại không cần ghi tên"), "HARD", "Luật Khiếu nại"),
    ("Văn bản điện tử ký số hợp lệ có giá trị thế nào?", ("Như văn bản giấy", "Chỉ để tham khảo", "Chỉ trong nội bộ", "Không có giá trị"), "HARD", "Nghị định 30/2020/NĐ-CP"),
    ("Ai được góp ý vào dự thảo văn bản khi lấy ý kiến?", ("Mọi người chịu tác động", "Chỉ cán bộ", "Chỉ luật sư", "Chỉ nhà báo"), "MEDIUM", "Luật Ban hành văn bản quy phạm pháp luật"),
)  # fmt: skip


def _evening(at: datetime, days: int) -> datetime:
    """Five in the afternoon, so many days later."""
    return timezone.localtime(at + timedelta(days=days)).replace(hour=17, minute=0, second=0, microsecond=0)


def load(at: datetime, city: Unit, by: User) -> None:
    """Questions in the federation's bank, and a contest of two rounds, the first of them open."""
    drafts = [
        actions.QuestionDraft(
            text=text, options=options, correct=0, difficulty=level, basis=basis, tags=("cải cách hành chính",), is_sample=True
        )
        for text, options, level, basis in QUESTIONS
    ]  # fmt: skip
    questions = actions.add_questions(unit=city, drafts=drafts, by=by, at=at)
    draft = actions.ContestDraft(
        title="Tìm hiểu cải cách hành chính năm 2026",
        about="Mười câu hỏi rút ngẫu nhiên về sáu nội dung cải cách hành chính và Hướng dẫn 12/HD-LĐLĐ.\n\n"
        "Đọc tài liệu ở mục Văn bản trước khi thi. Đây là dữ liệu mẫu.",
        rounds=(
            (at - timedelta(hours=2), _evening(at, 7)), (_evening(at, 7) + timedelta(hours=15), _evening(at, 14)),
        ),
        quotas={Difficulty.EASY: 3, Difficulty.HARD: 2}, attempts_per_round=3, consent_text=str(USUAL_CONSENT),
        prizes=(
            ("Giải Nhất", 1, PrizeKind.PERSON.value), ("Giải Nhì", 2, PrizeKind.PERSON.value),
            ("Giải tập thể nhiều người dự thi nhất", 1, PrizeKind.UNIT_COUNT.value),
        ),
        is_sample=True,
    )  # fmt: skip
    contest = actions.make_contest(unit=city, draft=draft, by=by, at=at)
    actions.choose_questions(contest=contest, questions=questions, by=by, at=at)
    actions.announce_contest(contest=contest, by=by, at=at)
