"""Which body issued a document: the left column of its header, or the sentence in which a body issues it.

NĐ 30/2020/NĐ-CP, Phụ lục I: the body above stands first, the issuing body under it. What comes as text has the two
columns one after the other, or side by side on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from caunoi.pure import symbols
from caunoi.pure.reading.found import Found, Span
from caunoi.pure.vietnamese import LOWER, UPPER, fold

# The right column: the name of the State or the Party with its motto, as typed or as a scanner sees it.
NATIONAL = re.compile(
    r"C[ỘOÔ]NG\s+H(?:ÒA|OÀ|OA|ỎA)\s+X[ÃA]\s+H[ỘO]I\s+CH[ỦU]\s+NGH[ĨI]A\s+VI[ỆE]T\s+NAM|Đ[ẢA]NG\s+C[ỘO]NG\s+S[ẢA]N\s+VI[ỆE]T\s+NAM|"
    r"[ĐD][ộo]c\s+l[ậâa]p\s*[-–—.]\s*T[ựưu]\s+do(?:\s*[-–—.]\s*H[ạa]nh\s+ph[úu]c)?",
    re.IGNORECASE,
)
HEADS = (
    "CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|CHỦ TỊCH NƯỚC|BỘ CHÍNH TRỊ|BAN BÍ THƯ|(?:ỦY|UỶ|UY) BAN|UBND|UBMTTQ|HĐND|HỘI ĐỒNG|BỘ |"
    "SỞ |TỔNG CỤC|CHI CỤC|CỤC |VỤ |PHÒNG |VĂN PHÒNG|BAN |(?:TỔNG )?LIÊN ĐOÀN|LĐLĐ|CÔNG ĐOÀN|CĐCS|ĐẢNG (?:ỦY|UỶ|BỘ)|"
    "(?:THÀNH|TỈNH|HUYỆN|QUẬN|THỊ) (?:ỦY|UỶ)|MẶT TRẬN|ĐOÀN |HỘI |T(?:ÒA|OÀ) ÁN|VIỆN |TRƯỜNG |ĐẠI HỌC|HỌC VIỆN|TRUNG TÂM|"
    "CÔNG TY|TẬP ĐOÀN|TỔNG CÔNG TY|BẢO HIỂM|KHO BẠC|NGÂN HÀNG|THANH TRA|KIỂM TOÁN|BỆNH VIỆN|ỦY VIÊN|THƯỜNG TRỰC|THÔNG TẤN XÃ"
)
HEAD = re.compile(rf"(?:{HEADS})")
# A line that cannot stand alone, so the line above or below belongs to it.
GOES_ON = re.compile(
    r"(?:NHÂN DÂN|LAO ĐỘNG|[ỦY]Y|CƠ SỞ|CÔNG ĐOÀN|CHẤP HÀNH|THƯỜNG VỤ|TỔ QUỐC|MẶT TRẬN|BAN QUẢN LÝ|HỘI ĐỒNG|VÀ|CỦA|,|-|–)$"
)
PLACE = r"(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|XÃ|PHƯỜNG|ĐẶC KHU)"
CONTINUES = re.compile(rf"(?:{PLACE}\s|VIỆT NAM|TRUNG ƯƠNG|VÀ\s|KHU\s|CÁC\s|NƯỚC\s|HỒ CHÍ MINH)")
ALONE = re.compile(
    r"(?:VĂN PHÒNG|BAN THƯỜNG VỤ|BAN CHẤP HÀNH|CÔNG ĐOÀN|ĐẢNG ỦY|ĐẢNG UỶ|THANH TRA|(?:ỦY|UỶ) BAN KIỂM TRA|HỘI ĐỒNG|BAN CHỈ ĐẠO|BAN TỔ CHỨC)"
)
TYPES = {name.upper() for name in (*symbols.TYPES.values(), "Bộ luật", "Pháp lệnh")}
NUMBER = re.compile(r"^(?:Luật\s+)?S[ốỐôo]\s*[:.]?\s*[\d/…._]|^Luật số", re.IGNORECASE)
COLUMNS = re.compile(r"\t+|\s*\|\s*|\s{3,}")
PLACED_DATE = re.compile(r"\S+(?:\s\S+){0,4},\s*ngày\b.*$", re.IGNORECASE)
ENACTS = re.compile(
    r"(?P<issuer>(?:Chính phủ|Thủ tướng Chính phủ|Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|Chủ tịch nước|"
    rf"(?:Bộ trưởng|Thống đốc|Tổng Thanh tra|Chánh án|Viện trưởng|Tổng Kiểm toán|Chủ tịch|Giám đốc)\s[{UPPER}][^\n,;.:]{{3,80}}?|"
    rf"(?:Ban Thường vụ|Ban Chấp hành|Đoàn Chủ tịch|Ủy ban|Hội đồng|Tổng Liên đoàn|Liên đoàn|Công đoàn|Sở|Bộ)\s[{UPPER}{LOWER}][^\n,;.:]{{3,80}}?))"
    r"\s+(?:ban hành|quyết nghị|quyết định ban hành)\s+(?P<type>Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư liên tịch|"
    r"Thông tư|Quyết định|Chỉ thị|Kế hoạch|Hướng dẫn|Quy định|Quy chế|Chương trình|Điều lệ)\b"
)
JOINT = re.compile(rf"\s+[-–—]\s+(?={HEAD.pattern})")
PERSON = re.compile(
    r"^(?:Bộ trưởng|Thống đốc|Chánh án|Viện trưởng|Giám đốc)\s+(?=Bộ|Ngân hàng|Tòa án|Toà án|Viện|Sở|Kho bạc|Bảo hiểm)"
)


def _is_upper(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) >= 0.85 * len(letters)


def cells(head: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """The pieces of the header's lines, column by column, without the right column's name and motto."""
    position = start
    for line in head[start:end].split("\n"):
        place = position
        position += len(line) + 1
        for piece in COLUMNS.split(NATIONAL.sub("   ", line)):
            text = PLACED_DATE.sub("", piece) if _is_upper(piece.partition(",")[0]) else piece
            text = text.strip(" *_-–—.·\u200b")
            if text:
                yield text, (place, place + len(line))


def _lines(head: str, start: int, end: int) -> list[tuple[str, Span]]:
    """Names of bodies in the header's left column; a name on two lines is joined."""
    names: list[tuple[str, Span]] = []
    is_open = False
    for text, span in cells(head, start, end):
        # What follows a type is the document's title.
        if text in TYPES or (names and NUMBER.match(text)):
            break
        if not _is_upper(text):
            is_open = False
            continue
        joins = is_open and (CONTINUES.match(text) or (GOES_ON.search(names[-1][0]) and not HEAD.match(text)))
        if is_open and f"{names[-1][0]} {text}".lower() in KNOWN:
            joins = True
        if joins or (is_open and names[-1][0].endswith(("CƠ SỞ", "VÀ"))):
            names[-1] = (f"{names[-1][0]} {text}", (names[-1][1][0], span[1]))
        elif HEAD.match(text):
            names.append((text, span))
            is_open = True
        else:
            is_open = False
    return names


def issuer_in_header(head: str, start: int, end: int) -> Found[str] | None:
    """The last body named in the left column; one that cannot stand alone takes the body above it."""
    names = _lines(head, start, end)
    if not names:
        return None
    name, span = names[-1]
    if len(names) > 1 and ALONE.fullmatch(name):
        above, place = names[-2]
        return Found(f"{name_case(name)} {name_case(above)}", 0.85, (place[0], span[1]))
    return Found(name_case(name), 0.9, span)


def enacting(text: str) -> tuple[Found[str], Found[str]] | None:
    """Issuer and type in "Chính phủ ban hành Nghị định …"."""
    match = ENACTS.search(text)
    if match is None:
        return None
    issuer = PERSON.sub("", re.sub(r"\s+", " ", match["issuer"])).strip()
    return Found(issuer, 0.8, match.span("issuer")), Found(match["type"], 0.8, match.span("type"))


KNOWN = {
    name.lower(): name for name in (*symbols.BODIES.values(), "Bộ Chính trị", "Ban Bí thư", "Chính phủ", "Quốc hội")
}
KNOWN |= {
    "ban chấp hành trung ương": "Ban Chấp hành Trung ương Đảng",
    "ban chấp hành trung ương đảng": "Ban Chấp hành Trung ương Đảng",
    "thủ tướng": "Thủ tướng Chính phủ",
}
OFFICES = re.compile(
    r"(?:^|(?<= ))(bộ|sở|tổng cục|chi cục|cục|vụ|phòng|viện|học viện|trường|đại học|trung tâm|công ty|tổng công ty|tập đoàn|"
    rf"(?<!ủy )(?<!uỷ )ban|công đoàn|đảng bộ|đảng (?:ủy|uỷ)|hội|thanh tra)\s+(?=[{LOWER}])"
)
SPELLINGS = (
    ("tổng liên đoàn lao động", "Tổng Liên đoàn Lao động"), ("liên đoàn lao động", "Liên đoàn Lao động"),
    ("lđlđ", "LĐLĐ"), ("ubnd", "UBND"), ("hđnd", "HĐND"), ("tnhh", "TNHH"), ("việt nam", "Việt Nam"),
    ("mặt trận tổ quốc", "Mặt trận Tổ quốc"), ("trung ương", "Trung ương"), ("quốc hội", "Quốc hội"), ("nhà nước", "Nhà nước"),
    ("hồ chí minh", "Hồ Chí Minh"), ("hà nội", "Hà Nội"), ("cơ sở", "cơ sở"), ("chính phủ", "Chính phủ"),
    ("công thương", "Công Thương"), ("các khu công nghiệp", "các khu công nghiệp"), ("chấp hành", "Chấp hành"),
    ("thường vụ", "Thường vụ"), ("ủy ban", "Ủy ban"), ("uỷ ban", "Ủy ban"), ("hội đồng nhân dân", "Hội đồng nhân dân"),
)  # fmt: skip
COMPANY = re.compile(r"((?:tnhh|cổ phần)(?: (?:mtv|một thành viên))? )(\S.*)$", re.IGNORECASE)
AFTER_PLACE = re.compile(
    rf"(?<![{LOWER}])(thành phố|tỉnh|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|tp\.?)\s+(?!hội)([{LOWER}][^,;()]*?)(?=\s[-–]\s|$|,)",
    re.IGNORECASE,
)


def _title(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split())


def name_case(text: str) -> str:
    """Write "LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI" as a name in running text; two bodies keep the dash between them."""
    return " - ".join(_name_case(part) for part in JOINT.split(text))


def _name_case(text: str) -> str:
    words = re.sub(r"\s+", " ", text).strip().lower()
    if words in KNOWN:
        return KNOWN[words]
    place = AFTER_PLACE.search(words)
    head, tail = (
        (words[: place.start()], f"{place[1]} {_title(place[2])}{words[place.end() :]}") if place else (words, "")
    )
    is_office = bool(OFFICES.match(head))
    head = OFFICES.sub(lambda match: f"{match[1]} \0", head)
    if is_office:
        head = re.sub(r"( và |, | - | – )", r"\1" + "\0", head)
    head = re.sub("\0+(.)", lambda match: match[1].upper(), head)
    head = COMPANY.sub(lambda match: match[1] + _title(match[2]), head)
    for wrong, right in SPELLINGS:
        head = re.sub(rf"(?<![{LOWER}{UPPER}]){wrong}(?![{LOWER}{UPPER}])", right, head, flags=re.IGNORECASE)
    whole = f"{head.strip()} {tail}".strip()
    return whole[:1].upper() + whole[1:]


SHORT = {
    "ldld": "lien doan lao dong", "tldld": "tong lien doan lao dong viet nam", "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan", "cdcs": "cong doan co so", "tp": "thanh pho", "btv": "ban thuong vu",
    "ubmttq": "uy ban mat tran to quoc", "tw": "trung uong", "bch": "ban chap hanh",
}  # fmt: skip


def issuer_key(name: str) -> str:
    """A key under which an issuer is the same however it is written: "LĐLĐ TP. Hà Nội" is "lien doan lao dong thanh pho ha noi"."""
    return " ".join(SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", fold(name)))
