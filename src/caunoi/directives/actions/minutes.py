"""The "biên bản": what is proven at a moment, with the hash of the rows that it rests on."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import queries
from caunoi.directives.models import CoverageMinutes, Directive, Recipient
from caunoi.kit import audit
from caunoi.kit.documents import AdministrativeDocument, Heading, Paragraph, Rows, Signature, to_docx, to_pdf
from caunoi.kit.files import store
from caunoi.organisations.models import Unit
from caunoi.pure.vietnamese import number, percent, short_date

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MISSING_LISTED = 200
Block = Paragraph | Heading | Rows


def _moment(value: datetime | None) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else "-"


def rows_hash(directive: Directive, path: str, at: datetime) -> str:
    """SHA-256 over one line a recipient: unit, place, and the four moments in UTC, ordered by unit.

    What came after `at` is left out, so that minutes can be verified for as long as the rows live.
    """
    digest = hashlib.sha256()
    rows = Recipient.objects.filter(directive=directive, path__gte=path, path__lt=path[:-1] + "0", added_at__lte=at)
    fields = ("unit_id", "path", "delivered_at", "opened_at", "acknowledged_at", "implemented_at")
    for unit_id, place, *moments in rows.order_by("unit_id").values_list(*fields).iterator(chunk_size=5000):
        known = [_moment(moment if moment and moment <= at else None) for moment in moments]
        digest.update(f"{unit_id}\t{place}\t{chr(9).join(known)}\n".encode())
    return digest.hexdigest()


def _standing(row: Recipient) -> str:
    if row.opened_at:
        return _("đã mở xem, chưa xác nhận")
    return _("đã chuyển, chưa mở xem") if row.delivered_at else _("chưa chuyển đến")


def _opening(directive: Directive, unit: Unit, row: queries.CoverageRow, at: datetime) -> list[Block]:
    local = timezone.localtime(at)
    facts = {
        "when": f"{local.hour:02d} giờ {local.minute:02d}, {short_date(local.date())}",
        "unit": unit.name,
        "title": directive.title,
        "issuer": directive.issuer.name,
        "frozen": short_date(directive.frozen_on),
        "total": number(row.total),
        "due": short_date(directive.due_on),
    }
    text = _("Lúc %(when)s, %(unit)s lập biên bản về việc “%(title)s” do %(issuer)s giao ngày %(frozen)s, hạn %(due)s.")
    denominator = _("Mẫu số: %(total)s đơn vị, chốt ngày %(frozen)s, không đổi khi đơn vị sắp xếp lại.")
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


def _blocks(directive: Directive, unit: Unit, path: str, at: datetime, sha256: str) -> list[Block]:
    row = queries.totals(directive, path)
    branches = _branches(directive, path)
    following = 3 if branches else 2
    proof = _(
        "“Đã thực hiện” chỉ tính khi minh chứng được người có thẩm quyền duyệt. "
        "Mã SHA-256 của các dòng dữ liệu làm căn cứ: %(hash)s."
    )
    return [
        *_opening(directive, unit, row, at),
        *branches,
        Heading(_("%(n)d. Đơn vị chưa xác nhận") % {"n": following}),
        *_missing(directive, path, row.missing_count),
        Heading(_("%(n)d. Cách kiểm tra") % {"n": following + 1}),
        Paragraph(proof % {"hash": sha256}),
    ]


@transaction.atomic
def make_minutes(*, directive: Directive, unit: Unit, path: str, by: User, at: datetime) -> CoverageMinutes:
    """Draw up the minutes of a branch as DOCX and PDF, and keep them with the hash of their rows."""
    sha256 = rows_hash(directive, path, at)
    position, head = audit.head()
    row = queries.totals(directive, path)
    with translation.override(settings.LANGUAGE_CODE):
        document = AdministrativeDocument(
            superior=directive.issuer.name.upper() if directive.issuer_id != unit.pk else "",
            issuer=unit.name.upper(),
            type_name="Biên bản",
            abstract=_("Độ phủ của %(title)s") % {"title": directive.title},
            place=settings.CAUNOI.place,
            on=timezone.localtime(at).date(),
            blocks=_blocks(directive, unit, path, at, sha256),
            signatures=[Signature(_("NGƯỜI LẬP BIÊN BẢN"), "", by.full_name), Signature("TM. BAN THƯỜNG VỤ", "")],
            recipients=[directive.issuer.name, "Lưu: VT"],
            footnote=_("Nhật ký hệ thống lúc lập: mắt xích %(position)d, mã %(head)s.")
            % {"position": position, "head": head},
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
        at=at,
        figures=figures,
        rows_sha256=sha256,
        docx=kept[0],
        pdf=kept[1],
        made_by=by,
    )
    audit.record(minutes, "directives.make_minutes", by=by, at=at, unit=unit, sha256=sha256, **figures)
    return minutes
