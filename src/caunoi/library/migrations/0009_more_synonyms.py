"""More of what people say: abbreviations, and the English names of what the texts are about."""

from django.db import migrations
from django.utils import timezone

LINES = """
CCCD = căn cước công dân = thẻ căn cước
ATTP = an toàn thực phẩm = food safety
TNLĐ = tai nạn lao động
TƯLĐTT = thỏa ước lao động tập thể
KCN = khu công nghiệp
KPCĐ = kinh phí công đoàn
PAKN = phản ánh, kiến nghị
DVC = dịch vụ công
VBQPPL = văn bản quy phạm pháp luật
trễ chuyến = hoãn chuyến = chậm chuyến
tiền ảo = tiền mã hóa = tài sản mã hóa = crypto
administrative reform = cải cách hành chính
administrative procedure = administrative procedures = thủ tục hành chính
trade union = công đoàn
birth certificate = birth registration = giấy khai sinh = đăng ký khai sinh
identity card = ID card = căn cước
social insurance = bảo hiểm xã hội
health insurance = bảo hiểm y tế
unemployment benefit = trợ cấp thất nghiệp
minimum wage = lương tối thiểu = mức lương tối thiểu
maternity leave = nghỉ thai sản
labour contract = employment contract = hợp đồng lao động
overtime = làm thêm giờ
strike = đình công
social housing = nhà ở xã hội
land use right certificate = giấy chứng nhận quyền sử dụng đất
"""


def seed(apps, schema_editor):
    Synonym = apps.get_model("kit", "Synonym")
    kept = {phrase.strip().lower() for row in Synonym.objects.all() for phrase in row.phrases.split("=")}
    for line in LINES.strip().splitlines():
        # What officers wrote themselves stays theirs.
        if line.split("=")[0].strip().lower() not in kept:
            Synonym.objects.create(phrases=line, changed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("library", "0008_synonyms"), ("kit", "0009_synonyms")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
