"""Other documents that a text names, with the verb that joins them."""

from __future__ import annotations

import re
from datetime import date

from caunoi.pure import symbols
from caunoi.pure.reading.dates import first_date
from caunoi.pure.reading.found import Citation
from caunoi.pure.vietnamese import UPPER

# The nearest verb before the symbol decides; the order breaks ties at the same place.
VERBS = (
    ("AMENDS", r"sửa đổi(?:,)? bổ sung|sửa đổi|bổ sung"),
    ("REPLACES", r"thay thế"),
    ("REPEALS", r"bãi bỏ|hết hiệu lực"),
    ("SUSPENDS", r"đình chỉ|ngưng hiệu lực"),
    ("CORRECTS", r"đính chính"),
    ("CONSOLIDATES", r"hợp nhất"),
    ("EXTENDS", r"kéo dài"),
    ("DETAILS", r"quy định chi tiết"),
    ("GUIDES", r"hướng dẫn (?:thi hành|thực hiện|một số)"),
    ("ATTACHES", r"kèm theo|ban hành kèm"),
    ("IMPLEMENTS", r"triển khai|thực hiện"),
    ("BASED_ON", r"căn cứ"),
)
VERB = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in VERBS), re.IGNORECASE)
BASIS = re.compile(r"^\s*(?:[-–•]\s*)?căn cứ\b", re.IGNORECASE)
PASSIVE = re.compile(r"được\s+(?:sửa đổi|bổ sung)[^;]*\bbởi\b", re.IGNORECASE)
TYPE_BEFORE = re.compile(
    r"(Bộ luật|Luật|Pháp lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|"
    r"Kế hoạch|Hướng dẫn|Chương trình|Đề án|Công văn|Quy định|Quy chế|Kết luận|Tờ trình|Thông báo|Báo cáo)"
    r"(?:\s+[^\n;]{0,120})?$"
)
ISSUER_AFTER = re.compile(
    r"^[^\n;]{0,60}?\bcủa\s+(?P<issuer>["
    + UPPER
    + r"][^\n,;.()]{3,90}?)(?=\s+(?:về|quy định|ban hành|đã|và|tại)\b|[,;.()\n]|$)"
)
AFTER_DATE = re.compile(r"^\s*,?\s*(?:ban hành\s+)?ngày\b")
WINDOW = 160


def _relation(line: str, before: str) -> str:
    if BASIS.match(line):
        return "BASED_ON"
    verb = None
    for match in VERB.finditer(before):
        verb = match
    return verb.lastgroup or "CITES" if verb else "CITES"


def _issued_on(after: str) -> date | None:
    if not AFTER_DATE.match(after):
        return None
    found = first_date(after[:60])
    return found[0] if found else None


def _type(symbol: symbols.Symbol, before: str) -> str | None:
    said = TYPE_BEFORE.search(before)
    return symbol.type_name or (said[1] if said else None)


def citations_of(text: str, own: str | None) -> list[Citation]:
    """Citations in order, one for each document (the first with the strongest verb); the document's own symbol is left out."""
    rows: dict[str, Citation] = {}
    own_key = symbols.key(own) if own else None
    for symbol, span in symbols.find(text):
        if symbol.key == own_key or not (symbol.type_code or symbol.year or symbol.body_name):
            continue
        line_start = text.rfind("\n", 0, span[0]) + 1
        before = text[max(line_start, span[0] - WINDOW) : span[0]]
        # Another symbol between the verb and this one keeps the verb: "thay thế A và B".
        after = text[span[1] : span[1] + WINDOW]
        relation = _relation(text[line_start : span[0]], before)
        if relation == "AMENDS" and PASSIVE.search(before):
            relation = "CITES"
        issuer = ISSUER_AFTER.match(after)
        row = Citation(
            symbol.raw,
            _type(symbol, before),
            (issuer["issuer"].strip() if issuer else None) or symbol.body_name,
            _issued_on(after),
            relation,
            span,
            0.9 if symbol.type_code or symbol.year else 0.6,
        )
        known = rows.get(symbol.key)
        if known is None or (known.relation == "CITES" and relation != "CITES"):
            rows[symbol.key] = row
    return sorted(rows.values(), key=lambda row: row.span)
