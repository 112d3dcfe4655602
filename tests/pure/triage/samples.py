"""Sentences that neither the lexicons nor the examples have seen, and ordinary ones with words that also stand in accusations."""

UNSEEN_LINES = """
DENUNCIATION|Nhân viên đăng kiểm nhận tiền để cho xe cũ qua kiểm định
DENUNCIATION|Bà trưởng phòng giáo dục nhận quà của giáo viên rồi mới phân công về trường gần
DENUNCIATION|Ông chủ nhiệm hợp tác xã khai gian diện tích để hưởng tiền đền bù
DENUNCIATION|Cán bộ chính sách cắt xén suất quà tết của gia đình liệt sĩ
DENUNCIATION|Cảnh sát giao thông không lập biên bản mà bảo đưa tiền là cho đi
DENUNCIATION|Lãnh đạo phường nhận người nhà vào làm không qua thi tuyển
DENUNCIATION|Xin báo việc mua bán suất nhà ở xã hội trong sở xây dựng
DENUNCIATION|Tiền quỹ vì người nghèo bị ông tổ trưởng tiêu riêng
DENUNCIATION|anh Minh phong dat dai goi y gui 10 trieu de chen ho so
DENUNCIATION|Thủ kho tuồn vật tư của bệnh viện ra ngoài bán
COMPLAINT|Tôi đề nghị giải quyết lại việc áp giá đất của nhà tôi, quyết định 33 sai diện tích
COMPLAINT|Chồng tôi bị tạm giữ xe sai quy định, đề nghị trả lại và hủy biên bản
COMPLAINT|Em khiếu nại điểm xét tuyển công chức của mình
LABOUR_DISPUTE|Công ty phá sản, chủ bỏ trốn, còn nợ công nhân ba tháng tiền công
LABOUR_DISPUTE|Tôi bị chuyển sang việc khác lương thấp hơn mà không ai hỏi ý kiến
LABOUR_DISPUTE|Nhà máy đóng bảo hiểm theo mức thấp hơn lương thật
LABOUR_DISPUTE|Bị tai nạn lao động mà giám đốc không chịu trả viện phí
LABOUR_DISPUTE|Nghỉ phép năm công ty không thanh toán
EMERGENCY|Kho hóa chất đang xì khói vàng, mọi người bỏ chạy
EMERGENCY|Anh thợ điện bị giật nằm bất động trên cột
EMERGENCY|Trẻ em rơi xuống cống không nắp trước cổng trường
EMERGENCY|Có kẻ lạ phá cửa phòng trọ nữ công nhân ngay lúc này
INFORMATION|Đổi thẻ căn cước hết hạn mất mấy ngày
INFORMATION|Cho mình xin danh sách trường mầm non nhận trẻ dưới 2 tuổi
INFORMATION|Chế độ thai sản của chồng được nghỉ bao nhiêu ngày ạ
RECOMMENDATION|Tôi nghĩ xã nên dán bảng hướng dẫn cỡ chữ to
RECOMMENDATION|Đề nghị cho công nhân nộp hồ sơ bảo hiểm tại nhà máy
RECOMMENDATION|Cần thay đổi cách lấy số thứ tự để người ở xa không phải đến từ sáng sớm
REFLECTION|Nước máy khu trọ đục ngầu nhiều ngày, gọi công ty nước không ai đến
REFLECTION|Cán bộ hộ tịch nghỉ không ai trực thay, dân chờ cả buổi
REFLECTION|Giấy hẹn ghi ngày 5 mà ngày 20 vẫn chưa có sổ
REFLECTION|Quán karaoke mở loa tới 1 giờ sáng, công nhân ca sớm không ngủ được
REFLECTION|App báo lỗi khi chụp ảnh chân dung, làm lại mười lần
"""

UNSEEN = [tuple(line.split("|")) for line in UNSEEN_LINES.strip().splitlines()]

NO_ACCUSATION = """
Đề nghị xem xét thái độ phục vụ của bộ phận một cửa
Nhà hàng xóm xây to cao che hết ánh sáng phòng trọ
Chúng tôi đòi tiền lương tháng bảy mà công ty chưa trả
Chủ trọ đòi tiền cọc hai tháng, tôi muốn hỏi có đúng không
Đề nghị cán bộ hướng dẫn rõ hơn khi nhận hồ sơ
Mong phường trả tiền hỗ trợ thuê nhà đúng đợt
Ông Nguyễn Văn Hòa ở quầy số hai hướng dẫn rất tận tình
Tôi nộp 200 nghìn tiền lệ phí và nhận biên lai đầy đủ
Trường đòi giấy khai sinh bản gốc của cháu
Bệnh viện yêu cầu đóng tiền tạm ứng trước khi khám
Đề nghị đưa tiền học phí vào thanh toán trực tuyến
Kiến nghị tăng tiền hỗ trợ cho công nhân nuôi con nhỏ
Công ty bắt nộp tiền đồng phục khi vào làm
Cán bộ trả lời chậm, không nhìn lên khi nói chuyện
Xin hỏi tiền bồi dưỡng ca đêm tính thế nào
"""
