"""Phrases that speak for a kind, an area or an urgency, each with a score chosen by hand. Edit here; see `words.Phrase`.

The scores are no probabilities. Rules serve until officers have corrected enough cases for a model (`learning.combine`).
Signs of kinds: DOMAIN §3.2, after TT 05/2021/TT-TTCP art. 13-16.
"""

from __future__ import annotations

Lexicon = dict[str, float]

OFFICIAL = "(cán bộ|công chức|viên chức|chủ tịch|phó chủ tịch|bí thư|trưởng phòng|phó phòng|trưởng thôn|trưởng công an|công an|giám đốc sở|lãnh đạo|địa chính|thanh tra|hải quan|thuế vụ|kiểm lâm|hiệu trưởng|trưởng ấp|trưởng trạm|trạm trưởng|trưởng khoa|giám đốc bệnh viện|đội trưởng|cảnh sát|kế toán xã|tổ trưởng dân phố|chi cục|văn thư|hộ tịch|thẩm phán|chấp hành viên)"
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
    f"{OFFICIAL} * (nhận|lấy|cầm|ăn|giữ|thu|lĩnh) * tiền !(thuế|lương|công|phạt|điện|nước|học|đồng phục|cọc|tạm ứng|bảo hiểm y tế|phí|lệ phí)": 0.45,
    "(phong bì|quà cáp)": 0.4,
    "(đi cửa sau|cửa sau|tiền cà phê|cà phê cà pháo|tiền trà nước|tiền bồi dưỡng cho|quan hệ mới được)": 0.5,
    "(đưa|biếu|chi|kẹp|lo|gửi) (thêm|riêng|ngoài|cho * |) # (nghìn|ngàn|triệu|trăm) !(tiền (lệ phí|phí|điện|nước|học|thuế|phạt)|lệ phí|phí)": 0.4,
    "(đưa|biếu|kẹp) (thêm|riêng) * (tiền|#)": 0.5,
    "(mới|thì) (chịu|được|) (ký|duyệt|làm nhanh|chạy|có kết quả ngay)": 0.25,
    "(lấy|bán|chiếm|chia|giao|cấp) * (đất công|đất của xã|tài sản công|tiền công quỹ|quỹ)": 0.55,
    "(cho|chia|của|là) (người nhà|người quen|họ hàng|con trai|con gái|con cháu|anh em ruột|vợ|chồng) (ông|bà|mình|của|cán bộ|lãnh đạo|xây|lĩnh|$)": 0.35,
    "(giữ lại|giữ|trừ|cắt) * (tiền|quà|gạo) * (hỗ trợ|cứu trợ|trợ cấp|hộ nghèo|của bà con|của dân)": 0.5,
    "(kê|khai|lập) (tên|danh sách) * (chết|ma|khống|không có thật)": 0.6,
    "(chi sai|chi khống|sai đối tượng|thanh toán khống|hóa đơn khống|quyết toán khống)": 0.5,
    "(ưu ái|đưa) * (người nhà|con cháu|họ hàng) * (vào|làm|trúng|danh sách)": 0.45,
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
    "(tôi|em|nhà tôi|vợ tôi|chồng tôi|gia đình tôi|con tôi|cửa hàng tôi|quán tôi) bị (phạt|xử phạt|thu hồi|kỷ luật|đình chỉ|cưỡng chế|buộc thôi việc|từ chối cấp|trừ điểm|tạm giữ|hạ bậc)": 0.5,
    "(xét lại|xem xét lại|xem lại) (quyết định|kết quả|việc|mức|$)": 0.3,
    "không (chấp nhận|đồng ý|nhất trí)": 0.3,
    "(đền bù|bồi thường|áp giá) * (thấp|không thỏa đáng|không đúng|rẻ mạt|sai)": 0.4,
    "quyết định (đình chỉ|thu hồi|xử phạt|kỷ luật|cưỡng chế|điều chuyển|tạm giữ|từ chối)": 0.4,
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
    "(trả|phát) lương * (trễ|chậm|muộn|thiếu|nhỏ giọt)": 0.6,
    "lương * (trễ|muộn|thiếu) (# |) (ngày|tháng|tuần)": 0.5,
    "(công ty|chủ|xưởng|doanh nghiệp|sếp|tổ trưởng|quản lý|nhà máy) ** (bắt|ép) (làm|đi làm|ký) ": 0.5,
    "(công ty|chủ|xưởng|doanh nghiệp|nhà máy) ** không (trả|thanh toán|tính) * (tiền|công|lương|trợ cấp|phụ cấp)": 0.55,
    "không cho nghỉ (bù|phép|ốm|lễ|thai sản|việc riêng)": 0.55,
    "(công ty|chủ|xưởng|nhà máy) * không (nhận lại|bố trí việc|gia hạn|cho * (làm|vào))": 0.55,
    "(làm chủ nhật|làm ngày lễ|làm ngày nghỉ|làm (12|14|16) (tiếng|giờ))": 0.4,
    "(làm|làm việc) ** (năm|tháng) ** (không|chưa) (được|có) (đóng|tham gia|ký) * (bảo hiểm|hợp đồng)": 0.6,
    "(đuổi|cho nghỉ|mất việc) * (có bầu|mang thai|thai sản|sinh con)": 0.6,
}

EMERGENCY: Lexicon = {
    "đang (cháy|bị đánh|chìm|sập|bị cướp|bị đâm|bị nhốt|chảy máu)": 0.85,
    "(cháy|hỏa hoạn) (lớn|nhà|xưởng|kho|trọ|chung cư|công ty|rừng|phòng|ở|tại|rồi)": 0.7,
    "(nổ|xì|rò rỉ|rò) (bình gas|gas|ga|khí|hóa chất|khí độc|amoniac|lò hơi)": 0.75,
    "bị (cướp|đâm|chém|bắt cóc|hiếp|nhốt|giam giữ|điện giật|bỏng nặng|cưỡng hiếp)": 0.75,
    "(cướp|trộm) (đang|có dao|có súng|vào nhà)": 0.75,
    "(bốc cháy|phát hỏa|hỏa hoạn|cháy to|cháy lan|khói mù mịt)": 0.7,
    "(xin|kêu|cầu) cứu": 0.55,
    "(chảy * máu|máu chảy|nguy kịch|bất tỉnh|ngừng thở|không thở được|hấp hối)": 0.6,
    "(cầm|mang|có|vác) (gậy|dao|mã tấu|hung khí|súng|kiếm|tuýp sắt)": 0.65,
    "đang (đánh|đuổi đánh|chém|đâm|đốt|phá cửa) (người|công nhân|nhau|tôi|em|chúng tôi|vợ|con|nhà|bạn|)": 0.7,
    "(cần cẩu|cây|tường|xe|cột|cổng|mái|thang máy|tôn) * (đổ|rơi|lật|sập) * (vào|đè|trúng|xuống) * (người|công nhân|nhà|xe|tay|chân)": 0.65,
    "(bị|máy) * (cuốn|cắt|dập|kẹp|nghiến) * (tay|chân|tóc|ngón)": 0.55,
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
    "(có|còn|được|cần|phải) ** không (ạ|vậy|nhỉ|) $": 0.45,
    "(gì|đâu|nào|bao nhiêu|bao lâu|mấy giờ|thế nào|ra sao) (ạ|vậy|nhỉ|) $": 0.4,
    "(muốn|cần) (biết|tìm hiểu|được hướng dẫn|tư vấn)": 0.5,
    "(mang theo|chuẩn bị) * (giấy|giấy tờ) gì": 0.5,
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
    "(mong|xin|muốn|đề nghị|nhà nước|phường|xã|công đoàn|cơ quan) * (làm thêm|mở thêm|bố trí|lắp thêm|tăng thêm|có thêm|tích hợp|bổ sung|cho phép|tổ chức|quy định rõ)": 0.5,
    "(cần|phải) (có|quy định rõ|công khai|tổ chức)": 0.35,
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
