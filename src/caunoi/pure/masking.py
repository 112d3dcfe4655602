"""Personal data in a text before it is published: proposals of what to cover. A person confirms; nothing is covered alone.

Own patterns with a list of surnames found more in Vietnamese texts than the libraries that were tried, and took fewer
dates for numbers (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; what is never published: DOMAIN §3.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from caunoi.pure.vietnamese import LOWER, UPPER, fold


class MaskKind(StrEnum):
    """What is covered."""

    EMAIL = "EMAIL"
    TAX_CODE = "TAX_CODE"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    ID_NUMBER = "ID_NUMBER"
    PHONE = "PHONE"
    PLATE = "PLATE"
    BIRTH_DATE = "BIRTH_DATE"
    ADDRESS = "ADDRESS"
    NAME = "NAME"


PLACEHOLDERS = {
    MaskKind.EMAIL: "[thư điện tử]",
    MaskKind.TAX_CODE: "[mã số thuế]",
    MaskKind.BANK_ACCOUNT: "[số tài khoản]",
    MaskKind.ID_NUMBER: "[số giấy tờ]",
    MaskKind.PHONE: "[số điện thoại]",
    MaskKind.PLATE: "[biển số xe]",
    MaskKind.BIRTH_DATE: "[ngày sinh]",
    MaskKind.ADDRESS: "[địa chỉ]",
    MaskKind.NAME: "[họ tên]",
}


@dataclass(frozen=True)
class Mask:
    """A place in the text, [start, end), and what stands there."""

    start: int
    end: int
    kind: MaskKind
    text: str


# Patterns of numbers run over the text without accents, in small letters, of the same length. A group `it` is what is
# covered; without one, everything. A label before a number says what it is, so labelled ones come first.
_BANKS = "vietcombank|vcb|bidv|vietinbank|agribank|techcombank|tcb|mb ?bank|acb|vpbank|tpbank|sacombank|vib|shb|hdbank|ocb|msb|seabank|lpbank|momo"
_DATE = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
NUMBERS: tuple[tuple[MaskKind, str], ...] = (
    (MaskKind.EMAIL, r"(?<![\w.+-])[a-z0-9][\w.+-]{0,63}\s?@\s?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}"),
    (MaskKind.TAX_CODE, r"\b(?:mst|ma so thue|ma thue)\b[^\d\n]{0,15}(?P<it>\d(?:[ .]?\d){9,12}(?:-\d{3})?)(?!\d)"),
    (MaskKind.TAX_CODE, r"(?<![\d/-])\d{10}-\d{3}(?![\d/-])"),
    (
        MaskKind.BANK_ACCOUNT,
        rf"\b(?:stk|so tk|tk|(?:so )?tai khoan|account|{_BANKS})\b[^\d\n]{{0,30}}?(?P<it>\d(?:[ .-]?\d){{7,18}})(?![\d/])",
    ),
    (
        MaskKind.ID_NUMBER,
        (
            r"\b(?:cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh|ho chieu|passport|so bhxh|ma so bhxh|so the bhyt)\b"
            r"[^\d\n]{0,25}?(?P<it>[a-z]{0,2}\d(?:[ .-]?\d){6,14})(?![\d/])"
        ),
    ),
    # Twelve digits that begin with the code of a province (001 to 096).
    (MaskKind.ID_NUMBER, r"(?<![\d/.,-])0\d{2}(?:[ .-]?\d{3}){3}(?![\d/-])"),
    (
        MaskKind.PHONE,
        r"(?<![\d/-])(?:\(?\+?84\)?[ .-]{0,2}(?:\(?0\)?)?|\(?0)(?:[35789]|2\d)\)?(?:[ .-]{0,2}\d){8}(?![\d/])",
    ),
    (MaskKind.PLATE, r"(?<![\w/-])\d{2}[ -]?[a-z][a-z0-9]?[ .-]{0,2}\d{3}\.?\d{2}(?![\w/])"),
    (
        MaskKind.PLATE,
        r"\b(?:bien so|bien kiem soat|bks|bs)\b[^\d\n]{0,8}(?P<it>\d{2}[ -]?[a-z][a-z0-9]?[ .-]{0,2}\d{4,5})(?![\w/])",
    ),
    (MaskKind.BIRTH_DATE, rf"\b(?:sinh ngay|ngay sinh|sinh)\b[: ]{{1,3}}(?:ngay )?(?P<it>{_DATE})"),
)
NUMBER_RES = tuple((kind, re.compile(pattern)) for kind, pattern in NUMBERS)

_CAP = rf"[{UPPER}](?:[{LOWER}]+|(?!\w))"
_WAYS = "đường|phố|ngõ|ngách|hẻm|kiệt|tổ|khu phố|thôn|ấp|xóm|khối|lô|tòa|chung cư|đ."
# A house number, then a way with its name; or "số nhà" with a number alone.
_WAY_NAME = rf"(?:\d+\w?(?:/\d+)*|{_CAP})(?:\s+(?:{_CAP}|\d+))*"
_MORE = rf"(?:[,\s]+(?i:{_WAYS})\s+{_WAY_NAME})"
_HOUSE = r"\d+[A-Za-z]?(?:/\d+[A-Za-z]?)*(?![\w/-])"
ADDRESS_RE = re.compile(
    rf"(?i:số nhà|nhà số|so nha|nha so)\s*{_HOUSE}{_MORE}*(?:\s+{_CAP}(?:\s+{_CAP})*)?"
    rf"|(?i:\bsố|\bso|\bphòng|\bcăn hộ|\bcăn|\bnhà)\s*{_HOUSE}{_MORE}+"
    rf"|(?<![\w/-]){_HOUSE}{_MORE}+"
    rf"|(?i:ngõ|ngách|hẻm|kiệt)\s+\d+\w?(?:/\d+\w?)*{_MORE}+"
)

_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trịnh|Trương|Mai|Lương|"
    "Cao|Hà|Tô|Tạ|Châu|Lâm|Phùng|Quách|Thái|Kiều|Vương|Tống|Chu|Đào|Nghiêm|Lưu|Tăng|Triệu|Khuất|Doãn|Mạc|Thân|"
    "Lại|Đàm|Ninh|Giang|Khổng|Lò|Quàng|Vàng|Giàng|Thào|Sùng|Bế|Nông|Hứa|Lục|Ma|Tôn|Thạch|Danh|Kim"
)
SURNAMES = tuple(_SURNAMES.split("|"))
# Without accents the rarer surnames are too often other words.
_COMMON = [fold(name) for name in SURNAMES[:22] if name not in {"Võ", "Phan"}]
_MIDDLE = "Văn|Thị|Hữu|Đức|Minh|Quốc|Ngọc|Thanh|Xuân|Công|Đình|Quang|Hồng|Thu|Kim|Hoàng|Tuấn|Mạnh|Việt".upper()
_FORMS = "|".join(dict.fromkeys([*SURNAMES, *(name.capitalize() for name in _COMMON)]))
FULL_NAME_RE = re.compile(rf"\b(?:{_FORMS})(?:\s+[{UPPER}][{LOWER}]+){{1,3}}(?![{LOWER}])")
CAPITALS_RE = re.compile(
    rf"\b(?:(?:{'|'.join(SURNAMES).upper()})\s+(?:{_MIDDLE})|(?:{'|'.join(_COMMON).upper()})\s+(?:VAN|THI|HUU|QUOC|NGOC))"
    rf"\s+[{UPPER}]+(?:\s+[{UPPER}]{{2,}})?\b"
)
SMALL_RE = re.compile(rf"\b(?:{'|'.join(_COMMON)})\s+(?:van|thi)\s+[a-z]+(?:\s+[a-z]+)?\b")
TITLE = r"(?i:ông|bà|anh|chị|cô|chú|bác|cậu|thầy|em|đồng chí|đ/c|bạn|cháu)"
TITLED_RE = re.compile(rf"\b{TITLE}\s+(?P<it>[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]+){{0,3}})(?![{LOWER}])")

# Words before a name that make it a place, a school, a firm.
PLACE_BEFORE = re.compile(
    r"(?i)(?:\b(?:đường|phố|ngõ|phường|xã|quận|huyện|tỉnh|thành phố|tp|thị xã|thị trấn|đặc khu|trường|bệnh viện|công ty|cầu|"
    r"chợ|thôn|ấp|khu|kcn|công viên|quảng trường|đảo|sông|núi|ga|cảng|hồ|tiểu học|thcs|thpt|mầm non|đại học|doanh nghiệp|"
    r"công|liên|tập|tổng|giải|giải thưởng|tư tưởng|đ\.|p\.|q\.|x\.|tnhh|phong trào)\.?\s*)$"
)
# Places and famous people whose names begin like a person's.
_PLACES = (
    "Hà Nội|Hà Nam|Hà Tĩnh|Hà Giang|Hà Đông|Hà Tiên|Hà Tây|Thái Bình|Thái Nguyên|Thái Lan|Lâm Đồng|Lâm Thao|"
    "Lâm Hà|Ninh Bình|Ninh Thuận|Ninh Kiều|Ninh Hòa|Cao Bằng|Cao Lãnh|Cao Đẳng|Cao Tốc|Cao Phong|Hoàng Sa|"
    "Hoàng Mai|Hoàng Long|Hoàng Thành|Hoàng Hóa|Hoàng Su Phì|Dương Nội|Dương Kinh|Dương Minh Châu|Dương Xá|"
    "Mai Châu|Mai Dịch|Mai Sơn|Phan Thiết|Phan Rang|Phan Rang Tháp Chàm|Châu Á|Châu Âu|Châu Đốc|Châu Thành|"
    "Châu Phú|Kim Sơn|Kim Động|Kim Bảng|Kim Thành|Kim Mã|Sơn La|Sơn Tây|Sơn Trà|Sơn Dương|Sơn Động|Hồ Tây|"
    "Hồ Gươm|Hồ Chí Minh|Lê Lợi|Lê Duẩn|Lê Lai|Lê Chân|Lê Hồng Phong|Lê Thánh Tông|Lê Thánh Tôn|Lê Văn Sỹ|"
    "Lê Văn Lương|Trần Hưng Đạo|Trần Phú|Trần Duy Hưng|Trần Nhân Tông|Nguyễn Huệ|Nguyễn Trãi|Nguyễn Du|"
    "Nguyễn Thị Minh Khai|Nguyễn Văn Cừ|Nguyễn Văn Linh|Nguyễn Văn Trỗi|Nguyễn Chí Thanh|Nguyễn Thái Học|"
    "Nguyễn Ái Quốc|Nguyễn Tất Thành|Lý Thường Kiệt|Lý Thái Tổ|Lý Tự Trọng|Phan Bội Châu|Phan Chu Trinh|"
    "Phan Đình Phùng|Phan Đình Giót|Phạm Văn Đồng|Phạm Ngũ Lão|Phạm Hùng|Hoàng Diệu|Hoàng Hoa Thám|"
    "Hoàng Quốc Việt|Hoàng Văn Thụ|Võ Nguyên Giáp|Võ Thị Sáu|Võ Văn Kiệt|Đinh Tiên Hoàng|Ngô Quyền|Ngô Gia Tự|"
    "Bùi Thị Xuân|Đào Duy Anh|Đào Tấn|Tôn Đức Thắng|Tôn Thất Thuyết|Trương Định|Chu Văn An|Mạc Đĩnh Chi|"
    "Huỳnh Thúc Kháng|Ông Ích Khiêm|Bà Rịa|Bà Triệu|Bà Nà|Bà Trưng|Bà Đen|Cô Tô|Đoàn Thanh|Đoàn Thanh Niên|"
    "Đoàn Giám Sát|Đoàn Luật Sư|Đoàn Kết|Đoàn Viên|Danh Sách|Kim Loại|Lý Lịch|Lý Do|Thân Nhân|Lương Hưu|"
    "Lương Tháng|Mai Táng|Hà Lan|Tô Hiệu|Lưu Ý|Giang Văn Minh|Tân Phú|Trần Quốc Toản|Nguyễn Bỉnh Khiêm|"
    "Lê Quý Đôn|Trưng Trắc|Trưng Nhị"
)
PLACES = frozenset(fold(name) for name in _PLACES.split("|"))
# After "anh", "em", "bà"… these are no names.
_NO_NAMES = "rịa|triệu|nà|trưng|đen|tô|ích|em|chị|con|cháu|tôi|họ|việt|xã|phường|công|nhân"
NO_NAMES = frozenset(_NO_NAMES.split("|"))


@lru_cache(maxsize=4096)
def _small(char: str) -> str:
    plain = fold(char)
    return plain if len(plain) == 1 else char


def _level(text: str) -> str:
    """The text without accents in small letters, each letter in its old place."""
    return "".join(map(_small, text))


def _numbers(level: str) -> Iterator[tuple[int, int, MaskKind]]:
    for kind, pattern in NUMBER_RES:
        for match in pattern.finditer(level):
            group = "it" if "it" in pattern.groupindex else 0
            yield *match.span(group), kind


def _is_place(text: str, start: int, end: int) -> bool:
    """Whether what looks like a name is a place: by the word before it, or as a known one (also with words after it)."""
    words = fold(text[start:end]).split()
    known = any(" ".join(words[:size]) in PLACES for size in range(2, len(words) + 1))
    return known or PLACE_BEFORE.search(text[max(0, start - 14) : start]) is not None


def _names(text: str, level: str) -> Iterator[tuple[int, int]]:
    for match in FULL_NAME_RE.finditer(text):
        if not _is_place(text, *match.span()):
            yield match.span()
    for match in TITLED_RE.finditer(text):
        whole = fold(match.group())
        if match["it"].split()[0].lower() not in NO_NAMES and " ".join(whole.split()[:2]) not in PLACES:
            yield match.span("it")
    for match in CAPITALS_RE.finditer(text):
        if not _is_place(text, *match.span()):
            yield match.span()
    if text == text.lower():
        yield from (match.span() for match in SMALL_RE.finditer(level))


def proposals(text: str) -> list[Mask]:
    """What to cover, in the order of the text, without overlaps: the surer pattern wins, then the longer place."""
    level = _level(text)
    found: list[tuple[int, int, MaskKind]] = list(_numbers(level))
    found += [(*match.span(), MaskKind.ADDRESS) for match in ADDRESS_RE.finditer(text)]
    found += [
        (start, end, MaskKind.NAME) for start, end in sorted(set(_names(text, level)), key=lambda s: (s[0], -s[1]))
    ]
    taken: list[tuple[int, int, MaskKind]] = []
    covered = bytearray(len(text))
    for start, end, kind in found:
        if not any(covered[start:end]):
            taken.append((start, end, kind))
            covered[start:end] = b"\1" * (end - start)
    return [Mask(start, end, kind, text[start:end]) for start, end, kind in sorted(taken)]


def apply(text: str, masks: Iterable[Mask]) -> str:
    """The text with the confirmed places covered; masks that overlap are covered as one."""
    out, last = [], 0
    for mask in sorted(masks, key=lambda mask: (mask.start, -mask.end)):
        if mask.start < last:
            last = max(last, mask.end)
            continue
        out += [text[last : mask.start], PLACEHOLDERS[mask.kind]]
        last = mask.end
    return "".join([*out, text[last:]])
