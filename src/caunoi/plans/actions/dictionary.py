"""The dictionary of indicators and the periods of reports. Codes, sources and rules are fixed; words are the federation's.

The lines are those of the periodic report as the genre has it (chưa đối chiếu with a written rule); a line is never
removed, only retired, so that old figures keep their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.plans.actions.dictionary_english import ENGLISH
from caunoi.plans.choices import ActivityForm as Form
from caunoi.plans.choices import Aggregation, FigureSource
from caunoi.plans.models import Indicator, ReportingPeriod
from caunoi.pure.periods import Kind, Period, around

SUM, DISTINCT, LATEST, RATIO = Aggregation.SUM, Aggregation.DISTINCT, Aggregation.LATEST, Aggregation.RATIO
ACTIVITIES, SYSTEM, ENTERED = FigureSource.ACTIVITIES, FigureSource.SYSTEM, FigureSource.ENTERED
UNCHECKED = "chưa đối chiếu"


@dataclass(frozen=True)
class Line:
    """One line of the dictionary as it is delivered."""

    code: str
    name: str
    measure: str
    aggregation: Aggregation
    source: FigureSource
    form: str = ""
    number: str = ""
    parts: tuple[str, str] = ("", "")
    evidence: str = ""


# The order is that of the usual report: direction, coverage, communication, supervision, results.
LINES = (
    Line("so_ke_hoach_ban_hanh", "Kế hoạch đã ban hành", "kế hoạch", SUM, SYSTEM, evidence="Kế hoạch đã duyệt"),
    Line("so_van_ban_chi_dao", "Văn bản chỉ đạo", "văn bản", SUM, SYSTEM, evidence="Văn bản đã giao"),
    Line("so_cdcs_trien_khai", "Công đoàn cơ sở đã triển khai", "đơn vị", DISTINCT, SYSTEM, evidence="Hoạt động hoặc minh chứng đã duyệt"),
    Line("tong_cdcs", "Tổng số công đoàn cơ sở", "đơn vị", LATEST, SYSTEM, evidence="Sơ đồ tổ chức"),
    Line("ty_le_cdcs_trien_khai", "Tỷ lệ công đoàn cơ sở triển khai", "%", RATIO, SYSTEM, parts=("so_cdcs_trien_khai", "tong_cdcs")),
    Line("so_hoat_dong", "Hoạt động tuyên truyền, mọi hình thức", "hoạt động", SUM, ACTIVITIES, evidence="Ảnh hoặc danh sách ký"),
    Line("so_hoi_nghi", "Hội nghị, cuộc họp", "cuộc", SUM, ACTIVITIES, Form.MEETING, evidence="Ảnh, danh sách ký"),
    Line("so_luot_nguoi_du", "Lượt người dự hội nghị", "lượt người", SUM, ACTIVITIES, Form.MEETING, "attendance_count", evidence="Danh sách ký"),
    Line("so_buoi_sinh_hoat", "Buổi sinh hoạt công đoàn", "buổi", SUM, ACTIVITIES, Form.GROUP_MEETING, evidence="Ảnh, danh sách ký"),
    Line("so_lop_tap_huan", "Lớp tập huấn", "lớp", SUM, ACTIVITIES, Form.TRAINING, evidence="Danh sách ký, tài liệu"),
    Line("so_luot_tap_huan", "Lượt người được tập huấn", "lượt người", SUM, ACTIVITIES, Form.TRAINING, "attendance_count", evidence="Danh sách ký"),
    Line("so_nguoi_du", "Người dự có điểm danh, không đếm trùng", "người", DISTINCT, SYSTEM, evidence="Điểm danh bằng mã QR"),
    Line("so_nguoi_du_theo_bao_cao", "Người dự theo báo cáo, các buổi có thể trùng người", "người", SUM, ACTIVITIES, number="people_count", evidence="Danh sách ký"),
    Line("so_tin_bai", "Tin, bài trên hệ thống", "tin, bài", SUM, SYSTEM, evidence="Bài đã đăng"),
    Line("so_tin_bai_noi_khac", "Tin, bài trên báo, bản tin khác", "tin, bài", SUM, ACTIVITIES, Form.ARTICLE, "item_count", evidence="Đường dẫn, ảnh chụp"),
    Line("so_bai_mang_xa_hoi", "Bài trên Zalo, fanpage, mạng xã hội", "bài", SUM, ACTIVITIES, Form.SOCIAL, "item_count", evidence="Đường dẫn, ảnh chụp"),
    Line("so_luot_tiep_can", "Lượt mở tin, bài trên hệ thống", "lượt mở", SUM, SYSTEM, evidence="Đếm tự động trên trang"),
    Line("so_to_roi", "Tờ rơi đã phát", "tờ", SUM, ACTIVITIES, Form.LEAFLET, "item_count", evidence="Ảnh, phiếu in"),
    Line("so_pano_bang_ron", "Pa-nô, băng rôn, bảng tin", "chiếc", SUM, ACTIVITIES, Form.POSTER, "item_count", evidence="Ảnh"),
    Line("so_buoi_phat_thanh", "Buổi phát thanh", "buổi", SUM, ACTIVITIES, Form.LOUDSPEAKER, "item_count", evidence="Kịch bản, lịch phát"),
    Line("so_tiet_muc", "Buổi văn nghệ, sân khấu hóa", "buổi", SUM, ACTIVITIES, Form.PERFORMANCE, evidence="Ảnh"),
    Line("so_cuoc_thi", "Cuộc thi trên hệ thống", "cuộc", SUM, SYSTEM, evidence="Cuộc thi đã mở"),
    Line("so_luot_thi", "Lượt dự thi", "lượt", SUM, SYSTEM, evidence="Bài thi đã nộp"),
    Line("so_nguoi_thi", "Người dự thi, không đếm trùng", "người", DISTINCT, SYSTEM, evidence="Tài khoản hoặc số điện thoại"),
    Line("so_cuoc_thi_noi_khac", "Cuộc thi tổ chức ngoài hệ thống", "cuộc", SUM, ACTIVITIES, Form.CONTEST, evidence="Thể lệ, kết quả"),
    Line("so_cuoc_doi_thoai", "Tọa đàm, đối thoại", "cuộc", SUM, ACTIVITIES, Form.DIALOGUE, evidence="Biên bản, ảnh"),
    Line("so_y_kien_gop_y_du_thao", "Ý kiến góp ý dự thảo văn bản", "ý kiến", SUM, ENTERED, evidence="Văn bản góp ý"),
    Line("so_cuoc_giam_sat_chu_tri", "Cuộc giám sát chủ trì", "cuộc", SUM, ENTERED, evidence="Kế hoạch, báo cáo giám sát"),
    Line("so_cuoc_giam_sat_tham_gia", "Cuộc giám sát tham gia", "cuộc", SUM, ENTERED, evidence="Giấy mời, báo cáo"),
    Line("so_cuoc_phan_bien", "Cuộc phản biện xã hội", "cuộc", SUM, ENTERED, evidence="Văn bản phản biện"),
    Line("so_kien_nghi_sau_giam_sat", "Kiến nghị sau giám sát", "kiến nghị", SUM, ENTERED, evidence="Văn bản kiến nghị"),
    Line("so_kien_nghi_da_tra_loi", "Kiến nghị sau giám sát đã được trả lời", "kiến nghị", SUM, ENTERED, evidence="Văn bản trả lời"),
    Line("ty_le_kien_nghi_da_tra_loi", "Tỷ lệ kiến nghị sau giám sát được trả lời", "%", RATIO, ENTERED, parts=("so_kien_nghi_da_tra_loi", "so_kien_nghi_sau_giam_sat")),
    Line("so_pakn_tiep_nhan", "Phản ánh, kiến nghị tiếp nhận", "việc", SUM, SYSTEM, evidence="Hộp việc"),
    Line("so_pakn_da_xu_ly", "Phản ánh, kiến nghị đã trả lời", "việc", SUM, SYSTEM, evidence="Hộp việc"),
    Line("so_pakn_dung_han", "Phản ánh, kiến nghị trả lời đúng hạn", "việc", SUM, SYSTEM, evidence="Hộp việc"),
    Line("ty_le_pakn_dung_han", "Tỷ lệ trả lời đúng hạn", "%", RATIO, SYSTEM, parts=("so_pakn_dung_han", "so_pakn_da_xu_ly")),
    Line("so_pakn_danh_gia", "Lượt đánh giá câu trả lời", "lượt", SUM, SYSTEM, evidence="Đánh giá của người gửi"),
    Line("so_pakn_hai_long", "Lượt đánh giá hài lòng (4 và 5 điểm)", "lượt", SUM, SYSTEM, evidence="Đánh giá của người gửi"),
    Line("ty_le_pakn_hai_long", "Tỷ lệ hài lòng", "%", RATIO, SYSTEM, parts=("so_pakn_hai_long", "so_pakn_danh_gia")),
    Line("so_sang_kien", "Sáng kiến được công nhận", "sáng kiến", SUM, ENTERED, evidence="Quyết định công nhận"),
    Line("so_mo_hinh", "Mô hình, cách làm hay", "mô hình", SUM, ACTIVITIES, Form.GOOD_PRACTICE, evidence="Báo cáo mô hình"),
    Line("so_tap_the_ca_nhan_khen_thuong", "Tập thể, cá nhân được khen thưởng", "tập thể, cá nhân", SUM, ACTIVITIES, Form.COMMENDATION, "item_count", evidence="Quyết định khen thưởng"),
    Line("kinh_phi", "Kinh phí đã chi", "đồng", SUM, ACTIVITIES, number="spent", evidence="Chứng từ"),
)  # fmt: skip


@dataclass(frozen=True)
class IndicatorWords:
    """What the federation says of a line, in both languages; an empty English word leaves the Vietnamese."""

    name: str
    measure: str
    evidence: str = ""
    english_name: str = ""
    english_measure: str = ""
    english_evidence: str = ""


def _row(line: Line, position: int) -> Indicator:
    name, measure, evidence = ENGLISH[line.code]
    return Indicator(
        english_name=name, english_measure=measure, english_evidence=evidence,
        code=line.code, name=line.name, measure=line.measure, aggregation=line.aggregation, source=line.source,
        form=line.form, number=line.number, evidence_required=line.evidence, position=position,
    )  # fmt: skip


@transaction.atomic
def ensure_indicators() -> int:
    """Add the lines that are missing, and change none that is there; returns how many were added."""
    known = {row.code: row for row in Indicator.objects.all()}
    new = [_row(line, position) for position, line in enumerate(LINES, 1) if line.code not in known]
    if not new:
        return 0
    Indicator.objects.bulk_create(new)
    known = {row.code: row for row in Indicator.objects.all()}
    ratios = []
    for line in LINES:
        if line.parts[0] and any(row.code == line.code for row in new):
            row = known[line.code]
            row.numerator, row.denominator = (known[part] for part in line.parts)
            ratios.append(row)
    Indicator.objects.bulk_update(ratios, ["numerator", "denominator"])
    return len(new)


@transaction.atomic
def describe_indicator(
    *, indicator: Indicator, words: IndicatorWords, is_retired: bool, by: User, at: datetime
) -> Indicator:
    """Change the words of a line, or retire it. Raises ValidationError when a ratio in use needs it."""
    if is_retired and not indicator.is_retired:
        parts = Indicator.objects.filter(is_retired=False, aggregation=RATIO)
        needed = parts.filter(numerator=indicator) | parts.filter(denominator=indicator)
        if ratio := needed.first():
            text = _("“%(name)s” tính từ chỉ tiêu này. Ngừng dùng chỉ tiêu đó trước.") % {"name": ratio.said_name}
            raise ValidationError({"is_retired": text})
    for name, value in vars(words).items():
        setattr(indicator, "evidence_required" if name == "evidence" else name, value)
    indicator.is_retired = is_retired
    indicator.save()
    audit.record(
        f"plans.indicator:{indicator.code}", "plans.describe_indicator", by=by, at=at, code=indicator.code, is_retired=is_retired,
        content=vars(words),
    )  # fmt: skip
    return indicator


def _usual(year: int) -> list[ReportingPeriod]:
    half, whole = around(date(year, 1, 1), Kind.HALF), around(date(year, 1, 1), Kind.YEAR)
    rows = ((_("6 tháng đầu năm %d") % year, half, 6), (_("Năm %d") % year, whole, 12))
    return [
        ReportingPeriod(
            name=name, from_on=period.from_on, to_on=period.to_on, opens_on=date(year, month, 1),
            closes_on=date(year, month, 15), basis=UNCHECKED,
        )
        for name, period, month in rows
    ]  # fmt: skip


@transaction.atomic
def ensure_reporting_periods(*, year: int) -> int:
    """Half a year by 15/6 and the year by 15/12, as unions usually do (chưa đối chiếu), where the year has none."""
    if ReportingPeriod.objects.filter(from_on__year=year).exists():
        return 0
    return len(ReportingPeriod.objects.bulk_create(_usual(year), ignore_conflicts=True))


@transaction.atomic
def save_reporting_period(
    *, row: ReportingPeriod | None, name: str, period: Period, opens_on: date, closes_on: date, basis: str, by: User, at: datetime
) -> ReportingPeriod:  # fmt: skip
    """Set when figures of a period are taken. Raises ValidationError for days out of order or a period that is there."""
    if closes_on < opens_on:
        raise ValidationError({"closes_on": _("Ngày khóa phải từ ngày mở trở đi.")})
    same = ReportingPeriod.objects.filter(from_on=period.from_on, to_on=period.to_on)
    known = ValidationError({"period": _("Kỳ này đã có trong danh sách. Sửa dòng đó.")})
    if (same.exclude(pk=row.pk) if row else same).exists():
        raise known
    row = row or ReportingPeriod()
    row.name, row.from_on, row.to_on = name, period.from_on, period.to_on
    row.opens_on, row.closes_on, row.basis = opens_on, closes_on, basis or UNCHECKED
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # another officer adds the same period at this moment
        raise known from None
    days = [opens_on.isoformat(), closes_on.isoformat()]
    audit.record(row, "plans.save_reporting_period", by=by, at=at, period=period.code, days=days)
    return row
