"""What stands on the shelves beside the documents: a procedure and collections of the Mỹ Đức commune union."""

from typing import Any

from caunoi.kit import clock
from caunoi.library.actions import (
    CollectionDraft,
    ImportDraft,
    Incoming,
    ProcedureDraft,
    save_collection,
    save_procedure,
    start_import,
)
from caunoi.library.models import Collection, Document, ImportBatch, Procedure
from tests.cast import Cast

DRAFT = ProcedureDraft(
    code="1.001193", name="Đăng ký khai sinh", field_name="Hộ tịch", body="Ủy ban nhân dân cấp xã",
    time_limit="Trong ngày làm việc", limit_amount=1, limit_unit="WD", fee="Miễn phí",
    steps=(("Nộp hồ sơ", "Nộp tại một cửa."), ("", "Nhận giấy khai sinh.")),
    papers=(("Tờ khai đăng ký khai sinh", "1 bản chính"), ("Giấy chứng sinh", "")),
    bases=(("12/HD-LĐLĐ", "Hướng dẫn 12"), ("60/2014/QH13", "Luật Hộ tịch")),
)  # fmt: skip


def make_procedure(cast: Cast, **more: Any) -> Procedure:
    values = {name: getattr(DRAFT, name) for name in DRAFT.__dataclass_fields__} | more
    draft = ProcedureDraft(**values)
    return save_procedure(procedure=None, draft=draft, owner=cast.units["MD"], by=cast.users["hoa"], at=clock.now())


def make_collection(cast: Cast, items: list[tuple[Document | Procedure, str]], **more: Any) -> Collection:
    draft = CollectionDraft(**{"title": "Cẩm nang một cửa", "is_published": True, "items": items} | more)
    return save_collection(collection=None, draft=draft, owner=cast.units["MD"], by=cast.users["hoa"], at=clock.now())


def make_import(cast: Cast) -> ImportBatch:
    """One that Hoa began: a row that says a document, and a file that was refused."""
    facts = {"title": "Kế hoạch cải cách", "type_name": "Kế hoạch", "issuer": "UBND", "symbol": "8/KH-UBND"}
    found = [Incoming(row=2, facts=facts), Incoming(path="../hong.pdf", reason="Đường dẫn không an toàn")]
    return start_import(
        name="goi.zip", found=found, draft=ImportDraft(), owner=cast.units["MD"], by=cast.users["hoa"], at=clock.now()
    )
