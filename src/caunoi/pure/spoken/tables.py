"""What letters and signs are called. Offices add their own (newsroom's wordings)."""

from caunoi.pure.symbols import BODIES

# Bodies of symbols that nobody writes by themselves in a running text, or that mean something else there.
_NOT_ALONE = {"TU", "TW", "TTg", "BCT", "CP", "QH"}
ABBREVIATIONS: dict[str, str] = {
    **{short: full for short, full in BODIES.items() if short not in _NOT_ALONE},
    "CCHC": "cải cách hành chính", "TTHC": "thủ tục hành chính", "DVC": "dịch vụ công", "DVCTT": "dịch vụ công trực tuyến",
    "CĐCS": "Công đoàn cơ sở", "CĐ": "Công đoàn", "CNLĐ": "công nhân lao động", "CNVCLĐ": "công nhân viên chức lao động",
    "CNVC": "công nhân viên chức", "CBCCVC": "cán bộ, công chức, viên chức", "CBCC": "cán bộ, công chức",
    "ĐVCĐ": "đoàn viên Công đoàn", "NLĐ": "người lao động", "NSDLĐ": "người sử dụng lao động",
    "TLĐLĐVN": "Tổng Liên đoàn Lao động Việt Nam", "MTTQ": "Mặt trận Tổ quốc", "TLĐLĐ": "Tổng Liên đoàn Lao động",
    "BCH": "Ban Chấp hành", "BTV": "Ban Thường vụ", "UBKT": "Ủy ban Kiểm tra", "ĐCT": "Đoàn Chủ tịch",
    "HĐLĐ": "hợp đồng lao động", "TƯLĐTT": "thỏa ước lao động tập thể", "QCDC": "quy chế dân chủ", "ĐTN": "Đoàn Thanh niên",
    "ATVSLĐ": "an toàn, vệ sinh lao động", "BHXH": "bảo hiểm xã hội", "BHYT": "bảo hiểm y tế", "BHTN": "bảo hiểm thất nghiệp",
    "KCN": "khu công nghiệp", "KCX": "khu chế xuất", "CCN": "cụm công nghiệp", "DN": "doanh nghiệp", "HTX": "hợp tác xã",
    "TNHH": "trách nhiệm hữu hạn", "MTV": "một thành viên", "TP": "thành phố", "TX": "thị xã",
    "TP.HCM": "Thành phố Hồ Chí Minh", "TPHCM": "Thành phố Hồ Chí Minh", "TƯ": "Trung ương", "TW": "Trung ương",
    "CNTT": "công nghệ thông tin", "CĐS": "chuyển đổi số", "CSDL": "cơ sở dữ liệu", "CPĐT": "chính phủ điện tử",
    "CQĐT": "chính quyền điện tử", "CNH": "công nghiệp hóa", "HĐH": "hiện đại hóa", "XHCN": "xã hội chủ nghĩa",
    "KT-XH": "kinh tế, xã hội", "QPAN": "quốc phòng, an ninh", "ANTT": "an ninh trật tự", "PCCC": "phòng cháy, chữa cháy",
    "GDĐT": "giáo dục và đào tạo", "GD&ĐT": "giáo dục và đào tạo", "THPT": "trung học phổ thông", "THCS": "trung học cơ sở",
    "CCCD": "căn cước công dân", "CMND": "chứng minh nhân dân", "GPMB": "giải phóng mặt bằng", "QSDĐ": "quyền sử dụng đất",
    "PAKN": "phản ánh, kiến nghị", "KNTC": "khiếu nại, tố cáo", "VBQPPL": "văn bản quy phạm pháp luật", "QPPL": "quy phạm pháp luật",
    "QĐ": "Quyết định", "NQ": "Nghị quyết", "NĐ": "Nghị định", "HD": "Hướng dẫn", "KH": "Kế hoạch", "TTr": "Tờ trình",
    "NĐ-CP": "Nghị định của Chính phủ", "NQ-CP": "Nghị quyết của Chính phủ", "QĐ-TTg": "Quyết định của Thủ tướng Chính phủ",
    "HD-LĐLĐ": "Hướng dẫn của Liên đoàn Lao động", "QĐ-UBND": "Quyết định của Ủy ban nhân dân",
    "SIPAS": "chỉ số hài lòng về sự phục vụ hành chính", "PARINDEX": "chỉ số cải cách hành chính",
    "PAR INDEX": "chỉ số cải cách hành chính", "PAPI": "chỉ số hiệu quả quản trị và hành chính công",
    "PCI": "chỉ số năng lực cạnh tranh cấp tỉnh", "QR": "quy rờ", "SMS": "tin nhắn", "OTP": "mã xác thực một lần",
    "VNeID": "vê-en-e-i-đi", "Covid": "cô-vít", "COVID": "cô-vít", "LĐTĐ": "Lao động Thủ đô", "TTXVN": "Thông tấn xã Việt Nam",
    "TTPVHCC": "Trung tâm Phục vụ hành chính công", "đ/c": "đồng chí", "Đ/c": "Đồng chí", "v/v": "về việc", "V/v": "Về việc",
    "v.v": "vân vân", "v.v.": "vân vân", "vv": "vân vân", "TM.": "thay mặt", "KT.": "ký thay",
    "TUQ.": "thừa ủy quyền", "TP.": "thành phố", "Tp.": "thành phố", "TS.": "tiến sĩ",
    "ThS.": "thạc sĩ", "PGS.": "phó giáo sư", "GS.": "giáo sư",
}  # fmt: skip
# Read as they stand by everyone, or no abbreviations at all.
SAID_AS_WRITTEN = frozenset({"ASEAN", "UNESCO", "OK", "WIFI", "Wifi", "ZALO"})

UNITS: dict[str, str] = {
    "%": "phần trăm", "‰": "phần nghìn", "đ": "đồng", "₫": "đồng", "VNĐ": "đồng", "VND": "đồng", "vnđ": "đồng", "USD": "đô la Mỹ",
    "$": "đô la Mỹ", "EUR": "ơ-rô", "€": "ơ-rô", "km": "ki-lô-mét", "m": "mét", "cm": "xăng-ti-mét", "mm": "mi-li-mét",
    "km²": "ki-lô-mét vuông", "km2": "ki-lô-mét vuông", "m²": "mét vuông", "m2": "mét vuông", "m³": "mét khối", "m3": "mét khối",
    "ha": "héc-ta", "kg": "ki-lô-gam", "g": "gam", "l": "lít", "ml": "mi-li-lít", "kW": "ki-lô-oát", "kWh": "ki-lô-oát giờ",
    "MB": "mê-ga-bai", "GB": "ghi-ga-bai", "°C": "độ xê", "°": "độ", "k": "nghìn đồng", "K": "nghìn đồng", "tr": "triệu",
    "tấn": "tấn",
}  # fmt: skip
LETTERS: dict[str, str] = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "Ê": "ê", "F": "ép", "G": "giê",
    "H": "hát", "I": "i", "J": "gi", "K": "ca", "L": "e-lờ", "M": "em-mờ", "N": "en-nờ", "O": "o", "Ô": "ô", "Ơ": "ơ",
    "P": "pê", "Q": "quy", "R": "e-rờ", "S": "ét", "T": "tê", "U": "u", "Ư": "ư", "V": "vê", "W": "vê kép", "X": "ích",
    "Y": "y dài", "Z": "dét",
}  # fmt: skip
SIGNS: dict[str, str] = {
    "&": " và ", "+": " cộng ", "=": " bằng ", "≥": " ít nhất ", "≤": " không quá ", ">": " trên ", "<": " dưới ", "×": " nhân ",
    "°": " độ ", "%": " phần trăm ", "@": " a còng ", "#": " ", "*": " ", "_": " ", "~": " khoảng ", "|": ", ", "•": " ",
    "§": " mục ", "$": " đô la Mỹ ", "€": " ơ-rô ", "^": " ", "\\": " ", "→": " đến ", "‰": " phần nghìn ", "₫": " đồng ",
}  # fmt: skip
