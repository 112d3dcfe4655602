"""Phrases that speak for a kind, an area or an urgency, each with a score chosen by hand. Edit here; see `words.Phrase`.

The scores are no probabilities. Rules serve until officers have corrected enough cases for a model (`learning.combine`).
Signs of kinds: DOMAIN §3.2, after TT 05/2021/TT-TTCP art. 13-16.
"""

from __future__ import annotations

Lexicon = dict[str, float]

OFFICIAL = "(cán bộ|công chức|viên chức|chủ tịch|phó chủ tịch|bí thư|trưởng phòng|phó phòng|trưởng thôn|trưởng công an|công an|giám đốc sở|lãnh đạo|địa chính|thanh tra|hải quan|thuế vụ|kiểm lâm)"
MONEY = "(tiền|phong bì|triệu|hoa hồng|quà|bồi dưỡng)"

# Luật Tố cáo 25/2018/QH14 art. 2: a violation of law by anyone. Too many rather than too few: a person looks.
DENUNCIATION: Lexicon = {
    "tố cáo": 0.9,
    "tố giác": 0.85,
    "(nhận|đưa|ăn|đòi) hối lộ": 0.9,
    "hối lộ": 0.8,
    "(tham nhũng|tham ô|biển thủ|rút ruột)": 0.8,
    "(vòi vĩnh|vòi tiền|mãi lộ|bảo kê)": 0.75,
    f"(đòi|vòi|gợi ý|ép|bắt|yêu cầu) * (đưa|đút|lót|nộp|chung|biếu|chi) * {MONEY} !(thuế|lương|công|phạt|điện|nước|học|đồng phục|cọc|tạm ứng|bảo hiểm|phí)": 0.5,
    "(đòi|vòi) (thêm|tôi|em|dân|chúng tôi|gia đình tôi|của tôi|riêng|luôn|lại) * (tiền|phong bì) !(lương|công|cọc|nợ|nhà|phòng|điện|bồi thường)": 0.5,
    "đòi (tiền|phong bì|quà) !(lương|công|cọc|nợ|nhà|phòng|điện|bồi thường|bảo hiểm)": 0.6,
    "đòi * (một|hai|ba|năm|mười|vài|mấy) (triệu|trăm|chục)": 0.5,
    "đòi * # * (triệu|nghìn|ngàn|k|đồng|000)": 0.55,
    # Without accents "chứng chỉ" looks the same.
    "chung chi !(hành nghề|nghề|tin học|ngoại ngữ|chuyên môn|sơ cấp|đào tạo)": 0.6,
    "(lót tay|bôi trơn|làm luật|cà phê mới ký|chạy (chức|việc|án|dự án|chế độ|giấy tờ))": 0.6,
    "(nhận|cầm|lấy|thu) (tiền|phong bì) * (của dân|của tôi|riêng|bỏ túi|lót tay|mới (ký|giải quyết|làm))": 0.6,
    "(nhận|cầm) (phong bì|tiền riêng)": 0.6,
    "bỏ túi": 0.5,
    "(ăn chặn|ăn bớt|xà xẻo|chiếm đoạt|bớt xén|cắt xén)": 0.6,
    "(bao che|dung túng|tiếp tay|thông đồng|câu kết|móc nối)": 0.55,
    "(lợi dụng|lạm dụng) * (chức vụ|chức quyền|quyền hạn)": 0.75,
    "(trục lợi|lợi ích nhóm|sân sau)": 0.55,
    "(cố ý làm trái|làm trái quy định|vi phạm pháp luật|sai phạm|dấu hiệu phạm tội)": 0.4,
    "(làm giả|giả mạo|khai khống|lập khống|nâng khống|kê khống)": 0.5,
    "(cấp|bán) * (đất|nhà) * (trái phép|sai thẩm quyền|trái thẩm quyền)": 0.5,
    "(quấy rối|sàm sỡ|xâm hại|gạ gẫm)": 0.5,
    "(hành hung|đánh đập|bạo hành|dọa nạt|đe dọa|trù dập|trả thù)": 0.4,
    f"{OFFICIAL} * (đánh|tát|dọa|đòi tiền|lấy tiền|nhận tiền|cầm tiền)": 0.5,
    "(thu|lấy) * (tiền|phí) * (không|chẳng) * (biên lai|hóa đơn|phiếu thu)": 0.4,
    "(thu|lấy) (thêm|riêng|ngoài) * tiền": 0.35,
    "(nhũng nhiễu|sách nhiễu)": 0.4,
    "(gây khó dễ|làm khó|hành dân)": 0.2,
}
# A name beside one of these makes a sign of an accusation stronger.
ACCUSING = 0.2

# Luật Khiếu nại 02/2011/QH13 art. 2: to have a decision or act reviewed that infringed one's own rights.
COMPLAINT: Lexicon = {
    "khiếu nại": 0.8,
    "không (đồng ý|nhất trí|chấp nhận) (với|) * (quyết định|kết luận|thông báo|biên bản)": 0.65,
    "không đồng ý * (xử phạt|thu hồi|kỷ luật|bồi thường|cưỡng chế)": 0.6,
    "(xem xét|xét) lại quyết định": 0.6,
    "(hủy|hủy bỏ|thu hồi|rút) quyết định": 0.5,
    "quyết định số": 0.45,
    "quyết định * (xử phạt|thu hồi|kỷ luật|cưỡng chế|bồi thường|buộc thôi việc|giải tỏa)": 0.5,
    "(xử phạt|phạt|kỷ luật|cưỡng chế|buộc thôi việc|thu hồi đất|thu hồi) * (đối với|của) (tôi|gia đình tôi|em|nhà tôi|chúng tôi|mẹ tôi|bố tôi)": 0.45,
    "(xử phạt|phạt) (tôi|em|gia đình tôi|nhà tôi|chồng tôi|vợ tôi) * (oan|sai|không đúng|vô lý)": 0.6,
    "(phạt|thu hồi|kỷ luật) * (oan|trái pháp luật|không đúng pháp luật)": 0.5,
    "đối với tôi": 0.25,
    "xâm phạm quyền": 0.3,
}

# Bộ luật Lao động 2019 art. 179: between a worker and the employer, not with an office.
LABOUR_DISPUTE: Lexicon = {
    "(nợ|quỵt|giam|chậm|xù|treo) lương": 0.75,
    "(nợ|chậm|chưa|không) (trả|thanh toán|phát) * lương": 0.65,
    "lương * (chưa trả|bị nợ|trả chậm)": 0.5,
    "lương * (bị trừ|bị cắt)": 0.4,
    "(trừ|cắt|trả thiếu|giảm|hạ) lương !(hưu)": 0.4,
    "(công ty|chủ|doanh nghiệp|xưởng|quản lý) * (trừ|cắt|trả thiếu|giảm|hạ) * lương": 0.55,
    "(sa thải|đuổi việc|cho thôi việc|ép nghỉ việc|bắt viết đơn nghỉ|bắt nghỉ việc|ép * nghỉ việc)": 0.65,
    "(công ty|chủ|xưởng|giám đốc|quản lý) * cho * nghỉ việc": 0.5,
    "(chấm dứt|không ký|hết hạn|vi phạm|ký lại) hợp đồng (lao động|)": 0.5,
    "hợp đồng lao động": 0.35,
    "(công ty|chủ|doanh nghiệp|xưởng|cơ sở|nhà máy) * (không|chưa|trốn|nợ|chậm) * (đóng|chốt|nộp) * (bảo hiểm|sổ)": 0.65,
    "(trốn|nợ|chưa|không) đóng bảo hiểm": 0.5,
    "(không|chưa) * chốt sổ": 0.3,
    "(tăng ca|làm thêm giờ|làm thêm|ca đêm) * (không|chưa) * (trả|tính|được) * (tiền|lương|công)": 0.6,
    "(ép|bắt) * (tăng ca|làm thêm)": 0.6,
    "(thử việc|trợ cấp thôi việc|thưởng tết|tiền thưởng|phụ cấp) * (không|chưa|cắt|nợ)": 0.35,
    "(đình công|ngừng việc tập thể|lãn công)": 0.6,
    "(tổ trưởng|quản đốc|chuyền trưởng|sếp|chủ xưởng) * (chửi|mắng|đánh|xúc phạm|ép)": 0.5,
    "giữ * (bằng|giấy tờ|căn cước) * (gốc|của công nhân)": 0.5,
    "không ký hợp đồng": 0.5,
}

EMERGENCY: Lexicon = {
    "đang (cháy|bị đánh|chìm|sập|bị cướp|bị đâm|bị nhốt|chảy máu)": 0.85,
    "(cháy|hỏa hoạn) (lớn|nhà|xưởng|kho|trọ|chung cư|công ty|rừng|phòng|ở|tại|rồi)": 0.7,
    "(nổ|xì|rò rỉ|rò) (bình gas|gas|ga|khí|hóa chất|khí độc|amoniac|lò hơi)": 0.75,
    "bị (cướp|đâm|chém|bắt cóc|hiếp|nhốt|giam giữ|điện giật|bỏng nặng|cưỡng hiếp)": 0.75,
    "(cướp|trộm) (đang|có dao|có súng|vào nhà)": 0.75,
    "bị đánh !(máy|giá|thuế|mất|rơi|đồng|tráo|dấu|trượt)": 0.45,
    "(tai nạn|tai nạn lao động) * (chết|nặng|nguy kịch|bị thương|bất tỉnh|đứt|gãy|cấp cứu|vừa xảy ra)": 0.65,
    "(ngất|ngộ độc|bất tỉnh|khó thở|co giật) * (hàng loạt|nhiều người|công nhân|cấp cứu|tập thể)": 0.65,
    "(công nhân|người|trẻ em|em bé) * (ngất|ngộ độc|bất tỉnh|đuối nước|mắc kẹt|bị vùi)": 0.6,
    "(sập (nhà|giàn giáo|mái|tường|cầu|công trình|hầm)|sạt lở|lở núi|bị lở đất)": 0.65,
    "(dọa|đe dọa) (giết|đâm|chém|đốt)": 0.7,
    "(tự tử|tự sát|không muốn sống)": 0.75,
    "(cứu (tôi|em|với|chúng tôi|mọi người)|cấp cứu)": 0.6,
    "(mắc kẹt|bị kẹt) (trong|dưới|thang máy|ở)": 0.6,
    "(vỡ đê|lũ quét|lũ về|nước dâng|cây đổ đè|dây điện đứt|rơi dây điện|đứt dây điện)": 0.65,
    "(bây giờ|ngay bây giờ|ngay lập tức) * (cứu|đến)": 0.5,
}

INFORMATION: Lexicon = {
    "(cho|xin) (tôi|em|mình|cháu|hỏi|chúng tôi) hỏi": 0.6,
    "(xin|muốn) hỏi": 0.6,
    "cho hỏi": 0.6,
    "(cần|gồm|phải có|nộp) * (giấy tờ|hồ sơ|những) gì": 0.55,
    "(bao lâu|bao nhiêu tiền|bao nhiêu ngày|mấy ngày|mất bao nhiêu|khi nào)": 0.35,
    "(ở đâu|chỗ nào|cơ quan nào|ai giải quyết|gọi số nào)": 0.3,
    "(như thế nào|thế nào|làm sao|cách nào|ra sao)": 0.3,
    "(hướng dẫn|chỉ) (giúp|tôi|em|cho|cách|thủ tục)": 0.45,
    "(có được|được) * không ạ": 0.3,
    "có * (phải|cần|được) * không": 0.25,
}

RECOMMENDATION: Lexicon = {
    "kiến nghị": 0.5,
    "(kiến nghị|đề nghị|đề xuất) * (sửa|sửa đổi|bổ sung|bãi bỏ|bỏ|thay|ban hành|quy định|cho phép|tăng|giảm|rút ngắn|gộp|đơn giản)": 0.6,
    "(đề xuất|góp ý|hiến kế|sáng kiến)": 0.55,
    "đề nghị": 0.3,
    # Not "cần bỏ": without accents it is "cán bộ".
    "nên (bỏ|sửa|có|cho|gộp|mở|bổ sung|thay|làm|rút ngắn|giảm|tăng|quy định)": 0.45,
    "cần (sửa|gộp|mở|bổ sung|thay|rút ngắn|giảm|tăng|quy định)": 0.45,
    "(sửa đổi|bổ sung|bãi bỏ) * (quy định|luật|nghị định|thông tư|quy trình|mẫu)": 0.55,
    "(giải pháp|phương án) (là|của tôi|tốt hơn)": 0.4,
    "thay vì": 0.3,
}

REFLECTION: Lexicon = {
    "phản ánh": 0.5,
    "(chậm|trễ|quá) (hẹn|hạn|trả|giải quyết|xử lý)": 0.5,
    "(rất|quá|bị) chậm": 0.4,
    "(gây|rất|quá|phiền) (phiền hà|phiền|hà)": 0.45,
    "thái độ": 0.45,
    "(hách dịch|cửa quyền|quát|nạt|cáu gắt|thờ ơ|nói trống không|vô cảm|coi thường)": 0.5,
    "(không|chưa) (ai|) * (trả lời|giải quyết|xử lý|tiếp nhận|nhận hồ sơ|hướng dẫn)": 0.4,
    "(vẫn|đến nay|bây giờ) (chưa|không) (có|nhận|thấy|được|ai)": 0.4,
    "(đùn đẩy|đi lại nhiều lần|hẹn lần sau|hẹn đi hẹn lại|trả lại hồ sơ|bắt bổ sung)": 0.5,
    "(ô nhiễm|ngập|hư hỏng|hỏng|ổ gà|mất điện|mất nước|rác|khói|mùi hôi|ồn)": 0.4,
    "(lỗi|treo|không vào được|không đăng nhập được|quay vòng)": 0.35,
    "bức xúc": 0.35,
    "(thu thêm|thu sai|thu quá|không niêm yết|không có biên lai)": 0.35,
}

KINDS: dict[str, Lexicon] = {
    "EMERGENCY": EMERGENCY,
    "DENUNCIATION": DENUNCIATION,
    "LABOUR_DISPUTE": LABOUR_DISPUTE,
    "COMPLAINT": COMPLAINT,
    "INFORMATION": INFORMATION,
    "RECOMMENDATION": RECOMMENDATION,
    "REFLECTION": REFLECTION,
}

# NQ 76/NQ-CP (15/7/2021) part II, in the words of people who wait.
AREAS: dict[str, Lexicon] = {
    "INSTITUTIONS": {
        "(quy định|luật|nghị định|thông tư|chính sách) * (bất hợp lý|vô lý|chồng chéo|mâu thuẫn|lạc hậu|không phù hợp|bất cập|chưa rõ)": 0.6,
        "(sửa|sửa đổi|bổ sung|bãi bỏ) * (quy định|luật|nghị định|thông tư)": 0.6,
        "(bất cập|kẽ hở|chồng chéo) * (quy định|luật|chính sách|văn bản)": 0.5,
        "(chưa|không) có (văn bản|hướng dẫn|quy định)": 0.4,
        "(nghị định|thông tư|nghị quyết) (số|#|mới)": 0.35,
    },
    "PROCEDURES": {
        "thủ tục": 0.45,
        "(hồ sơ|giấy hẹn|phiếu hẹn|biên nhận|giấy tờ)": 0.35,
        "(một cửa|trung tâm phục vụ hành chính công)": 0.4,
        "(trễ hẹn|quá hẹn|chậm trả|trả kết quả|bổ sung hồ sơ|trả lại hồ sơ)": 0.5,
        "(khai sinh|khai tử|kết hôn|hộ tịch|chứng thực|công chứng|sao y|sổ đỏ|sổ hồng|giấy chứng nhận quyền sử dụng|giấy phép|tạm trú|thường trú|căn cước|lý lịch tư pháp|hộ khẩu)": 0.4,
        "(làm|xin|cấp|đổi|nộp) * (giấy|hồ sơ|sổ|đơn|phép)": 0.25,
    },
    "APPARATUS": {
        "(sáp nhập|sắp xếp|bỏ cấp huyện|hai cấp|tinh gọn|giải thể)": 0.55,
        "(đùn đẩy|chồng chéo) * (trách nhiệm|chức năng|nhiệm vụ|cơ quan)": 0.5,
        "(không biết|chưa biết|không rõ) * (cơ quan nào|nơi nào|ai * (giải quyết|phụ trách|chịu trách nhiệm))": 0.45,
        "(trụ sở|biên chế|thiếu người|thiếu cán bộ|kiêm nhiệm|bộ máy)": 0.35,
        "(xã bảo huyện|huyện bảo tỉnh|xã đẩy|phường đẩy|nơi này chỉ nơi kia)": 0.5,
    },
    "CIVIL_SERVICE": {
        "thái độ": 0.5,
        "(hách dịch|cửa quyền|quát|nạt|nhũng nhiễu|sách nhiễu|vô cảm|thờ ơ|cáu gắt|nói trống không|gây khó dễ|hành dân|phiền hà)": 0.5,
        f"{OFFICIAL} * (đi muộn|vắng|không có mặt|về sớm|nghe điện thoại|chơi|uống rượu|bỏ vị trí|không nhìn)": 0.55,
        "(tuyển dụng|bổ nhiệm|thi công chức|thi viên chức|nâng ngạch|luân chuyển|đạo đức công vụ)": 0.5,
        f"{OFFICIAL} * (mắng|chửi|gắt|bảo chờ|hẹn lần sau|trả lời cho qua)": 0.5,
    },
    "PUBLIC_FINANCE": {
        "(phí|lệ phí|biên lai|hóa đơn|thu thêm|thu sai|thu quá|niêm yết|tạm thu)": 0.4,
        "(ngân sách|đầu tư công|giải ngân|tài sản công|quyết toán|kinh phí|dự toán)": 0.55,
        "(chậm|chưa|không) * (chi|trả|chuyển|nhận được) * (trợ cấp|hỗ trợ|chế độ|tiền hỗ trợ|phụ cấp)": 0.5,
        "(trợ cấp|tiền hỗ trợ) * (chưa|chậm|thiếu)": 0.45,
        "(học phí|viện phí|thuế|tiền phạt) * (cao|sai|vô lý|thu)": 0.35,
    },
    "DIGITAL_GOVERNMENT": {
        "(cổng dịch vụ công|dịch vụ công trực tuyến|nộp trực tuyến|hồ sơ trực tuyến|nộp qua mạng|trực tuyến|dịch vụ công)": 0.5,
        "(vneid|vssid|định danh mức|định danh điện tử|chữ ký số|ký số|mã otp|mã qr)": 0.55,
        "(phần mềm|ứng dụng|trang web|website|app|hệ thống|cổng) * (lỗi|treo|quay|không vào|chậm|sập|báo)": 0.55,
        "(chuyển đổi số|chính quyền điện tử|chính quyền số|dữ liệu dân cư|cơ sở dữ liệu|đồng bộ dữ liệu)": 0.55,
        "(đăng nhập|mật khẩu|tài khoản) * (không|lỗi|sai|khóa)": 0.35,
    },
}

# QĐ 1207/QĐ-UBND: disaster, epidemic, accident, robbery, safety.
URGENT: Lexicon = {
    **EMERGENCY,
    "(dịch bệnh|ổ dịch|ngộ độc|thiên tai|bão|lũ|sạt lở|ngập sâu)": 0.5,
    "(nguy hiểm|mất an toàn|đe dọa tính mạng|nguy cơ * (sập|cháy|nổ))": 0.45,
    "(khẩn|khẩn cấp|gấp|ngay lập tức)": 0.35,
    "(dây điện|hố ga|nắp cống|giàn giáo|cột điện) * (đứt|hở|mất nắp|nghiêng|sắp đổ|rơi)": 0.5,
}
# Several agencies or a legal procedure (QĐ 1207); many people, several matters (NĐ 155/2026/NĐ-CP art. 3a).
COMPLEX: Lexicon = {
    "(nhiều|các|hai|ba|liên) (cơ quan|ngành|sở|cấp)": 0.4,
    "(tranh chấp|khởi kiện|tòa án|thi hành án|giải phóng mặt bằng|cưỡng chế)": 0.5,
    "(hàng trăm|hàng chục|nhiều|tập thể|# ) (hộ|người|công nhân|gia đình) * (ký|cùng|bị|không)": 0.35,
    "(kéo dài|suốt) * (năm|tháng)": 0.3,
    "(đã|từng) * (gửi đơn|nhiều lần|khiếu nại) * (không|chưa)": 0.3,
    "(đất đai|thu hồi đất|bồi thường|tái định cư|nguồn gốc đất)": 0.35,
}
