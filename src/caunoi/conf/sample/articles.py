"""Sample articles. What they say of documents and of the programme are facts of public documents; the words are our own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.library.choices import ReformArea
from caunoi.library.models import Document
from caunoi.newsroom import actions
from caunoi.newsroom.actions import ArticleDraft, MilestoneDraft, NominationDraft
from caunoi.newsroom.choices import ArticleKind, Locality, Readership
from caunoi.newsroom.models import Article
from caunoi.organisations.models import Unit

SIX = """<p>Cải cách hành chính là việc của cơ quan nhà nước, nhưng ai cũng gặp kết quả của nó: một tờ giấy bớt đi, một
buổi chờ ngắn lại. Giai đoạn 2021–2025, công đoàn thành phố Hà Nội đưa thông tin về việc này đến từng công đoàn cơ sở,
theo Hướng dẫn số 12/HD-LĐLĐ ngày 18/6/2021.</p>
<h2>Sáu nội dung, mỗi nội dung một câu</h2>
<ol><li><strong>Thể chế</strong>: quy định rõ ràng, ít chồng chéo.</li><li><strong>Thủ tục hành chính</strong>: ít giấy tờ,
ít bước, đúng hẹn.</li><li><strong>Tổ chức bộ máy</strong>: gọn, mỗi việc một nơi lo.</li><li><strong>Chế độ công
vụ</strong>: cán bộ tận tụy, biết việc, đúng mực.</li><li><strong>Tài chính công</strong>: chi tiêu công khai, tiết
kiệm.</li><li><strong>Chính quyền điện tử, chính quyền số</strong>: làm thủ tục trên mạng, không phải khai lại.</li></ol>
<h2>Công đoàn cơ sở làm gì</h2>
<ul><li>Phổ biến sáu nội dung bằng buổi sinh hoạt, bảng tin, loa, tin nhắn.</li><li>Giới thiệu mô hình mới, cách làm hay,
người làm tốt.</li><li>Nhận ý kiến của đoàn viên về thủ tục, về thái độ phục vụ, và báo lại kết quả.</li><li>Tham gia giám
sát, phản biện xã hội.</li></ul>
<h2>Bạn được gì</h2>
<p>Bạn biết thủ tục nào đã bớt giấy tờ. Khi bị gây khó, bạn biết nói với ai và bao giờ có trả lời. Việc này thực hiện ở mọi
công đoàn cơ sở, trong cơ quan, đơn vị và doanh nghiệp, không trừ nơi nào.</p>
<blockquote><p>Thông tin phải đầy đủ, chính xác, đơn giản, dễ hiểu, hợp với từng người nghe và từng nơi.</p></blockquote>"""
BOOK = """<p>Từ đầu tháng, mỗi công đoàn cơ sở trong xã có một người giữ sổ ý kiến. Đoàn viên nói trực tiếp, gọi điện hoặc gửi
qua Cầu Nối; người giữ sổ ghi lại và hẹn ngày trả lời.</p><h2>Ghi gì vào sổ</h2><table><tbody><tr><th scope="col">Mục</th>
<th scope="col">Ví dụ</th></tr><tr><td>Việc gì</td><td>Chậm trả giấy khai sinh</td></tr><tr><td>Ở đâu</td><td>Bộ phận một
cửa của xã</td></tr><tr><td>Hẹn trả lời</td><td>Sau 7 ngày làm việc</td></tr></tbody></table><p>Cuối tháng, công đoàn xã đọc
lại các sổ và gửi điều chung đến cơ quan có thẩm quyền.</p>"""
COACH = """<p>Chị em ca đêm khó đến một cửa trong giờ hành chính. Công đoàn cơ sở nhờ hai cán bộ biết việc, ngồi ở phòng sinh
hoạt mỗi tối thứ năm, giúp mọi người nộp hồ sơ qua mạng.</p><h2>Cần gì để làm theo</h2><ul><li>Một máy tính, một máy quét.</li>
<li>Hai người đã tự nộp hồ sơ qua mạng.</li><li>Một buổi cố định trong tuần, báo trước trên bảng tin.</li></ul>"""


def _put_out(article: Article, writer: User, reviewer: User, at: datetime) -> None:
    actions.submit_article(article=article, by=writer, at=at)
    actions.approve_article(article=article, number=1, by=reviewer, at=at + timedelta(minutes=20))
    actions.publish_article(article=article, by=writer, at=at + timedelta(minutes=30))


NOMINEE = """Chị phụ trách bộ phận một cửa tự làm một tờ hướng dẫn cho từng loại hồ sơ: cần giấy gì, ký ở đâu, bao giờ có kết quả.
Ai đến cũng được phát một tờ trước khi xếp hàng."""
SHEET = "Số liệu mẫu để chạy thử, không phải số liệu thật"


def _milestones(at: datetime, owner: Unit, by: User) -> None:
    today = timezone.localtime(at).date()
    rows = (
        (ReformArea.PROCEDURES, "Bộ phận một cửa niêm yết thời hạn từng thủ tục", "một cửa", 96, 126, 100),
        (ReformArea.CIVIL_SERVICE, "Công đoàn cơ sở lấy ý kiến về thái độ phục vụ", "công đoàn cơ sở", 143, 225, 80),
        (ReformArea.DIGITAL_GOVERNMENT, "Thủ tục hay dùng nộp được toàn trình trên mạng", "thủ tục", 61, 80, 90),
    )
    for area, title, measure, done, total, target in rows:
        draft = MilestoneDraft(
            area=area, year=today.year, title=title, measure=measure, done_count=done, total_count=total, as_of=today,
            target_percent=Decimal(target), due_on=date(today.year, 12, 31), source_text=SHEET,
        )  # fmt: skip
        actions.save_milestone(milestone=None, owner=owner, draft=draft, by=by, at=at, today=today, is_sample=True)


def load(at: datetime, units: Mapping[str, Unit], people: Mapping[str, User], guidance: Document) -> None:
    """Two that are out, one that waits for its second reader, one being written."""
    hoa, dung, my_duc, city = people["hoa"], people["dung"], units["my_duc"], units["city"]

    def write(owner: Unit, by: User, when: datetime, draft: ArticleDraft) -> Article:
        return actions.create_article(owner=owner, draft=draft, by=by, at=when, is_sample=True)

    six = ArticleDraft(
        title="Sáu nội dung cải cách hành chính, mỗi nội dung một câu", body=SIX, kind=ArticleKind.GUIDE,
        lead="Công đoàn đưa thông tin cải cách hành chính đến mọi công đoàn cơ sở. Đây là phần bạn cần biết, nói ngắn gọn.",
        areas=ReformArea.values, audiences=[Readership.MEMBER], sources=[(guidance, "dieu-2.khoan-1")],
    )  # fmt: skip
    book = ArticleDraft(
        title="Mỗi công đoàn cơ sở ở Mỹ Đức có một sổ ý kiến", body=BOOK, kind=ArticleKind.NEWS,
        lead="Đoàn viên nói một lần, có người ghi và hẹn ngày trả lời.",
        areas=[ReformArea.CIVIL_SERVICE, ReformArea.PROCEDURES], audiences=[Readership.MEMBER, Locality.RURAL],
        sources=[(guidance, "dieu-2.khoan-2")],
    )  # fmt: skip
    coach = ArticleDraft(
        title="Tối thứ năm nộp hồ sơ qua mạng cho công nhân ca đêm", body=COACH, kind=ArticleKind.GOOD_MODEL,
        lead="Một buổi tối, hai người biết việc, không ai phải nghỉ ca để đi nộp giấy.",
        areas=[ReformArea.DIGITAL_GOVERNMENT], audiences=[Readership.UNION_OFFICER, Locality.INDUSTRIAL],
    )  # fmt: skip
    plan = ArticleDraft(
        title="Lịch sinh hoạt tháng tới về dịch vụ công trực tuyến",
        is_public=False,
        body="<p>Bản nháp: mỗi công đoàn cơ sở chọn một buổi, báo công đoàn xã trước ngày 10.</p>",
    )
    _put_out(write(city, dung, at - timedelta(days=9), six), dung, people["quantri"], at - timedelta(days=9))
    _put_out(write(my_duc, hoa, at - timedelta(days=3), book), hoa, dung, at - timedelta(days=3))
    waiting = write(my_duc, hoa, at - timedelta(hours=5), coach)
    actions.submit_article(article=waiting, by=hoa, at=at - timedelta(hours=4))
    write(my_duc, hoa, at - timedelta(hours=2), plan)
    nominee = NominationDraft(
        kind=ArticleKind.GOOD_EXAMPLE, subject="Người làm tờ hướng dẫn cho từng loại hồ sơ", story=NOMINEE,
        result="Trong tháng, 31 trên 40 người được hỏi nói chỉ phải đến một lần.", area=ReformArea.PROCEDURES,
        has_consent=True,
    )  # fmt: skip
    sender = people["minh"]
    actions.nominate(unit=units["sewing"], draft=nominee, by=sender, at=at - timedelta(days=1), is_sample=True)
    _milestones(at, city, dung)
