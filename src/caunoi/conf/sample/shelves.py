"""A procedure and a collection of the sample library. What they say of the law is a sample, checked by nobody."""

from __future__ import annotations

from datetime import datetime

from caunoi.accounts.models import User
from caunoi.library.actions import CollectionDraft, ProcedureDraft, save_collection, save_procedure
from caunoi.library.models import Document
from caunoi.organisations.models import Unit

BIRTH = ProcedureDraft(
    code="1.001193", name="Đăng ký khai sinh", field_name="Hộ tịch", body="Ủy ban nhân dân cấp xã",
    applicants="Cha, mẹ, ông, bà hoặc người thân thích khác.",
    places="Một cửa của Ủy ban nhân dân cấp xã nơi cư trú\nCổng Dịch vụ công quốc gia",
    time_limit="Trong ngày làm việc; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo", limit_amount=1, limit_unit="WD",
    fee="Miễn lệ phí khi đăng ký đúng hạn", result="Giấy khai sinh",
    steps=(
        ("Nộp hồ sơ", "Nộp tại một cửa hoặc trực tuyến; người nhận kiểm tra và đưa giấy hẹn."),
        ("Kiểm tra, ghi sổ", "Công chức tư pháp – hộ tịch kiểm tra và ghi vào sổ hộ tịch."),
        ("Nhận giấy khai sinh", "Người đi khai kiểm tra nội dung và ký vào sổ."),
    ),
    papers=(("Tờ khai đăng ký khai sinh", "1 bản chính"), ("Giấy chứng sinh", "1 bản chính"), ("Căn cước của người đi khai", "xuất trình")),
    bases=(("60/2014/QH13", "Luật Hộ tịch số 60/2014/QH13"), ("76/NQ-CP", "Nghị quyết số 76/NQ-CP của Chính phủ")),
)  # fmt: skip


def load(at: datetime, owner: Unit, by: User, guidance: Document) -> None:
    """One procedure, and a collection of what stewards are asked most."""
    procedure = save_procedure(procedure=None, draft=BIRTH, owner=owner, by=by, at=at, is_sample=True)
    others = Document.objects.exclude(pk=guidance.pk).order_by("pk")
    draft = CollectionDraft(
        title="Cẩm nang một cửa cho chủ tịch công đoàn cơ sở",
        intro="Những văn bản và thủ tục mà đoàn viên hay hỏi.",
        is_published=True,
        items=[
            (guidance, "Việc của công đoàn cơ sở, đọc trước"),
            *((document, "") for document in others),
            (procedure, "Hay được hỏi nhất"),
        ],
    )
    save_collection(collection=None, draft=draft, owner=owner, by=by, at=at, is_sample=True)
