"""Sample cases with five weeks of history, so that the register, the desks and the figures have something to show.

Every text, name and answer here is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from caunoi.accounts.models import User
from caunoi.feedback import actions
from caunoi.feedback.actions import CaseDraft, Classification, PublicationDraft, ReplyDraft
from caunoi.feedback.choices import Channel, Identity, Outcome, Urgency
from caunoi.feedback.models import Case, Follower, Topic
from caunoi.feedback.queries import receipt_hash
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.organisations.models import Unit
from caunoi.pure.vietnamese import fold


@dataclass(frozen=True)
class Story:
    """What was said, how long ago, about which committee, and how far it came."""

    days_ago: int
    place: str
    topic: str
    text: str
    end: str
    answer: str = ""
    outcome: Outcome = Outcome.DONE
    score: int = 0


# The last word: screen, wait, assigned, handling, asked, late, answered, published, reopened.
STORIES = (
    Story(34, "Mỹ Đức", "CIVIL_STATUS", "Tôi làm giấy khai sinh cho con, giấy hẹn ghi ba ngày nhưng hơn một tuần chưa có. Mỗi lần ra hỏi lại phải xin nghỉ nửa ca.", "published", "Giấy khai sinh đã trả ngày hôm sau. Từ nay hồ sơ trễ hẹn được nhắn tin báo lý do và ngày trả mới.", Outcome.DONE, 5),
    Story(33, "Mỹ Đức", "ONE_STOP", "Bộ phận một cửa chỉ có một quầy nhận hồ sơ lao động nên sáng thứ hai nào công nhân cũng phải chờ rất lâu.", "published", "Đã mở thêm một quầy vào sáng thứ hai và chiều thứ sáu, có bảng gọi số.", Outcome.DONE, 4),
    Story(31, "Mỹ Đức", "FEES", "Bảng lệ phí chứng thực dán ở trong phòng, đứng ngoài không đọc được. Đề nghị dán ở chỗ chờ.", "published", "Bảng lệ phí đã dán ở khu chờ và trên trang của xã.", Outcome.DONE, 5),
    Story(30, "Mỹ Đức", "ONLINE_SERVICE", "Nộp hồ sơ trên cổng dịch vụ công bị báo lỗi ở bước tải ảnh căn cước, thử ba buổi tối đều không được.", "published", "Lỗi do ảnh lớn hơn 5 MB. Trang đã báo rõ mức này và một cửa hỗ trợ nộp tại chỗ.", Outcome.DONE, 4),
    Story(29, "Mỹ Đức", "ATTITUDE", "Cán bộ nhận hồ sơ nói trống không, hỏi lại thì bảo về đọc mạng. Người già trong xóm không biết đọc mạng.", "published", "Đã nhắc nhở, tổ chức hướng dẫn lại cách tiếp dân và bố trí người giúp người cao tuổi.", Outcome.DONE, 3),
    Story(27, "Mỹ Đức", "WORKING_HOURS", "Công nhân làm giờ hành chính không thể đến một cửa trong tuần. Kiến nghị mở cửa sáng thứ bảy.", "published", "Từ tháng tới mở cửa sáng thứ bảy thứ nhất và thứ ba hằng tháng. Kết quả sẽ báo sau ba tháng.", Outcome.PLANNED, 5),
    Story(26, "Mỹ Đức", "RESIDENCE", "Đăng ký tạm trú ở khu trọ phải có chủ trọ đi cùng, nhưng chủ trọ ở xa không về được.", "published", "Chủ trọ có thể xác nhận trên ứng dụng. Một cửa có bản hướng dẫn từng bước.", Outcome.EXPLAINED, 4),
    Story(24, "Hồng Sơn", "ONE_STOP", "Nộp hồ sơ xong không được đưa giấy hẹn, hỏi thì bảo cứ về chờ điện thoại.", "published", "Mọi hồ sơ từ nay có giấy hẹn in mã. Trường hợp của bạn đã trả kết quả.", Outcome.DONE, 4),
    Story(22, "Hồng Sơn", "LAND", "Hỏi thủ tục tách thửa ở một cửa được chỉ sang ba phòng khác nhau trong một buổi.", "published", "Đã phân công một đầu mối trả lời về đất đai và dán sơ đồ các bước.", Outcome.DONE, 3),
    Story(21, "Hà Đông", "BUSINESS", "Đăng ký hộ kinh doanh bị yêu cầu bản sao công chứng dù trên mạng ghi chỉ cần bản chụp.", "published", "Yêu cầu bản công chứng là không đúng quy định, đã bỏ. Xin lỗi bạn vì phải đi lại.", Outcome.DONE, 4),
    Story(20, "Hà Đông", "ONLINE_SERVICE", "Tin nhắn báo kết quả đến sau khi hồ sơ đã xong một tuần.", "published", "Lỗi gửi tin đã sửa với nhà cung cấp.", Outcome.DONE, 2),
    Story(19, "Mỹ Đức", "ORGANISATION", "Sau khi sáp nhập, biển chỉ dẫn trụ sở mới không có, nhiều người đến trụ sở cũ rồi phải quay lại.", "published", "Đã đặt biển ở trụ sở cũ và ba ngã rẽ, cập nhật bản đồ trên trang của xã.", Outcome.DONE, 5),
    Story(16, "Mỹ Đức", "FEES", "Đi chứng thực hợp đồng thuê trọ bị thu thêm tiền in mà không có biên lai.", "answered", "Đã hoàn lại khoản thu sai và nhắc nhở người thu.", Outcome.DONE, 0),
    Story(15, "Mỹ Đức", "SOCIAL_INSURANCE", "Xin xác nhận để làm chế độ thai sản phải đi bốn lần, mỗi lần thiếu một loại giấy.", "reopened", "Hồ sơ thiếu hai loại giấy theo quy định.", Outcome.EXPLAINED, 2),
    Story(18, "Mỹ Đức", "LAND", "Hồ sơ cấp sổ đỏ của gia đình nộp từ tháng chín chưa có thông báo gì, tra mã thì báo đang xử lý.", "late"),
    Story(9, "Mỹ Đức", "BUILDING", "Xe chở vật liệu của công trình gần khu trọ để lấn hết lối đi của công nhân ca đêm.", "asked"),
    Story(8, "Mỹ Đức", "ONE_STOP", "Máy lấy số ở một cửa hỏng hai tuần, mọi người tự xếp hàng, hay cãi nhau.", "handling"),
    Story(6, "Mỹ Đức", "ATTITUDE", "Kiến nghị có hòm thư góp ý ở khu trọ công nhân vì nhiều người không dùng được mạng.", "handling"),
    Story(5, "Hồng Sơn", "CIVIL_STATUS", "Xin trích lục kết hôn phải về nơi đăng ký cũ, trong khi dữ liệu đã nối mạng.", "assigned"),
    Story(4, "Mỹ Đức", "RESIDENCE", "Công an xã hẹn làm căn cước buổi tối nhưng đến nơi không có ai trực.", "assigned"),
    Story(3, "Mỹ Đức", "", "Một cửa xã tra giấy khai sinh chậm, hẹn 3 ngày mà 8 ngày chưa có, đi lại mấy lần mất cả ngày công.", "wait"),
    Story(3, "Mỹ Đức", "", "de nghi xa mo mot cua sang thu bay vi cong nhan khong nghi duoc ngay thuong", "wait"),
    Story(2, "Mỹ Đức", "", "Cổng dịch vụ công cứ tải ảnh căn cước là lỗi, không biết hỏi ai.", "wait"),
    Story(2, "Hà Đông", "", "Phí gửi xe ở trụ sở phường cao hơn bảng niêm yết, không có vé.", "wait"),
    Story(1, "Mỹ Đức", "", "Quầy trả kết quả không ghi số điện thoại, muốn hỏi hồ sơ phải đến tận nơi.", "wait"),
    Story(1, "Mỹ Đức", "", "Khu trọ thôn Đông không có đèn đường, ca đêm về rất tối, đã nói nhiều lần ở họp thôn.", "wait"),
    Story(1, "Mỹ Đức", "", "Vay nhanh lãi thấp không cần gặp mặt, gọi ngay số bên dưới để được giải ngân trong ngày.", "screen"),
)  # fmt: skip


class _Teller:
    """Tells one story by the real actions, each deed at its own moment."""

    def __init__(self, at: datetime, people: dict[str, User]) -> None:
        self.at, self.people = at, people
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        committees = Unit.objects.filter(kind__code="PEOPLE_COMMITTEE", ended_on=None)
        self.committees = {unit.folded_name: unit for unit in committees}

    def committee(self, place: str) -> Unit:
        """The people's committee of a commune or ward."""
        return next(unit for name, unit in self.committees.items() if name.endswith(f" {fold(place)}"))

    def tell(self, number: int, story: Story) -> None:
        """From the receipt to where the story ends."""
        begun = self.at - timedelta(days=story.days_ago, hours=number % 5)
        received = actions.receive_case(
            draft=CaseDraft(
                text=story.text, channel=(Channel.WEB, Channel.WEB, Channel.HOTLINE, Channel.ZALO)[number % 4],
                key=f"sample-story-{number:04d}", identity=Identity.RECEIPT if number % 3 else Identity.HANDLER,
                name="" if number % 3 else "Người gửi mẫu", contact="" if number % 3 else "0900000000",
                body=self.committee(story.place), is_screened=story.end != "screen", is_sample=True,
            ),
            by=None, at=begun,
        )  # fmt: skip
        if story.end in {"screen", "wait"}:
            return
        case = self.sorted(received.case, story, begun + timedelta(hours=3))
        if story.end != "assigned":
            self.handled(case, story, begun + timedelta(hours=8), receipt_hash(received.receipt))

    def sorted(self, case: Case, story: Story, at: datetime) -> Case:
        """The desk's part."""
        urgency = Urgency.COMPLEX if story.topic == "LAND" and story.end != "late" else Urgency.NORMAL
        case = actions.classify_case(
            case=case, decided=Classification(topic=self.topics[story.topic], area=self.topics[story.topic].area, urgency=urgency),
            by=self.people["hoa"], at=at,
        )  # fmt: skip
        return actions.assign_case(case=case, unit=self.committee(story.place), by=self.people["hoa"], at=at)

    def handled(self, case: Case, story: Story, at: datetime, receipt: str) -> None:
        """The unit's part, and what the sender thought of it."""
        tuan, hoa = self.people["tuan"], self.people["hoa"]
        case = actions.accept_case(case=case, has_no_conflict=True, by=tuan, at=at)
        if story.end == "asked":
            actions.ask_sender(case=case, text="Xe đậu ở đoạn nào, vào giờ nào?", by=tuan, at=at + timedelta(days=1))
            actions.ask_extension(
                case=case, days=5, reason="Cần phối hợp với công an xã", by=tuan, at=at + timedelta(days=2)
            )
        if not story.answer:
            return
        told = at + timedelta(days=12 if story.score == 2 else 3)
        draft = ReplyDraft(
            text=story.answer, outcome=story.outcome, done=story.answer if story.outcome == Outcome.DONE else "",
            done_by="Bộ phận một cửa", done_on=told.date(), next_step="Kiểm tra lại sau một tháng",
            missing_reason="Ảnh chứng minh lưu ở hồ sơ giấy",
        )  # fmt: skip
        actions.reply_case(case=case, draft=draft, by=tuan, at=told)
        case.refresh_from_db()
        if story.end == "published":
            words = PublicationDraft(case.title, story.text, story.answer, has_masks_confirmed=True)
            actions.publish_case(case=case, draft=words, by=hoa, at=told + timedelta(hours=4))
        self.felt(story, told + timedelta(days=1), receipt)

    def felt(self, story: Story, at: datetime, receipt: str) -> None:
        """A rating, and once a reopening."""
        follower = Follower.objects.select_related("case").get(receipt_hash=receipt)
        if story.score:
            reasons = ["SOLVED", "CLEAR"] if story.score > 3 else ["GENERIC"]
            actions.rate_case(follower=follower, score=story.score, reasons=reasons, comment="", by=None, at=at)
        if story.end == "reopened":
            actions.reopen_case(
                follower=follower, reason="Chưa nói rõ thiếu giấy nào, tôi vẫn chưa nộp được", by=None, at=at
            )


def load(at: datetime, people: dict[str, User]) -> None:
    """Tell all stories; then let nobody get real messages about them."""
    teller = _Teller(at, people)
    for number, story in enumerate(STORIES):
        teller.tell(number, story)
    OutboxEvent.objects.filter(name__in=("feedback.case_moved", "feedback.entry_added"), delivered_at=None).update(
        delivered_at=F("posted_at")
    )
