"""The "biên bản": what is proven at a moment, with the hash of the rows that it rests on."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import queries
from caunoi.directives.choices import Level
from caunoi.directives.models import CoverageMinutes, Directive, Recipient
from caunoi.kit import audit
from caunoi.kit.documents import AdministrativeDocument, Heading, Paragraph, Rows, Signature, to_docx, to_pdf
from caunoi.kit.files import store
from caunoi.organisations.models import Unit
from caunoi.pure.receipts import BYTE_COUNT, new_receipt, shown
from caunoi.pure.vietnamese import number, percent, short_date

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MISSING_LISTED = 200
Block = Paragraph | Heading | Rows


def _standing(row: Recipient) -> str:
    if row.opened_at:
        return _("đã mở xem, chưa xác nhận")
    return _("đã chuyển, chưa mở xem") if row.delivered_at else _("chưa chuyển đến")


def _opening(
    directive: Directive, unit: Unit, row: queries.CoverageRow, later: int, at: datetime
) -> list[Block]:  # fmt: skip
    local = timezone.localtime(at)
    facts = {
        "when": f"{local.hour:02d} giờ {local.minute:02d}, {short_date(local.date())}",
        "unit": unit.name,
        "title": directive.title,
        "issuer": directive.issuer.name,
        "frozen": short_date(directive.frozen_on),
        "total": number(row.total - later),
        "later": number(later),
        "due": short_date(directive.due_on),
        "version": directive.version_number,
    }
    text = _("Lúc %(when)s, %(unit)s lập biên bản về việc “%(title)s” do %(issuer)s giao ngày %(frozen)s, hạn %(due)s.")
    denominator = _("Mẫu số: %(total)s đơn vị, chốt ngày %(frozen)s, không đổi khi đơn vị sắp xếp lại.")
    if later:
        denominator += " " + _("Thêm sau ngày chốt: %(later)s đơn vị, mỗi đơn vị có ngày thêm và hạn riêng.")
    if directive.version_number > 1:
        denominator += " " + _("Số liệu của bản %(version)d; các bản trước giữ số chốt riêng.")
    levels = [
        [level.label, f"{number(level.count)}/{number(level.total)}", percent(level.count, level.total)]
        for level in row.levels()
    ]
    return [
        Paragraph(text % facts),
        Heading(_("1. Kết quả bốn mức")),
        Paragraph(denominator % facts),
        Rows([_("Mức"), _("Số đơn vị"), _("Tỷ lệ")], levels, (80, 45, 40)),
    ]


def _branches(directive: Directive, path: str) -> list[Block]:
    below = [child for child in queries.children(directive, path) if not child.is_leaf]
    if not below:
        return []
    headers = [_("Đơn vị"), _("Mẫu số"), _("Đã xác nhận"), _("Đã thực hiện")]
    cells = [[c.name, number(c.total), number(c.acknowledged), number(c.implemented)] for c in below]
    return [Heading(_("2. Theo đơn vị cấp dưới")), Rows(headers, cells, (85, 25, 28, 28))]


def _missing(directive: Directive, path: str, missing_count: int) -> list[Block]:
    left = queries.missing(directive, path, "acknowledged", limit=MISSING_LISTED)
    if not left:
        return [Paragraph(_("Không còn đơn vị nào."))]
    cells = [[str(n), row.unit_name, _standing(row)] for n, row in enumerate(left, 1)]
    blocks: list[Block] = [Rows([_("STT"), _("Đơn vị"), _("Tình trạng")], cells, (15, 105, 45))]
    if missing_count > len(left):
        blocks.append(Paragraph(_("Và %(n)d đơn vị khác.") % {"n": missing_count - len(left)}))
    return blocks


def _certified(row: queries.CoverageRow, level: Level | None) -> list[Block]:
    if level is None:
        return []
    facts = {"total": number(row.total), "level": str(level.label).lower()}
    return [
        Paragraph(_("Người ký chứng nhận: lúc lập biên bản, %(total)s/%(total)s đơn vị (100 %%) %(level)s.") % facts)
    ]


def _blocks(
    directive: Directive, unit: Unit, path: str, at: datetime, sha256: str, *, level: Level | None
) -> list[Block]:  # fmt: skip
    row = queries.totals(directive, path)
    branches = _branches(directive, path)
    following = 3 if branches else 2
    proof = _(
        "“Đã thực hiện” chỉ tính khi minh chứng được người có thẩm quyền duyệt. "
        "Mã SHA-256 của các dòng dữ liệu làm căn cứ: %(hash)s."
    )
    return [
        *_opening(directive, unit, row, queries.later_count(directive, path), at),
        *_certified(row, level),
        *branches,
        Heading(_("%(n)d. Đơn vị chưa xác nhận") % {"n": following}),
        *_missing(directive, path, row.missing_count),
        Heading(_("%(n)d. Cách kiểm tra") % {"n": following + 1}),
        Paragraph(proof % {"hash": sha256}),
    ]


def _check(code: str) -> dict[str, str]:
    """What the paper says about verifying it: the address behind its QR code, the code in words, the chain's head."""
    position, head = audit.head()
    page = f"{settings.CAUNOI.base_url.rstrip('/')}/proofs/"
    words = _("Kiểm tra biên bản này: quét mã, hoặc gõ mã %(code)s ở trang %(page)s")
    foot = _("Nhật ký hệ thống lúc lập: mắt xích %(position)d, mã %(head)s.")
    return {
        "check_address": f"{page}{code}/",
        "check_words": words % {"code": shown(code), "page": page},
        "footnote": foot % {"position": position, "head": head},
    }


@transaction.atomic
def make_minutes(
    *, directive: Directive, unit: Unit, path: str, by: User, at: datetime, level: Level | None = None
) -> CoverageMinutes:  # fmt: skip
    """Draw up the minutes of a branch as DOCX and PDF, and keep them with the hash of their rows.

    With a level they certify that the branch is whole there; `sign_off` sees to it that it is.
    """
    sha256 = queries.rows_hash(directive, path, at)
    code = new_receipt(secrets.token_bytes(BYTE_COUNT))
    row = queries.totals(directive, path)
    with translation.override(settings.LANGUAGE_CODE):
        document = AdministrativeDocument(
            superior=directive.issuer.name.upper() if directive.issuer_id != unit.pk else "",
            issuer=unit.name.upper(),
            type_name="Biên bản",
            abstract=_("Độ phủ của %(title)s") % {"title": directive.title},
            place=settings.CAUNOI.place,
            on=timezone.localtime(at).date(),
            blocks=_blocks(directive, unit, path, at, sha256, level=level),
            **_check(code),
            signatures=[Signature(_("NGƯỜI LẬP BIÊN BẢN"), "", by.full_name), Signature("TM. BAN THƯỜNG VỤ", "")],
            recipients=[directive.issuer.name, "Lưu: VT"],
            is_sample=directive.is_sample,
        )
    figures: dict[str, Any] = {"total": row.total, "delivered": row.delivered, "opened": row.opened}
    figures |= {"acknowledged": row.acknowledged, "implemented": row.implemented}
    name = f"bien-ban-do-phu-{timezone.localtime(at):%Y%m%d-%H%M}"
    subject = f"directives.directive:{directive.pk}"
    kept = [
        store.keep(data, filename=f"{name}.{ending}", media_type=media, subject=subject, by=by, at=at)
        for data, ending, media in ((to_docx(document), "docx", WORD), (to_pdf(document), "pdf", "application/pdf"))
    ]
    minutes = CoverageMinutes.objects.create(
        directive=directive,
        unit=unit,
        path=path,
        version_number=directive.version_number,
        code=code,
        at=at,
        figures=figures,
        rows_sha256=sha256,
        docx=kept[0],
        pdf=kept[1],
        made_by=by,
    )
    audit.record(minutes, "directives.make_minutes", by=by, at=at, unit=unit, sha256=sha256, **figures)
    return minutes
