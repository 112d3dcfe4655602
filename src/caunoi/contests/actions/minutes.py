"""The minutes of a contest's results: DOCX and PDF in the form of NĐ 30/2020/NĐ-CP, with the hash of the papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.contests.models import Award, Contest, ContestMinutes, Entrant
from caunoi.contests.queries.results import entries_of, papers_hash
from caunoi.kit import audit
from caunoi.kit.documents import AdministrativeDocument, Heading, Paragraph, Rows, Signature, to_docx, to_pdf
from caunoi.kit.files import store
from caunoi.pure.vietnamese import number, short_date

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Block = Paragraph | Heading | Rows


def _figures(award: Award) -> str:
    given = award.figures
    if "participants" in given:
        return _("%(n)s người dự thi / %(members)s đoàn viên") % {
            "n": number(given["participants"]), "members": number(given["members"]) if given["members"] else "–",
        }  # fmt: skip
    text = _("%(n)d câu đúng, %(seconds)d giây") % {"n": given["correct"], "seconds": given["seconds"]}
    return text if given["off_by"] is None else f"{text}, {_('dự đoán lệch %(n)s') % {'n': number(given['off_by'])}}"


def _blocks(contest: Contest, awards: Sequence[Award], at: datetime, sha256: str) -> list[Block]:
    local, entries = timezone.localtime(at), entries_of(contest)
    facts = {
        "when": f"{local.hour:02d} giờ {local.minute:02d}, {short_date(local.date())}", "unit": contest.unit.name,
        "title": contest.title, "people": number(Entrant.objects.filter(contest=contest).count()),
        "papers": number(sum(entries.values())),
    }  # fmt: skip
    opening = _(
        "Lúc %(when)s, %(unit)s lập biên bản kết quả cuộc thi “%(title)s”: %(people)s người ghi tên, %(papers)s lượt dự thi."
    )
    rounds = [[str(n), number(count)] for n, count in sorted(entries.items())]
    cells = [
        [
            award.prize,
            award.name or award.unit_name,
            award.unit_name if award.name else "",
            award.masked_phone,
            _figures(award),
        ]
        for award in awards
    ]
    proof = _("Mã băm công bố trước khi thi: %(hash)s. Hạt giống: %(seed)s. Mã SHA-256 của các bài thi: %(papers)s.")
    return [
        Paragraph(opening % facts),
        Heading(_("1. Số lượt dự thi")),
        Rows([_("Đợt"), _("Số lượt")], rounds, (40, 60)),
        Heading(_("2. Giải thưởng")),
        Rows([_("Giải"), _("Họ tên, đơn vị"), _("Đơn vị"), _("Điện thoại"), _("Kết quả")], cells, (30, 40, 40, 22, 33))
        if cells
        else Paragraph(_("Không có giải nào được trao.")),
        Heading(_("3. Cách kiểm tra")),
        Paragraph(proof % {"hash": contest.seed_hash, "seed": contest.seed, "papers": sha256}),
        Paragraph(_("Ai cũng tính lại được đề của từng bài ở trang “Kiểm tra việc rút đề” của cuộc thi.")),
    ]


def keep_minutes(contest: Contest, awards: Sequence[Award], *, by: User, at: datetime) -> ContestMinutes:
    """Draw up the minutes and keep them; inside the caller's transaction."""
    sha256, (position, head) = papers_hash(contest), audit.head()
    with translation.override(settings.LANGUAGE_CODE):
        document = AdministrativeDocument(
            superior="", issuer=contest.unit.name.upper(), type_name="Biên bản",
            abstract=_("Kết quả cuộc thi %(title)s") % {"title": contest.title}, place=settings.CAUNOI.place,
            on=timezone.localtime(at).date(), blocks=_blocks(contest, awards, at, sha256),
            signatures=[Signature(_("NGƯỜI LẬP BIÊN BẢN"), "", by.full_name), Signature("TM. BAN TỔ CHỨC", "")],
            recipients=["Lưu: VT"],
            footnote=_("Nhật ký hệ thống lúc lập: mắt xích %(position)d, mã %(head)s.")
            % {"position": position, "head": head},
            is_sample=contest.is_sample,
        )  # fmt: skip
    name, subject = f"bien-ban-cuoc-thi-{timezone.localtime(at):%Y%m%d-%H%M}", f"contests.contest:{contest.pk}"
    kept = [
        store.keep(data, filename=f"{name}.{ending}", media_type=media, subject=subject, by=by, at=at)
        for data, ending, media in ((to_docx(document), "docx", WORD), (to_pdf(document), "pdf", "application/pdf"))
    ]
    return ContestMinutes.objects.create(
        contest=contest, at=at, papers_sha256=sha256, docx=kept[0], pdf=kept[1], made_by=by
    )
