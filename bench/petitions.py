"""Petitions that nobody wrote: Vietnamese texts about public services, made from a seed, and what hurried hands do to them.

`[a|b]` stands for one of its parts and may be nested. Nothing here is about a real person or office.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

CHOICE = re.compile(r"\[([^\[\]]*)\]")
PLACES = "Hòa Bình|Tân Phú|Phước Long|Vĩnh Hưng|An Khánh|Đông Sơn|Phú Lương|Cẩm Thạch|Bình Minh|Long Thành|Xuân Trường|Kim Động|Mỹ Lộc|Thạnh Phú|Yên Nghĩa|Quảng Tiến|Nghĩa Tân|Hưng Đạo|Tam Kỳ|Bắc Sơn"
PEOPLE = "Nguyễn Thị Lan|Trần Văn Hùng|Lê Thị Hoa|Phạm Quốc Dũng|Hoàng Minh Tuấn|Vũ Thị Mai|Đặng Văn Bình|Bùi Thị Thu|Đỗ Hữu Nam|Hồ Thị Ngọc|Ngô Văn Sơn|Dương Thị Yến|Lý Văn Phúc|Phan Thị Hạnh"
TIME = "[Sáng|Chiều|Trưa|Hôm] [thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu] tuần [trước|vừa rồi|này]|Ngày {d}/{m}|Từ đầu tháng {m}|Cách đây {n} [ngày|tuần|tháng]|Từ ngày {d} tháng {m} năm nay|Hôm {d}/{m} vừa qua|Suốt {n} [tuần|tháng] nay|[Mới đây|Vừa rồi|Gần đây|Đầu năm nay]"
OFFICE = "[bộ phận một cửa|trung tâm phục vụ hành chính công|ủy ban nhân dân|UBND|bộ phận tiếp nhận hồ sơ] [phường|xã] [{place}]"
ME = "tôi|em|vợ chồng tôi|gia đình tôi|mẹ tôi|anh em công nhân tổ tôi|mấy chị em trong phân xưởng|bố tôi"

OPENERS = [
    "Kính gửi [công đoàn|Liên đoàn Lao động|Ban Chấp hành công đoàn|quý cơ quan|lãnh đạo] [{place}].",
    "Tôi [tên là {person}|là {person}|là đoàn viên công đoàn|là công nhân [may|điện tử|cơ khí|da giày|chế biến gỗ]], [hiện ở|đang thuê trọ ở|trú tại] [phường|xã] {place}.",
    "[Cho tôi hỏi|Tôi muốn hỏi|Em xin hỏi] [một việc|chuyện này|về việc sau].",
    "[Tôi viết đơn này|Em viết mấy dòng này|Tôi gửi ý kiến này] [để phản ánh|để báo|nói về] [một việc|tình trạng] [đã kéo dài|làm tôi rất bức xúc|mà nhiều người gặp].",
    "Chào [anh chị|công đoàn|các anh các chị], [em|tôi] [làm ca đêm|làm ở khu công nghiệp {place}|làm kế toán một công ty nhỏ|là giáo viên hợp đồng].",
]
CLOSERS = [
    "[Mong|Rất mong|Kính mong|Tôi mong] [công đoàn|cơ quan|quý cấp|các anh chị] [xem xét|kiểm tra|sớm trả lời|giúp đỡ].",
    "[Xin cảm ơn|Tôi xin chân thành cảm ơn|Cảm ơn anh chị nhiều|Em cảm ơn].",
    "[Số điện thoại của tôi để ở trên|Ai cần thì gọi tôi sau giờ làm|Tôi giữ đủ giấy tờ|Tôi có ảnh chụp kèm theo].",
]
GENERAL = [
    "[Đi lại|Mỗi lần đi] [mất|tốn] [nửa ngày|một ngày] công, [lương bị trừ|chuyên cần bị cắt|tổ trưởng nhắc nhở].",
    "[Cán bộ|Nhân viên|Chị trực quầy|Anh ngồi quầy số {n}] [nói trống không|bảo chờ|hẹn lần sau|trả lời cho qua|không nhìn lên], [không đưa giấy hẹn|không ghi vào sổ|không nói thiếu gì|rồi đi ra ngoài].",
    "[Trên bảng|Trên trang web|Ở giấy hẹn] ghi [{n} ngày|{n} ngày làm việc|trả trong tuần] mà [đến nay|bây giờ|hôm nay] [vẫn chưa có gì|đã {d} ngày|không ai biết hồ sơ ở đâu].",
    "[Hỏi|Gọi hỏi|Tôi gọi] [đường dây nóng|số ghi trên biên nhận|tổng đài] [thì máy bận|không ai nhấc máy|được bảo gọi lại sau|nhạc chờ mãi rồi tắt].",
    "[Người già|Công nhân đi ca|Người ở xa|Người không có điện thoại thông minh] [rất khổ|không biết xoay ở đâu|phải nhờ người làm hộ] [vì chuyện này|như vậy|với cách làm đó].",
    "[Phòng chờ|Chỗ ngồi|Nhà xe] [chật|nóng|không đủ ghế], [bốc số từ {n} giờ sáng|chỉ có một quầy mở|máy lấy số hỏng].",
    "[Nhiều người|Hàng xóm|Cả dãy trọ|Mấy người cùng công ty] cũng [gặp như vậy|bị y như tôi|phải về không], [không riêng gì tôi|ai cũng kêu|mà không ai dám nói].",
]


@dataclass(frozen=True)
class Topic:
    code: str
    lines: tuple[str, ...]
    wish: str


TOPICS = [
    Topic(
        "birth",
        (
            "{time} [{me}] [ra|đến|lên] [{office}] [làm|xin|đăng ký] [giấy khai sinh|khai sinh] cho [con trai|con gái|cháu nội|đứa thứ hai].",
            "[Người nhận hồ sơ|Cán bộ tư pháp hộ tịch] [đòi|bắt nộp|yêu cầu] [giấy đăng ký kết hôn bản gốc|giấy chứng sinh có dấu đỏ|sổ hộ khẩu cũ] [dù|trong khi] [giấy này bệnh viện đã cấp điện tử|chúng tôi kết hôn ở tỉnh khác].",
            "[Tên đệm|Ngày sinh|Quê quán] của cháu [bị đánh máy sai|ghi nhầm], [xin sửa thì bảo nộp lại từ đầu|muốn cải chính lại mất {n} tuần].",
        ),
        "[Đề nghị|Xin] [liên thông với bảo hiểm y tế trẻ em|bỏ giấy tờ đã có trong cơ sở dữ liệu|cấp bản sao qua bưu điện].",
    ),
    Topic(
        "land",
        (
            "{time} [{me}] nộp hồ sơ [cấp sổ đỏ|tách thửa|chuyển mục đích sử dụng đất|cấp giấy chứng nhận quyền sử dụng đất] [thửa số {d}|mảnh vườn của ông bà để lại|lô đất ở thôn {n}].",
            "[Địa chính xã|Chi nhánh văn phòng đăng ký đất đai] [đo đi đo lại|bảo chờ trích đo|nói bản đồ cũ lệch ranh], [hàng rào|mốc giới] [hàng xóm đã ký giáp ranh|không ai tranh chấp] mà [vẫn treo|không trình ký].",
            "[Tiền thuế trước bạ|Nghĩa vụ tài chính] [đã nộp|đóng xong] {time2} nhưng [sổ chưa in|phôi sổ hết|chưa có chữ ký lãnh đạo].",
        ),
        "[Đề nghị|Kiến nghị] [nêu rõ lý do chậm bằng văn bản|trả sổ đúng phiếu hẹn|công khai hồ sơ đất đai quá hạn].",
    ),
    Topic(
        "vssid",
        (
            "{time} [{me}] [tra|xem] [VssID|sổ bảo hiểm xã hội điện tử|quá trình đóng] thấy [thiếu {n} tháng|sai số CCCD|mất đoạn làm ở công ty cũ].",
            "[Bảo hiểm xã hội cơ sở|Cơ quan bảo hiểm] [bảo về công ty|đùn cho đơn vị sử dụng lao động|nói chờ đồng bộ], còn [phòng nhân sự|kế toán] thì [bảo đã chốt sổ|nói đã nộp tờ khai].",
            "[Không gộp sổ được|Sổ chưa chốt] nên [hồ sơ thai sản|trợ cấp thất nghiệp|chế độ ốm đau] [bị trả|không giải quyết được|quá hạn nộp].",
        ),
        "[Nhờ|Xin] [bảo hiểm xã hội rà lại dữ liệu|hướng dẫn gộp sổ một lần|nhận đơn ngoài giờ hành chính].",
    ),
    Topic(
        "residence",
        (
            "{time} [{me}] khai [đăng ký tạm trú|nhập hộ khẩu|xác nhận cư trú] [trên cổng dịch vụ công|tại công an phường {place}|qua VNeID].",
            "[Chủ trọ|Chủ nhà] [không chịu ký|đòi thêm tiền mới khai], [công an khu vực|cán bộ trực ban] [bảo phải có hợp đồng công chứng|hẹn sang tháng].",
            "Không có [xác nhận cư trú|tạm trú] thì [con không vào được lớp 1|không mua được điện giá bậc thang|không vay được vốn].",
        ),
        "[Đề nghị|Mong] [dùng dữ liệu dân cư thay giấy xác nhận|nhận khai tạm trú tại khu nhà trọ vào buổi tối].",
    ),
    Topic(
        "business",
        (
            "{time} [{me}] [mở|xin mở] [quán cơm|tiệm sửa xe|cửa hàng tạp hóa|xưởng mộc nhỏ], nộp [đăng ký hộ kinh doanh|giấy phép an toàn thực phẩm|hồ sơ mã số thuế].",
            "[Hệ thống|Phần mềm] [báo trùng tên|treo ở bước ký số|không nhận ảnh căn cước], [nộp giấy thì quầy không nhận|bắt quay lại nộp trực tuyến].",
            "[Ba ngành|Hai phòng] [kiểm tra|xuống xem] [mỗi nơi đòi một kiểu|chồng nhau], [biên bản|mẫu đơn] [khác nhau|đổi liên tục].",
        ),
        "[Kiến nghị|Đề xuất] [một đầu mối kiểm tra|gộp ba tờ khai làm một|cho nộp bản chụp bằng điện thoại].",
    ),
    Topic(
        "health",
        (
            "{time} [{me}] đi khám ở [trạm y tế|bệnh viện huyện|phòng khám đa khoa {place}] [bằng thẻ bảo hiểm y tế|vì đau dạ dày|do tai nạn nhẹ ở xưởng].",
            "[Thẻ báo hết hạn|Máy đọc căn cước hỏng|Thuốc trong danh mục hết] nên [phải trả tiền ngoài|tự đi mua ở nhà thuốc|xếp hàng lại từ đầu].",
            "[Giấy nghỉ ốm|Giấy chuyển tuyến] [không đóng dấu|ghi thiếu mã bệnh|phải xin lại lần {n}], [công ty không tính lương|bảo hiểm không thanh toán].",
        ),
        "[Đề nghị|Mong] [trạm thêm người buổi sáng|cấp giấy nghỉ điện tử|báo trước khi hết thuốc].",
    ),
    Topic(
        "school",
        (
            "{time} [{me}] [nộp hồ sơ|xin] cho con [vào lớp 1|chuyển trường|học mầm non công lập] ở [trường tiểu học {place}|trường gần khu công nghiệp].",
            "[Nhà trường|Cô văn thư] [nói hết chỗ|ưu tiên hộ khẩu thường trú|bắt mua đồng phục mới xét], [danh sách|chỉ tiêu] [không dán|không ai thấy].",
            "[Con công nhân|Trẻ theo bố mẹ đi làm] [phải gửi nhóm lớp tư|ở nhà với ông bà|học trái tuyến xa {n} cây số].",
        ),
        "[Đề nghị|Kiến nghị sửa] [quy định tuyến tuyển sinh|hồ sơ nhập học trực tuyến cho con công nhân|lịch giữ trẻ theo ca].",
    ),
    Topic(
        "housing",
        (
            "{time} [{me}] [đăng ký|làm đơn] [mua nhà ở xã hội|thuê nhà công nhân] dự án [{place}], nộp ở [chủ đầu tư|Sở Xây dựng].",
            "[Giấy xác nhận thu nhập|Mẫu chưa có nhà ở] [phường không ký|công ty sợ trách nhiệm không xác nhận|đổi mẫu giữa chừng].",
            "[Bốc thăm|Chấm điểm] [không thông báo|xong mới biết], [suất|căn] [rơi vào người đã có nhà|bán lại chênh {d} triệu].",
        ),
        "[Kiến nghị|Đề nghị] [công khai danh sách chấm điểm|để công đoàn xác nhận thu nhập thay công ty].",
    ),
    Topic(
        "environment",
        (
            "{time} [khói|mùi hóa chất|nước thải|tiếng máy] từ [xưởng tái chế|lò gạch|cơ sở giặt là|trại lợn] cạnh [khu trọ|thôn {n}|trường mầm non {place}] [rất nặng|bốc lên cả đêm|chảy thẳng ra mương].",
            "[Tổ trưởng dân phố|Đội môi trường] [đến lập biên bản|có xuống] rồi [đâu lại vào đấy|không ai nói kết quả], [trẻ con ho|cá chết trắng|phải đóng cửa suốt].",
            "[Đo khí thải|Lấy mẫu nước] [ban ngày lúc máy nghỉ|báo trước cho chủ], [số liệu|kết quả] [không công bố|không ai được xem].",
        ),
        "[Đề nghị|Yêu cầu] [đo đột xuất ban đêm|di dời cơ sở|trả lời dân bằng văn bản].",
    ),
    Topic(
        "road",
        (
            "{time} [đường vào|ngõ số {d}|cầu qua|lối ra] [khu công nghiệp {place}|xóm trọ|chợ công nhân] [ngập sâu|đầy ổ gà|không có đèn|bị đào rồi bỏ đó].",
            "[Xe công nhân|Người đi ca ba|Học sinh] [ngã {n} lần|phải dắt xe|đi vòng {n} cây số], [đã báo|đã gọi] [phường|đội quản lý đường] [không ai sửa|chỉ rải ít đá].",
            "[Đơn vị thi công|Nhà thầu] [để vật liệu giữa đường|không rào chắn|hẹn xong trước tết].",
        ),
        "[Đề nghị|Mong] [lắp đèn|vá mặt đường|đặt biển cảnh báo ngay] [trong tháng|trước mùa mưa].",
    ),
    Topic(
        "idcard",
        (
            "{time} [{me}] làm [căn cước|CCCD gắn chíp|định danh mức 2] ở [công an {place}|điểm cấp lưu động].",
            "[Đã lấy vân tay|Chụp ảnh xong] [{n} tháng|lâu rồi] mà [thẻ thất lạc|bưu điện trả lại|tra không thấy], [không có thẻ thì ngân hàng khóa tài khoản|không nhận được lương qua thẻ].",
            "[Ứng dụng|VNeID] [báo thông tin sai|đòi kích hoạt lại|không gửi mã], [trực quầy bảo xóa cài lại|tổng đài bảo ra phường].",
        ),
        "[Đề nghị|Xin] [báo tin nhắn khi có thẻ|phát thẻ tại công ty|làm cấp lưu động chủ nhật].",
    ),
    Topic(
        "portal",
        (
            "{time} [{me}] nộp [hồ sơ trực tuyến|trên cổng dịch vụ công quốc gia] [thủ tục trợ cấp|xin phiếu lý lịch tư pháp|đổi giấy phép lái xe].",
            "[Trang|Cổng] [quay vòng|báo lỗi 500|đăng xuất giữa chừng], [tải tệp lên|ký số|thanh toán] [mất {d} phút|trừ tiền hai lần|không có biên lai].",
            "[Trạng thái|Tra cứu] ghi [đang xử lý|đã trả] [dù chưa ai nhận|suốt từ đó], [bấm hỏi đáp|gửi góp ý] [trả lời bằng mẫu|không ai trả lời].",
        ),
        "[Đề xuất|Kiến nghị] [sửa lỗi thanh toán|bỏ bước ký số với giấy đơn giản|thêm hướng dẫn cho người đọc chậm].",
    ),
    Topic(
        "fees",
        (
            "{time} [{me}] [chứng thực|sao y|công chứng] [bằng nghề|giấy ủy quyền|hợp đồng thuê nhà] tại [{office}].",
            "[Thu|Lấy] [{d} nghìn một trang|gấp đôi niêm yết|thêm tiền nhanh], [không đưa biên lai|bảo tiền photo|nói phí đã đổi].",
            "[Bảng phí|Niêm yết] [dán khuất|mờ hết chữ|là của năm ngoái], [hỏi căn cứ|xin hóa đơn] thì [bị nạt|bảo không làm thì về].",
        ),
        "[Đề nghị|Mong] [niêm yết phí mới|trả lại phần thu thừa|thu phí qua mã QR có biên lai].",
    ),
    Topic(
        "allowance",
        (
            "{time} [{me}] nộp đơn [trợ cấp thất nghiệp|hỗ trợ tiền thuê nhà|trợ cấp một lần|chính sách hộ nghèo] ở [trung tâm dịch vụ việc làm|xã {place}].",
            "[Danh sách|Quyết định] [thiếu tên|sai số tài khoản|không có chữ ký], [tiền|khoản hỗ trợ] [tháng {m}|đợt {n}] [chưa về|về thiếu].",
            "[Xã bảo huyện|Huyện bảo tỉnh] [sau sáp nhập|từ khi bỏ cấp huyện] [chưa ai nhận việc|con dấu chưa có|phần mềm chưa mở quyền].",
        ),
        "[Xin|Đề nghị] [cho biết ngày chi|chi qua tài khoản|nói rõ ai chịu trách nhiệm sau sáp nhập].",
    ),
]


def expand(pattern: str, rng: random.Random) -> str:
    """One sentence of a pattern."""
    for name, value in (("time2", TIME), ("time", TIME), ("office", OFFICE), ("me", ME)):
        while "{" + name + "}" in pattern:
            picked = rng.choice(value.split("|")) if "[" not in value else f"[{value}]"
            pattern = pattern.replace("{" + name + "}", picked, 1)
    while match := CHOICE.search(pattern):
        pattern = pattern[: match.start()] + rng.choice(match[1].split("|")) + pattern[match.end() :]
    values = {
        "place": lambda: rng.choice(PLACES.split("|")),
        "person": lambda: rng.choice(PEOPLE.split("|")),
        "d": lambda: str(rng.randint(1, 28)),
        "m": lambda: str(rng.randint(1, 12)),
        "n": lambda: str(rng.randint(2, 9)),
    }
    sentence = re.sub(r"\{(\w+)\}", lambda found: values[found[1]](), pattern)
    return sentence[0].upper() + sentence[1:]


@dataclass(frozen=True)
class Petition:
    topic: str
    text: str


def petition(rng: random.Random, topic: Topic | None = None) -> Petition:
    """Between 60 and 1,500 characters; one text in four is short, one in four is long."""
    topic = topic or rng.choice(TOPICS)
    size = rng.choice(("short", "middle", "middle", "long"))
    if size == "short":
        parts = rng.sample(topic.lines, rng.randint(1, 2))
    else:
        more = rng.randint(4, 9) if size == "long" else rng.randint(0, 2)
        opener = rng.sample(OPENERS, rng.randint(0, 2))
        general = rng.choices(GENERAL, k=rng.randint(3, 6) if size == "long" else rng.randint(0, 3))
        again = rng.choices(topic.lines, k=more)
        parts = [*opener, *topic.lines, *general, *again, topic.wish, *rng.sample(CLOSERS, rng.randint(0, 2))]
    text = " ".join(expand(part, rng) for part in parts)
    return Petition(topic.code, text[:1500]) if len(text) >= 60 else petition(rng, topic)


def petitions(count: int, seed: int = 20) -> list[Petition]:
    """So many petitions, always the same ones for the same seed."""
    rng = random.Random(seed)
    return [petition(rng) for _ in range(count)]


TEENCODE = {
    "không": "k",
    "được": "dc",
    "với": "vs",
    "gì": "j",
    "rồi": "r",
    "người": "ng",
    "những": "nhg",
    "cũng": "cg",
    "bây giờ": "bh",
    "biết": "bít",
    "tôi": "t",
    "vậy": "v",
    "làm": "lm",
    "trong": "trog",
    "đường": "đg",
    "nhiều": "nh",
    "công ty": "cty",
    "mình": "mk",
    "thì": "thỳ",
    "chưa": "chx",
    "hôm nay": "hnay",
    "phải": "fải",
    "giấy": "zấy",
    "anh": "a",
    "chị": "c",
    "em": "e",
    "điện thoại": "đt",
}
NEIGHBOURS = {
    row[i]: row[max(0, i - 1)] + row[min(len(row) - 1, i + 1)]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for i in range(len(row))
}


def bare(text: str) -> str:
    """Typed without accents, in the case it had."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def teencode(text: str, rng: random.Random) -> str:
    """Four in five of the words that phones shorten."""
    pattern = re.compile(
        r"\b(" + "|".join(map(re.escape, sorted(TEENCODE, key=len, reverse=True))) + r")\b", re.IGNORECASE
    )
    return pattern.sub(lambda found: TEENCODE[found[1].lower()] if rng.random() < 0.8 else found[1], text)


def typos(text: str, rng: random.Random, share: float = 0.04) -> str:
    """This share of the letters dropped, doubled, exchanged or replaced by a neighbour on the keyboard."""
    chars = list(text)
    for place in range(len(chars) - 1):
        if not chars[place].isalpha() or rng.random() >= share:
            continue
        kind = rng.randrange(4)
        if kind == 0:
            chars[place] = ""
        elif kind == 1:
            chars[place] *= 2
        elif kind == 2:
            chars[place], chars[place + 1] = chars[place + 1], chars[place]
        else:
            chars[place] = rng.choice(NEIGHBOURS.get(bare(chars[place]).lower(), "a"))
    return "".join(chars)


def dropped(text: str, rng: random.Random, share: float = 0.12) -> str:
    """This share of the words left out, and a phrase put in."""
    words = [word for word in text.split() if rng.random() >= share]
    words.insert(rng.randint(0, len(words)), rng.choice(("như đã nói ở trên", "theo tôi được biết", "xin nhắc lại là")))
    return " ".join(words)


def half_copied(text: str, rng: random.Random) -> str:
    """A campaign: the first half of the sentences as they are, the rest one's own."""
    lines = re.split(r"(?<=[.])\s", text)
    own = re.split(r"(?<=[.])\s", petition(rng).text)
    return " ".join([*lines[: max(1, len(lines) // 2)], *own[: max(1, len(lines) - len(lines) // 2)]])


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "upper": lambda text, _: text.upper(),
    "no_accents": lambda text, _: bare(text),
    "teencode": teencode,
    "typos": typos,
    "dropped": dropped,
    "half_copied": half_copied,
}
