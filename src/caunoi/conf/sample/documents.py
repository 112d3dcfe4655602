"""Sample documents: symbols, dates and titles are facts of public documents; the texts are our own, and marked."""

from __future__ import annotations

from datetime import date, datetime

from caunoi.accounts.models import User
from caunoi.library import actions
from caunoi.library.actions import Confirmed
from caunoi.library.choices import ReformArea, RelationKind, Tier
from caunoi.library.models import Document
from caunoi.organisations.models import Unit

NOTE = "Dữ liệu mẫu: phần chữ do nhóm làm phần mềm viết để chạy thử, không phải văn bản gốc.\n\n"
TEXT = (
    NOTE
    + """Điều 1. Phạm vi
1. Hướng dẫn mẫu này nói về việc thông tin, tuyên truyền cải cách hành chính trong các cấp công đoàn.
2. Mọi công đoàn cơ sở đều thực hiện, không trừ nơi nào.
Điều 2. Việc của công đoàn cơ sở
1. Phổ biến sáu nội dung cải cách hành chính đến từng đoàn viên:
a) bằng buổi sinh hoạt;
b) bằng bảng tin, loa, tin nhắn.
2. Mở kênh nhận ý kiến và ghi lại số ý kiến nhận được.
3. Giám sát, phản biện xã hội theo Quyết định số 217-QĐ/TW.
Điều 3. Báo cáo
1. Báo việc đã làm kèm ảnh hoặc biên bản trước ngày 15 tháng 12 hằng năm.
"""
)

OVERSIGHT = (
    NOTE
    + """Điều 1. Giám sát và phản biện xã hội
1. Giám sát là theo dõi, phát hiện, kiến nghị về việc thực hiện chủ trương, pháp luật.
2. Phản biện xã hội là nhận xét, nêu chính kiến đối với dự thảo văn bản.
Điều 2. Công đoàn cơ sở giám sát
1. Chọn nội dung sát với quyền lợi của đoàn viên, người lao động.
2. Gửi kết quả giám sát, phản biện cho nơi được giám sát:
a) bằng văn bản, trong 10 ngày làm việc kể từ ngày kết thúc;
b) niêm yết tại nơi làm việc để mọi người đọc.
Điều 3. Trả lời
1. Nơi nhận kiến nghị sau giám sát trả lời bằng văn bản.
"""
)
INNER = NOTE + "Điều 1. Việc phải làm\n1. Giám sát, phản biện tại ba công đoàn cơ sở trong quý I.\n2. Chưa công khai."


def _load_oversight(at: datetime, owner: Unit, by: User) -> None:
    """A public rule about oversight, and a plan that stays within the federation."""
    oversight = Confirmed(
        title="Quy chế giám sát và phản biện xã hội của Mặt trận Tổ quốc Việt Nam và các đoàn thể chính trị - xã hội",
        type_name="Quyết định", issuer="Bộ Chính trị", tier=Tier.PARTY, symbol="217-QĐ/TW",
        issued_on=date(2013, 12, 12), effective_on=date(2013, 12, 12), areas=(ReformArea.INSTITUTIONS,),
    )  # fmt: skip
    inner = Confirmed(
        title="Kế hoạch giám sát, phản biện nội bộ (mẫu)", type_name="Kế hoạch", issuer=owner.name, tier=Tier.UNION,
        areas=(ReformArea.INSTITUTIONS,), is_public=False,
    )  # fmt: skip
    for values, text in ((oversight, OVERSIGHT), (inner, INNER)):
        actions.confirm_reading(reading=None, values=values, owner=owner, by=by, at=at, text=text, is_sample=True)


def load(at: datetime, owner: Unit, by: User) -> Document:
    """Documents that speak of each other, one of them kept within the federation; returns the guidance that the sample directive rests on."""
    resolution = Confirmed(
        title="Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030",
        type_name="Nghị quyết", issuer="Chính phủ", tier=Tier.CENTRAL, symbol="76/NQ-CP", issued_on=date(2021, 7, 15),
        effective_on=date(2021, 7, 15), period_from_year=2021, period_to_year=2030, areas=tuple(ReformArea.values),
        summary="Sáu nội dung cải cách: thể chế, thủ tục, bộ máy, công vụ, tài chính công, chính quyền số.",
    )  # fmt: skip
    actions.confirm_reading(
        reading=None, values=resolution, owner=owner, by=by, at=at, text=NOTE + resolution.summary, is_sample=True
    )
    guidance = Confirmed(
        title="Thông tin, tuyên truyền cải cách hành chính nhà nước của Thành phố giai đoạn 2021-2025",
        type_name="Hướng dẫn", issuer="Liên đoàn Lao động thành phố Hà Nội", tier=Tier.UNION, symbol="12/HD-LĐLĐ",
        issued_on=date(2021, 6, 18), effective_on=date(2021, 6, 18), period_from_year=2021, period_to_year=2025,
        areas=tuple(ReformArea.values),
        summary=(
            "Ai làm? Mọi công đoàn cơ sở trong cơ quan, đơn vị, doanh nghiệp.\n\n"
            "Làm gì? Đưa thông tin cải cách hành chính đến từng đoàn viên; mở kênh nhận ý kiến và trả lời.\n\n"
            "Bạn được gì? Biết thủ tục nào đã bớt giấy tờ, nói với ai khi bị gây khó."
        ),
        relations=({"kind": RelationKind.CITES, "symbol": "217-QĐ/TW", "text": "Quyết định số 217-QĐ/TW của Bộ Chính trị"},),
        obligations=(
            {"actor": "Công đoàn cơ sở", "action": "Phổ biến sáu nội dung cải cách hành chính đến từng đoàn viên", "deadline_text": "cả năm"},
            {"actor": "Các cấp công đoàn", "action": "Mở kênh nhận phản ánh, kiến nghị của đoàn viên", "deadline_text": "thường xuyên"},
            {"actor": "Công đoàn cơ sở", "action": "Báo việc đã làm kèm ảnh hoặc biên bản", "deadline_text": "trước 15/12"},
        ),
    )  # fmt: skip
    document = actions.confirm_reading(
        reading=None, values=guidance, owner=owner, by=by, at=at, text=TEXT, is_sample=True
    )
    plan = Confirmed(
        title="Kế hoạch trọng tâm cải cách hành chính nhà nước giai đoạn 2026-2030",
        type_name="Quyết định", issuer="Thủ tướng Chính phủ", tier=Tier.CENTRAL, symbol="282/QĐ-TTg",
        period_from_year=2026, period_to_year=2030, areas=tuple(ReformArea.values),
        relations=({"kind": RelationKind.IMPLEMENTS, "symbol": "76/NQ-CP", "text": "Nghị quyết số 76/NQ-CP của Chính phủ"},),
        summary="Hai bước: 2026-2027 và 2028-2030. Mức hài lòng về thủ tục hành chính từ 95% trở lên.",
    )  # fmt: skip
    actions.confirm_reading(
        reading=None, values=plan, owner=owner, by=by, at=at, text=NOTE + plan.summary, is_sample=True
    )
    _load_oversight(at, owner, by)
    return document
