"""Sample texts that several tests read."""

GUIDANCE = """TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM
LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 12/HD-LĐLĐ
Hà Nội, ngày 18 tháng 6 năm 2021

HƯỚNG DẪN
Thông tin, tuyên truyền cải cách hành chính nhà nước
của thành phố Hà Nội giai đoạn 2021-2025

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể;
Thực hiện Kế hoạch số 307/KH-UBND ngày 31/12/2020 của Ủy ban nhân dân thành phố Hà Nội;

I. MỤC ĐÍCH
1. Cung cấp thông tin đến đoàn viên.
II. TỔ CHỨC THỰC HIỆN
1. Công đoàn cấp trên trực tiếp cơ sở có trách nhiệm triển khai Hướng dẫn số 12/HD-LĐLĐ này.
2. Công đoàn cơ sở gửi báo cáo trước ngày 15/12/2026.

TM. BAN THƯỜNG VỤ
PHÓ CHỦ TỊCH


Lê Đình Hùng
"""

# In the manner of the union press: long sentences, symbols, periods, abbreviations.
ARTICLE = """Công đoàn phường mẫu đẩy mạnh tuyên truyền cải cách hành chính

Thực hiện Hướng dẫn số 12/HD-LĐLĐ ngày 18/6/2021 của Liên đoàn Lao động Thành phố Hà Nội về thông tin, tuyên truyền cải cách hành chính nhà nước của thành phố giai đoạn 2021-2025, Ban Thường vụ đã hướng dẫn các cấp công đoàn vận động cán bộ, đoàn viên, công nhân, viên chức, lao động cùng tham gia.

Theo Chủ tịch Công đoàn, việc tuyên truyền được tổ chức thực hiện tại 100% CĐCS trên địa bàn; trong 6 tháng đầu năm đã có 1.250 lượt người dự 24 buổi sinh hoạt; thời hạn báo cáo là 15 ngày làm việc, trước ngày 15/12/2026.

Các cấp công đoàn tuyên truyền 6 nội dung của cải cách hành chính, gồm: Cải cách thể chế; cải cách thủ tục hành chính; cải cách tổ chức bộ máy hành chính nhà nước; cải cách chế độ công vụ; cải cách tài chính công; xây dựng và phát triển chính phủ điện tử, chính phủ số.

Nhiệm vụ trọng tâm là nâng cao Chỉ số Hài lòng về sự phục vụ hành chính (SIPAS), tăng cường tham gia giám sát, phản biện xã hội và nâng cao sự hài lòng của người dân. UBND phường công khai kết quả xử lý hồ sơ TTHC… trên trang thông tin điện tử."""
