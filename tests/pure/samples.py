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
