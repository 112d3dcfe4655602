"""What people say, and what governing documents say, to begin with; officers change the lines on a page of their own."""

from django.db import migrations
from django.utils import timezone

LINES = """
sổ đỏ = sổ hồng = giấy chứng nhận quyền sử dụng đất
giấy phép kinh doanh = giấy chứng nhận đăng ký doanh nghiệp
giấy tờ tùy thân = căn cước = thẻ căn cước công dân = chứng minh nhân dân
sổ hộ khẩu = thường trú = đăng ký cư trú
giấy khai sinh = đăng ký khai sinh
giấy độc thân = giấy xác nhận tình trạng hôn nhân
lý lịch tư pháp = phiếu lý lịch tư pháp
công chứng giấy tờ = sao y bản chính = chứng thực bản sao
nghỉ đẻ = nghỉ sinh con = nghỉ thai sản = chế độ thai sản
tiền đẻ = trợ cấp thai sản
nghỉ phép = nghỉ hằng năm
nghỉ ốm = chế độ ốm đau
nghỉ hưu = hưu trí = chế độ hưu trí
lương hưu = tiền hưu = lương hưu hằng tháng
làm thêm = tăng ca = làm thêm giờ
lương tối thiểu = mức lương tối thiểu
nợ lương = chậm lương = chậm trả lương
đuổi việc = sa thải = đơn phương chấm dứt hợp đồng lao động
nghỉ việc = thôi việc = chấm dứt hợp đồng lao động
tiền thất nghiệp = bảo hiểm thất nghiệp = trợ cấp thất nghiệp
tai nạn giao thông khi đi làm = tai nạn lao động
thẻ bảo hiểm = thẻ bảo hiểm y tế
ăn ca = ăn giữa ca = bữa ăn giữa ca
nhà ở công nhân = nhà lưu trú công nhân = nhà ở xã hội
đình công = ngừng việc tập thể
phí công đoàn = đoàn phí = đoàn phí công đoàn
2% công đoàn = kinh phí công đoàn
thỏa ước = thỏa ước lao động tập thể
hội nghị công nhân = hội nghị người lao động
quy chế dân chủ = thực hiện dân chủ ở cơ sở
một cửa = bộ phận một cửa = bộ phận tiếp nhận và trả kết quả
nộp hồ sơ qua mạng = dịch vụ công trực tuyến
tố giác = tố cáo
kêu oan = khiếu nại
gặp lãnh đạo = tiếp công dân
đút lót = hối lộ
vòi vĩnh = nhũng nhiễu
luân chuyển = điều động
tinh giản = tinh giản biên chế
CCHC = cải cách hành chính
TTHC = thủ tục hành chính
BHXH = bảo hiểm xã hội
BHYT = bảo hiểm y tế
BHTN = bảo hiểm thất nghiệp
HĐLĐ = hợp đồng lao động
NLĐ = người lao động
CBCCVC = cán bộ, công chức, viên chức
CĐCS = công đoàn cơ sở
LĐLĐ = liên đoàn lao động
UBND = ủy ban nhân dân
HĐND = hội đồng nhân dân
MTTQ = mặt trận tổ quốc
ATVSLĐ = an toàn, vệ sinh lao động
PAR INDEX = chỉ số cải cách hành chính
SIPAS = chỉ số hài lòng
"""


def seed(apps, schema_editor):
    Synonym = apps.get_model("kit", "Synonym")
    for line in LINES.strip().splitlines():
        Synonym.objects.create(phrases=line, changed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("library", "0007_watched_validity"), ("kit", "0009_synonyms")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
