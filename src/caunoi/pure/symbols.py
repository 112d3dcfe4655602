"""Document symbols ("số, ký hiệu"): the State's grammar `12/HD-LĐLĐ`, and the Party's `217-QĐ/TW`.

Sources: NĐ 30/2020/NĐ-CP, art. 8 and Phụ lục III (types); examples read in real documents. Types are compared with
their accents and case, because ĐA/DA and HD/HĐ differ by nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from caunoi.pure.vietnamese import fold

TYPES = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "QĐi": "Quy định",
    "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch",
    "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình",
    "HĐ": "Hợp đồng", "CĐ": "Công điện", "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời", "GGT": "Giấy giới thiệu", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển",
    "PB": "Phiếu báo", "SY": "Bản sao y", "TrS": "Bản trích sao", "SL": "Bản sao lục", "NĐ": "Nghị định",
    "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "NQLT": "Nghị quyết liên tịch", "VBHN": "Văn bản hợp nhất",
    "QCPH": "Quy chế phối hợp", "KHPH": "Kế hoạch phối hợp", "BCTĐ": "Báo cáo thẩm định", "KL": "Kết luận",
    "PL": "Pháp lệnh", "L": "Luật",
}  # fmt: skip
BODIES = {
    "QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội", "CP": "Chính phủ", "TTg": "Thủ tướng Chính phủ",
    "CTN": "Chủ tịch nước", "TW": "Ban Chấp hành Trung ương Đảng", "VPCP": "Văn phòng Chính phủ",
    "BNV": "Bộ Nội vụ", "BTC": "Bộ Tài chính", "BTP": "Bộ Tư pháp", "BYT": "Bộ Y tế", "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng", "BCT": "Bộ Công Thương", "BXD": "Bộ Xây dựng", "BNG": "Bộ Ngoại giao",
    "BGDĐT": "Bộ Giáo dục và Đào tạo", "BKHCN": "Bộ Khoa học và Công nghệ", "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch", "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "NHNN": "Ngân hàng Nhà nước Việt Nam", "TTCP": "Thanh tra Chính phủ", "TLĐ": "Tổng Liên đoàn Lao động Việt Nam",
    "LĐLĐ": "Liên đoàn Lao động", "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "SNV": "Sở Nội vụ",
    "STP": "Sở Tư pháp", "TU": "Thành ủy",
}  # fmt: skip
# "BGDDT" for "BGDĐT", where that is no other body.
PLAIN = {letters.replace("Đ", "D"): name for letters, name in BODIES.items() if letters.replace("Đ", "D") not in BODIES}
# The same letters mean another body in the Party's order.
PARTY_BODIES = {"BTC": "Ban Tổ chức"}

WHOLE = re.compile(
    r"^(?P<num>\d{1,6}[a-zđ]?)\s*(?:/(?P<year>(?:19|20)\d\d))?\s*(?P<sep>[/-])\s*(?P<rest>[0-9A-ZĐƯa-zđư&. \-/]+)$"
)
# In running text: no spaces except around the first separator, and at least one capital after it.
IN_TEXT = re.compile(
    r"(?<![\w/.-])(?<!\d:)(?P<num>\d{1,6}[a-zđ]?)(?:/(?P<year>(?:19|20)\d\d))?(?P<sep>/|-| - )"
    r"(?P<rest>[A-ZĐƯ][A-Za-zĐđƯư]{0,11}\d{0,3}(?:[-/&][A-ZĐƯ][A-Za-zĐđƯư]{0,19}\d{0,3}){0,6})(?![\w/])"
)
# Typed without accents; other types would be taken for one another ("HD" is Hướng dẫn, "HĐ" a contract).
UNACCENTED = {"ND": "NĐ", "QD": "QĐ"}
LAW = re.compile(r"^QH\d{1,2}$")


@dataclass(frozen=True)
class Symbol:
    """A document's number and symbol; `raw` is as written, in NFC with single dashes."""

    raw: str
    number: str
    year: int | None
    style: Literal["STATE", "PARTY"]
    type_code: str | None
    body: str

    @property
    def type_name(self) -> str | None:
        """The document's type in words, when the symbol says it."""
        return "Luật" if self.type_code is None and LAW.match(self.body) else TYPES.get(self.type_code or "")

    @property
    def body_name(self) -> str | None:
        """The issuing body in words, when its letters are known."""
        letters = re.sub(r"\d+$", "", self.body.split("-")[0])
        return (PARTY_BODIES if self.style == "PARTY" else {}).get(letters) or BODIES.get(letters) or PLAIN.get(letters)

    @property
    def key(self) -> str:
        """For finding the same document again; see `key`."""
        return key(self.raw)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text).strip()
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"^số\s*:?\s*", "", text, flags=re.IGNORECASE)


def _type_and_body(style: str, rest: str) -> tuple[str | None, str]:
    """State: TYPE-BODY or BODY-DEPARTMENT; Party: TYPE/BODY."""
    first, _, others = rest.partition("/" if style == "PARTY" else "-")
    first = UNACCENTED.get(first.strip(), first.strip())
    if first in TYPES and others:
        return first, others.strip()
    # "05 - KHPH/LĐLĐ - STP": a joint plan in the Party's order; "12/HD/LĐLĐ": a slip of the pen.
    head, _, tail = rest.partition("/" if style == "STATE" else "-")
    if head.strip() in TYPES and tail:
        return head.strip(), tail.strip()
    return (first if first in TYPES else None), rest.strip()


def parse(text: str) -> Symbol | None:
    """Read one symbol; None when the text is not one. A lone `2020/QĐ-UBND` is number 2020, not a year."""
    cleaned = _clean(text)
    match = WHOLE.match(cleaned)
    if match is None or not re.search(r"[A-ZĐƯ]", match["rest"]):
        return None
    style: Literal["STATE", "PARTY"] = "STATE" if match["sep"] == "/" else "PARTY"
    rest = re.sub(r"\s*([-/])\s*", r"\1", match["rest"].strip())
    type_code, body = _type_and_body(style, rest)
    year = int(match["year"]) if match["year"] else None
    raw = f"{match['num']}{f'/{year}' if year else ''}{match['sep']}{rest}"
    return Symbol(raw, match["num"], year, style, type_code, body)


FILE_NAME = re.compile(
    r"^(?P<num>\d{1,6}[a-zđ]?)(?:[-_. ](?P<year>(?:19|20)\d\d))?[-_. ](?P<type>[A-ZĐa-z]{1,5})[-_. ](?P<body>[A-ZĐƯ][\w]*(?:[-_.][A-ZĐƯ]\w*)*)"
)


def of_filename(name: str) -> Symbol | None:
    """The symbol in a file's name, where `/` cannot stand: "129-2026-NĐ-CP.txt" is 129/2026/NĐ-CP; of known types only."""
    match = FILE_NAME.match(unicodedata.normalize("NFC", name.rpartition("/")[2].rpartition(".")[0] or name))
    if match is None or match["type"] not in TYPES:
        return None
    year = f"/{match['year']}" if match["year"] else ""
    return parse(f"{match['num']}{year}/{match['type']}-{re.sub('[_.]', '-', match['body'])}")


def find(text: str) -> Iterator[tuple[Symbol, tuple[int, int]]]:
    """Symbols in running text with their spans; dates and fractions are not symbols."""
    for match in IN_TEXT.finditer(text):
        symbol = parse(match.group())
        if symbol and (symbol.type_code or symbol.year or symbol.style == "STATE"):
            yield symbol, match.span()


def key(text: str) -> str:
    """A key under which a symbol is found however it was typed: "12/HD-LĐLĐ" and "12 hd ldld" are "12 hd ldld"."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(_clean(text))))
