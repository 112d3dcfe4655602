"""Sentences as people send them, by the kind that an officer would choose: what triage knows before anyone has corrected it.

Written for this purpose; no real person or office. They teach a small model that helps where no phrase of the lexicon
stands; officers' corrections replace it (`learning.combine`).
"""

from __future__ import annotations

from functools import cache

from caunoi.pure.triage.model import Example, Model, train

EMERGENCY = """
Đang cháy lớn ở kho vải cạnh khu trọ công nhân ngõ 12, gọi 114 chưa thấy xe đến
Xưởng bên cạnh rò rỉ khí amoniac, nhiều công nhân khó thở, ngất tại chỗ
Có người bị đâm ở cổng khu công nghiệp, máu chảy nhiều lắm
Giàn giáo công trình nhà văn hóa phường vừa bị sập, có hai người mắc kẹt bên trong
Cứu tôi với, tôi đang bị nhốt trong phòng trọ, điện thoại sắp hết pin
Hơn ba mươi công nhân bị ngộ độc sau bữa ăn ca, đang co giật hàng loạt
Dây điện đứt rơi xuống đường ngập nước, trẻ con đang lội qua
Chồng tôi dọa giết hai mẹ con, đang cầm dao ngoài cửa
Nước lũ về nhanh, cả dãy trọ mắc kẹt trên mái nhà
Bạn cùng phòng nhắn không muốn sống nữa rồi khóa cửa, chúng tôi gọi không được
Vừa có tai nạn lao động nặng ở phân xưởng dập, anh thợ đứt tay, chưa có xe cấp cứu
Nổ bình gas ở quán cơm đầu ngõ, lửa lan sang nhà bên
Em bé bị đuối nước ở hố công trình không rào
Bọn cướp có dao đang chặn công nhân tan ca ở đường gom
Phòng trọ bên cạnh bốc cháy, khói mù mịt, xin cứu
Công nhân xưởng mộc bị máy cắt vào tay, đang chảy nhiều máu
Có nhóm người cầm gậy đang đánh công nhân trước cổng
Cần cẩu đổ đè lên người ở công trường
"""

DENUNCIATION = """
Tôi tố cáo ông Nguyễn Văn Bền, cán bộ địa chính xã, nhận hối lộ khi làm sổ đỏ
Cán bộ tiếp nhận gợi ý phải đưa phong bì hai triệu thì hồ sơ mới chạy
Chủ tịch phường bao che cho người nhà xây trái phép ba tầng
Đề nghị thanh tra việc trưởng thôn ăn chặn tiền hỗ trợ hộ nghèo
Ông Trần Văn Khải lợi dụng chức vụ để bán đất công cho họ hàng
Kế toán xã lập khống danh sách nhận gạo cứu trợ rồi bỏ túi
Công an khu vực vòi tiền các chủ trọ hàng tháng, ai không nộp thì bị làm khó
Tôi xin tố giác hành vi làm giả hồ sơ thương binh của ông Lê Văn Út
Lãnh đạo trung tâm thông đồng với nhà thầu nâng khống giá thiết bị
Muốn được xếp lịch sớm phải lót tay cho chị ngồi quầy số ba
Phó giám đốc sở quấy rối nữ nhân viên hợp đồng, ai phản ứng thì bị trù dập
Anh cán bộ thuế đòi 5 triệu mới ký quyết toán cho cửa hàng tôi
Trạm trưởng y tế biển thủ thuốc bảo hiểm đem bán ngoài
Ở phòng này muốn nhận kết quả đúng hẹn đều phải chung chi, không có thì hồ sơ bị thiếu giấy
Chị Thủy ở bộ phận một cửa bảo đưa thêm 500 nghìn thì mai có kết quả ngay
Tôi muốn báo việc ông phó chủ tịch lấy đất công cho con trai xây nhà
Anh thanh tra giao thông nhận tiền của xe quá tải rồi cho qua
Cán bộ xã kê tên người đã chết để lĩnh tiền hỗ trợ
Muốn con vào trường đúng tuyến thì phải đi cửa sau mười triệu cho hiệu trưởng
Trưởng ấp giữ lại tiền hỗ trợ của bà con chia cho người nhà
Ở chi cục này không có phong bì thì giấy tờ nằm mãi
Kính đề nghị làm rõ dấu hiệu tham nhũng trong việc mua máy tính của sở
can bo thue vong vo doi tien ca phe
Giám đốc bệnh viện lấy tiền bảo hiểm chi sai cho người quen
"""

COMPLAINT = """
Tôi không đồng ý với Quyết định số 145/QĐ-UBND thu hồi đất của gia đình tôi
Tôi khiếu nại quyết định xử phạt hành chính 7 triệu đồng đối với tôi vì không đúng hành vi
Xin xem xét lại quyết định kỷ luật buộc thôi việc đối với tôi ngày 12 tháng 3
Gia đình tôi không nhất trí với phương án bồi thường trong quyết định số 88
Phạt vợ tôi oan, xe không vượt đèn đỏ, yêu cầu hủy quyết định xử phạt
Đơn khiếu nại lần hai về việc chủ tịch xã cưỡng chế tháo dỡ nhà bếp của tôi
Tôi là viên chức bị kỷ luật cảnh cáo, tôi không chấp nhận kết luận này và yêu cầu xét lại quyết định
UBND huyện ra quyết định thu hồi giấy phép kinh doanh của tôi mà không lập biên bản
Quyết định số 12 từ chối cấp sổ đỏ cho nhà tôi là trái pháp luật, đề nghị rút quyết định
Tôi khiếu nại việc công an phường giữ xe của tôi ba tháng không có quyết định
Đội quản lý thị trường phạt cửa hàng nhà tôi vô lý, tôi không đồng ý xử phạt
Em bị thu hồi chứng chỉ hành nghề, em không đồng ý với quyết định này
Tôi bị phạt 3 triệu vì lấn chiếm vỉa hè nhưng tôi không lấn, mong xét lại
Nhà tôi bị thu hồi 80 m2 đất, giá đền bù quá thấp, tôi không chấp nhận quyết định
Yêu cầu chủ tịch phường thu hồi quyết định đình chỉ quán của tôi
Gửi đơn khiếu nại về việc bị trừ điểm thi viên chức
"""

LABOUR_DISPUTE = """
Công ty nợ lương hai tháng nay, hỏi thì bảo chờ tiếp
Chủ xưởng cho tôi nghỉ việc ngay khi biết tôi có bầu
Công ty trừ lương của em vì nghỉ ốm có giấy bệnh viện
Doanh nghiệp không đóng bảo hiểm xã hội cho 40 công nhân suốt một năm
Tôi bị sa thải không báo trước, không được trả trợ cấp thôi việc
Bắt công nhân tăng ca đến 10 giờ đêm mà không tính tiền làm thêm
Hết hợp đồng lao động công ty không chịu chốt sổ bảo hiểm
Chuyền trưởng chửi mắng công nhân trước cả tổ, ai cãi thì ép nghỉ việc
Công ty giữ bằng gốc và căn cước của công nhân, muốn nghỉ phải nộp tiền
Làm ba năm không ký hợp đồng, giờ họ đuổi việc không một lời
Thưởng tết không có, phụ cấp độc hại bị cắt từ tháng tư
Cty em chậm lương suốt, ai hỏi thì giám đốc bảo không thích thì nghỉ
Công ty ép viết đơn nghỉ việc để khỏi trả trợ cấp
Công nhân đang ngừng việc tập thể đòi tiền lương tháng bảy
Xưởng may tháng nào cũng trả lương trễ mười ngày
Em nghỉ thai sản xong công ty không nhận lại làm
Tổ trưởng bắt làm chủ nhật không cho nghỉ bù
Chú tôi làm bảo vệ 5 năm không được đóng BHXH
cong ty khong tra tien tang ca thang 6
Chúng tôi đòi tiền lương tháng bảy mà công ty chưa trả
Công ty bắt nộp tiền đồng phục khi vào làm
"""

INFORMATION = """
Cho tôi hỏi làm lại thẻ bảo hiểm y tế cần giấy tờ gì
Xin hỏi đăng ký tạm trú cho con dưới 14 tuổi nộp ở đâu
Em muốn hỏi hồ sơ hưởng trợ cấp thất nghiệp gồm những gì và bao lâu thì có tiền
Hướng dẫn giúp tôi cách đăng ký nhà ở xã hội với ạ
Sau khi sáp nhập phường thì tôi làm giấy khai sinh ở chỗ nào
Cho hỏi lệ phí đổi giấy phép lái xe bao nhiêu tiền
Có phải đổi lại căn cước khi chuyển về xã mới không
Cho em hỏi số điện thoại bộ phận một cửa phường mới
Tôi làm ca đêm thì nộp hồ sơ ngoài giờ được không ạ, nộp như thế nào
Xin hỏi thủ tục xin giấy xác nhận thu nhập để mua nhà ở xã hội
Chỉ giúp cháu cách nộp đơn qua cổng dịch vụ công với
Khi nào thì mở đợt đăng ký học nghề miễn phí cho công nhân
Làm hộ chiếu cho trẻ em thì mang theo giấy gì ạ
Bộ phận một cửa phường có làm việc sáng thứ bảy không
Em muốn biết điều kiện vay vốn mua nhà ở xã hội
Nghỉ việc được 4 tháng thì còn nộp hồ sơ thất nghiệp được không
Chủ trọ đòi tiền cọc hai tháng, tôi muốn hỏi có đúng không
Xin hỏi tiền bồi dưỡng ca đêm tính thế nào
"""

RECOMMENDATION = """
Đề nghị bỏ giấy xác nhận cư trú vì dữ liệu dân cư đã có
Kiến nghị sửa quy định tuyến tuyển sinh để con công nhân được học gần khu trọ
Tôi đề xuất mở bộ phận một cửa vào sáng thứ bảy cho người đi ca
Nên gộp ba mẫu tờ khai thành một cho người dân đỡ phải viết
Góp ý: cần bổ sung hướng dẫn bằng tiếng dân tộc ở quầy tiếp nhận
Kiến nghị rút ngắn thời gian cấp phiếu lý lịch tư pháp xuống năm ngày
Đề nghị sửa đổi Thông tư 30 cho phép nộp bản chụp thay bản sao công chứng
Đề xuất giảm lệ phí cho hồ sơ nộp trực tuyến
Phường nên có lịch tiếp công nhân ngoài giờ hành chính
Kiến nghị bãi bỏ yêu cầu xuất trình sổ hộ khẩu đã hết hiệu lực
Tôi có sáng kiến dùng tin nhắn báo khi hồ sơ xong thay vì phải gọi hỏi
Đề nghị tăng chỉ tiêu nhà trẻ công lập trong khu công nghiệp
Mong phường làm thêm một quầy cho người già và phụ nữ có thai
Đề nghị tích hợp giấy phép lái xe và thẻ bảo hiểm làm một
Nhà nước cần quy định rõ thời hạn trả lời của đường dây nóng
Đề nghị cán bộ hướng dẫn rõ hơn khi nhận hồ sơ
Mong phường trả tiền hỗ trợ thuê nhà đúng đợt
Đề nghị đưa tiền học phí vào thanh toán trực tuyến
Kiến nghị tăng tiền hỗ trợ cho công nhân nuôi con nhỏ
"""

REFLECTION = """
Hồ sơ khai sinh của con tôi quá hẹn mười ngày mà chưa có kết quả
Cán bộ một cửa thái độ hách dịch, quát người già ngay tại quầy
Đường vào khu công nghiệp ngập cả tuần, không ai xử lý
Cổng dịch vụ công bị lỗi, nộp hồ sơ quay vòng mãi không được
Tôi đi lại bốn lần vẫn bị trả lại hồ sơ mà không nói thiếu giấy gì
Bảo hiểm xã hội chậm giải quyết chế độ thai sản của tôi
Xưởng tái chế xả khói đen và mùi hôi suốt đêm, cả xóm không ngủ được
Đường dây nóng của xã gọi mãi không ai trả lời
Sau sáp nhập xã đẩy lên phường, phường đẩy về xã, không nơi nào nhận hồ sơ
Thu phí chứng thực cao hơn bảng niêm yết mà nói phí đã đổi
Trạm y tế hết thuốc bảo hiểm ba tháng nay, bệnh nhân phải mua ngoài
Phản ánh việc phòng chờ chật, máy lấy số hỏng, một quầy mở cho hàng trăm người
Tiền hỗ trợ thuê nhà đợt hai đến nay vẫn chưa thấy chuyển
VNeID báo sai ngày sinh, lên công an phường thì hẹn đi hẹn lại
Chị trực quầy vừa bấm điện thoại vừa trả lời, hỏi câu nào cũng gắt
Nộp hồ sơ từ tháng 2 mà giờ vẫn báo đang xử lý
Đèn đường khu trọ hỏng cả tháng, tối đi làm ca về rất sợ
Web dịch vụ công cứ báo lỗi 500 lúc thanh toán
Phường bắt photo lại căn cước dù đã quét mã
Đề nghị xem xét thái độ phục vụ của bộ phận một cửa
Nhà hàng xóm xây to cao che hết ánh sáng phòng trọ
Ông Nguyễn Văn Hòa ở quầy số hai hướng dẫn rất tận tình
Tôi nộp 200 nghìn tiền lệ phí và nhận biên lai đầy đủ
Trường đòi giấy khai sinh bản gốc của cháu
Bệnh viện yêu cầu đóng tiền tạm ứng trước khi khám
Cán bộ trả lời chậm, không nhìn lên khi nói chuyện
"""

BY_KIND: dict[str, list[str]] = {
    name: text.strip().splitlines()
    for name, text in (
        ("EMERGENCY", EMERGENCY),
        ("DENUNCIATION", DENUNCIATION),
        ("COMPLAINT", COMPLAINT),
        ("LABOUR_DISPUTE", LABOUR_DISPUTE),
        ("INFORMATION", INFORMATION),
        ("RECOMMENDATION", RECOMMENDATION),
        ("REFLECTION", REFLECTION),
    )
}

EXAMPLES: list[Example] = [(text, kind) for kind, texts in BY_KIND.items() for text in texts]


@cache
def examples_model() -> Model:
    """The model that these sentences teach; made once, in a tenth of a second."""
    return train(EXAMPLES)
