"""Right doors, in words for the sender: who decides, by when, under which law, what to write. Sources: DOMAIN of the house, §3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from caunoi.feedback.choices import Kind


@dataclass(frozen=True)
class Guidance:
    """A door. `limit` is what the sender must not miss, `answer` what the law promises, `write` what the letter says."""

    kind: Kind
    title: Any
    lead: Any
    who: Any
    limit: Any
    answer: Any
    law: str
    write: tuple[Any, ...]
    where: Any
    stays: Any
    is_verified: bool = True


COMPLAINT = Guidance(
    kind=Kind.COMPLAINT,
    title=_("Việc bạn kể thường là khiếu nại"),
    lead=_("Bạn không đồng ý với một quyết định ra riêng cho bạn. Luật giao việc này cho người đã ra quyết định."),
    who=_("Người đã ra quyết định. Chưa đồng ý thì cấp trên trực tiếp, hoặc tòa án."),
    limit=_("90 ngày kể từ ngày bạn nhận hoặc biết quyết định."),
    answer=_("Thụ lý trong 7 ngày làm việc. Giải quyết trong 30 ngày, việc phức tạp 45 ngày."),
    law="Luật Khiếu nại 2011, điều 9, 27, 28; Nghị định 155/2026/NĐ-CP",
    write=(
        _("Ngày, tháng; tên và địa chỉ của bạn"),
        _("Tên, địa chỉ người ra quyết định; số và ngày của quyết định"),
        _("Nội dung, lý do, bạn yêu cầu điều gì"),
        _("Chữ ký hoặc điểm chỉ của bạn"),
    ),
    where=_("Nộp trực tiếp tại nơi tiếp công dân của cơ quan đó, hoặc gửi bưu điện có báo phát."),
    stays=_("Phản ánh về cách phục vụ không thay cho khiếu nại và không dừng thời hiệu."),
)
DENUNCIATION = Guidance(
    kind=Kind.DENUNCIATION,
    title=_("Việc này cần một cửa kín hơn"),
    lead=_("Báo một người hoặc cơ quan vi phạm pháp luật có cửa riêng. Ở đó luật bảo vệ danh tính của bạn."),
    who=_("Người đứng đầu cơ quan quản lý người bị nêu. Dấu hiệu tội phạm: cơ quan điều tra."),
    limit=_("Không có hạn nộp. Nộp sớm thì chứng cứ dễ giữ."),
    answer=_("Xác minh, báo có thụ lý không trong 7 ngày làm việc. Giải quyết trong 30 ngày, có thể gia hạn."),
    law="Luật Tố cáo 2018, điều 8, 24, 30, 47, 56",
    write=(
        _("Ngày, tháng; tên, địa chỉ của bạn và cách liên hệ"),
        _("Việc vi phạm, người vi phạm, giấy tờ kèm theo"),
        _("Chữ ký hoặc điểm chỉ của bạn"),
    ),
    where=_("Chỉ nộp trực tiếp hoặc bằng đơn giấy. Trang này không nhận tên của bạn cho việc như vậy."),
    stays=_("Vẫn gửi ở đây được, chỉ bằng mã biên nhận, không nêu tên. Đơn có tên hãy nộp bằng giấy."),
)
LABOUR_DISPUTE = Guidance(
    kind=Kind.LABOUR_DISPUTE,
    title=_("Việc này thường là chuyện giữa bạn và công ty"),
    lead=_("Lương, hợp đồng, kỷ luật với công ty được giải quyết bằng thương lượng và hòa giải lao động."),
    who=_("Công đoàn cơ sở giúp trước. Sau đó hòa giải viên lao động, hội đồng trọng tài hoặc tòa án."),
    limit=_("6 tháng để yêu cầu hòa giải, 1 năm để ra tòa, kể từ ngày bạn biết quyền của mình bị vi phạm."),
    answer=_("Hòa giải viên phải hòa giải xong trong 5 ngày làm việc từ khi nhận yêu cầu."),
    law="Bộ luật Lao động 2019, điều 179, 188, 190",
    write=(
        _("Tên bạn, nơi làm việc, công việc"),
        _("Việc xảy ra ngày nào, liên quan hợp đồng hay quy định nào"),
        _("Bạn yêu cầu công ty làm gì; giấy tờ kèm theo"),
    ),
    where=_("Nộp tại công đoàn cơ sở, hoặc cơ quan quản lý lao động nơi bạn làm việc."),
    stays=_("Vẫn gửi ở đây được nếu việc liên quan một cơ quan nhà nước hoặc tổ chức công đoàn."),
    is_verified=False,
)
EMERGENCY = Guidance(
    kind=Kind.EMERGENCY,
    title=_("Có người đang gặp nguy hiểm? Gọi ngay"),
    lead=_("Trang này không có người trực từng phút. Gọi điện trước, gửi phản ánh sau."),
    who=_("113 công an · 114 cứu hỏa, cứu nạn · 115 cấp cứu · 111 bảo vệ trẻ em"),
    limit=_("Gọi ngay bây giờ."),
    answer=_("Tổng đài trực 24 giờ mỗi ngày, gọi miễn phí."),
    law="",
    write=(_("Nói rõ: ở đâu, việc gì, mấy người, số điện thoại của bạn"),),
    where=_("Nếu không nói được, nhờ người bên cạnh gọi giúp."),
    stays=_("Gọi xong, bạn vẫn gửi phản ánh ở đây được."),
)
DOORS = {door.kind: door for door in (EMERGENCY, DENUNCIATION, COMPLAINT, LABOUR_DISPUTE)}
