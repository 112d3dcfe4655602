"""Words that may be taken for each other, by kind: distractors of questions."""

# Terms of one row mean different things but stand in the same places. From NQ 76/NQ-CP and the law on inspection,
# complaints, grassroots democracy.
TERMS: tuple[tuple[str, ...], ...] = (
    ("cải cách thể chế", "cải cách thủ tục hành chính", "cải cách tổ chức bộ máy hành chính nhà nước", "cải cách chế độ công vụ",
     "cải cách tài chính công", "cải cách tư pháp", "cải cách lập pháp", "cải cách giáo dục"),
    ("giám sát", "thanh tra", "kiểm toán", "điều tra"),
    ("phản biện xã hội", "hòa giải cơ sở", "tố tụng hành chính", "trưng cầu ý dân"),
    ("chính quyền điện tử", "đô thị thông minh", "thương mại điện tử", "giao dịch điện tử"),
    ("chính quyền số", "kinh tế số", "xã hội số", "công dân số"),
    ("chính phủ điện tử", "thương mại điện tử", "hải quan điện tử", "tòa án điện tử"),
    ("minh bạch", "bí mật", "nhanh chóng", "hạn chế"),
    ("sự hài lòng", "sự đồng thuận", "sự tin tưởng", "sự tham gia"),
    ("quyền giám sát", "quyền khiếu nại", "quyền tố cáo", "quyền bầu cử"),
    ("dân chủ", "tự chủ", "tự quản", "đối thoại"),
    ("sáng kiến", "khiếu nại", "thành tích", "kiến nghị"),
    ("khiếu nại", "tố cáo", "kiến nghị", "phản ánh"),
    ("dịch vụ công trực tuyến", "dịch vụ bưu chính công ích", "dịch vụ tư vấn pháp luật", "dịch vụ việc làm"),
    ("công khai", "kín", "luân phiên", "ủy quyền"),
    ("người lao động", "người sử dụng lao động", "người học nghề", "người nước ngoài"),
    ("hợp đồng lao động", "thỏa ước lao động tập thể", "nội quy lao động", "quy chế dân chủ"),
    ("nội quy lao động", "thỏa ước lao động tập thể", "hợp đồng lao động", "quy chế trả lương"),
    ("bảo hiểm xã hội", "bảo hiểm y tế", "bảo hiểm thất nghiệp", "bảo hiểm tai nạn lao động"),
    ("bảo hiểm thất nghiệp", "bảo hiểm xã hội", "bảo hiểm y tế", "bảo hiểm nhân thọ"),
)  # fmt: skip
# A false item beside a list of true ones.
STRANGE_ITEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cải cách", ("Cải cách giáo dục phổ thông", "Cải cách tư pháp", "Cải cách ruộng đất")),
    ("", ("Xây dựng nhà ở xã hội", "Quản lý thị trường chứng khoán", "Bảo vệ biên giới quốc gia")),
)
BODIES: tuple[str, ...] = (
    "Chính phủ", "Quốc hội", "Bộ Nội vụ", "Bộ Tài chính", "Bộ Tư pháp", "Thủ tướng Chính phủ", "Thanh tra Chính phủ",
    "Ủy ban nhân dân thành phố", "Hội đồng nhân dân thành phố", "Sở Nội vụ", "Sở Tư pháp", "Ủy ban Mặt trận Tổ quốc thành phố",
    "Liên đoàn Lao động thành phố", "Tổng Liên đoàn Lao động Việt Nam", "Bảo hiểm xã hội Việt Nam", "Công đoàn cơ sở",
)  # fmt: skip
INDICES: tuple[str, ...] = (
    "Chỉ số hài lòng về sự phục vụ hành chính", "Chỉ số cải cách hành chính", "Chỉ số năng lực cạnh tranh cấp tỉnh",
    "Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh", "Chỉ số chuyển đổi số", "Chỉ số đổi mới sáng tạo",
)  # fmt: skip
# Kinds of bodies that every place has.
BODY_KINDS: tuple[str, ...] = (
    "Liên đoàn Lao động", "Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Mặt trận Tổ quốc", "Sở Nội vụ", "Sở Tư pháp", "Hội Nông dân",
    "Đoàn Thanh niên",
)  # fmt: skip
