"""What units put forward for the series, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.kit.files import pictures, store
from caunoi.kit.files.preview import WEBP
from caunoi.kit.models import StoredFile
from caunoi.newsroom.actions.articles import ArticleDraft, create_article
from caunoi.newsroom.actions.pictures import PictureDraft, keep_picture
from caunoi.newsroom.choices import SERIES, NominationState
from caunoi.newsroom.models import Article, Nomination
from caunoi.organisations.models import Unit


@dataclass(frozen=True)
class NominationDraft:
    """What a unit writes: who or what, the story, what came of it, and a photo of people who agreed to be seen."""

    kind: str
    subject: str
    story: str
    result: str = ""
    area: str = ""
    has_consent: bool = False
    photo: bytes = b""
    photo_name: str = ""
    photo_alt: str = ""


def _photo(draft: NominationDraft, by: User | None, at: datetime) -> StoredFile | None:
    """The photo without metadata, at one size; the bytes that were sent are not kept. Raises FileProblem."""
    if not draft.photo:
        return None
    if not draft.photo_alt.strip():
        raise ValidationError({"photo_alt": _("Viết ảnh cho thấy gì, cho người không nhìn thấy ảnh.")})
    made = pictures.made_from(draft.photo, draft.photo_name)[0]
    return store.keep(made.data, filename="anh.webp", media_type=WEBP, subject="", by=by, at=at)


def nominate(
    *, unit: Unit, draft: NominationDraft, by: User | None, at: datetime, is_sample: bool = False
) -> Nomination:
    """Put forward a person, a team or a way of working. Raises ValidationError, FileProblem.

    Whoever is named or seen must have agreed: without that nothing is kept.
    """
    if draft.kind not in SERIES:
        raise ValidationError({"kind": _("Chọn một loại đề cử.")})
    if not draft.has_consent:
        raise ValidationError({"has_consent": _("Hỏi người được nêu tên hoặc có trong ảnh, rồi đánh dấu ô này.")})
    photo = _photo(draft, by, at)
    with transaction.atomic():
        made = Nomination.objects.create(
            kind=draft.kind, unit=unit, subject=draft.subject.strip(), story=draft.story.strip(),
            result=draft.result.strip(), area=draft.area, photo=photo, photo_alt=draft.photo_alt.strip(),
            has_consent=True, sent_at=at, sent_by=by, is_sample=is_sample,
        )  # fmt: skip
        if photo:
            photo.subject = f"newsroom.nomination:{made.pk}"
            photo.save(update_fields=["subject"])
        audit.record(made, "newsroom.nominate", by=by, at=at, unit=unit, content={"subject": made.subject})
    return made


def _open(nomination: Nomination) -> Nomination:
    row = Nomination.objects.select_for_update().get(pk=nomination.pk)
    if row.state != NominationState.SENT:
        raise ValidationError(_("Đề cử này đã được quyết định. Tải lại trang để xem."), code="STATE")
    return row


def _text(row: Nomination) -> str:
    """The story as the first text of an article; a line is a paragraph."""
    result = row.result and f"<h2>{escape(_('Kết quả'))}</h2>{_lines(row.result)}"
    return f"{_lines(row.story)}{result}"


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def select_nomination(*, nomination: Nomination, owner: Unit, note: str, by: User, at: datetime) -> Article:
    """Choose it: an article of `owner` begins with its words and its photo, to be written on and reviewed as any other."""
    photo = PictureDraft(b"", "anh.webp", nomination.photo_alt, credit=nomination.unit.name[:120])
    # Outside the transaction: it may take a second.
    made = pictures.made_from(store.read(nomination.photo), photo.filename) if nomination.photo else []
    with transaction.atomic():
        row = _open(nomination)
        cover = keep_picture(owner=owner, made=made, draft=photo, by=by, at=at) if made else None
        draft = ArticleDraft(
            title=row.subject, body=_text(row), kind=row.kind, areas=[row.area] if row.area else [], cover=cover,
            note=_("Từ đề cử của %(unit)s") % {"unit": row.unit.name[:200]},
        )  # fmt: skip
        article = create_article(owner=owner, draft=draft, by=by, at=at, is_sample=row.is_sample)
        row.state, row.article, row.decision_note = NominationState.SELECTED, article, note.strip()
        row.decided_at, row.decided_by = at, by
        row.save()
        audit.record(row, "newsroom.select_nomination", by=by, at=at, article=article)
    return article


@transaction.atomic
def decline_nomination(*, nomination: Nomination, note: str, by: User, at: datetime) -> Nomination:
    """Not this time, and why: the unit reads it."""
    if not note.strip():
        raise ValidationError({"note": _("Viết vì sao chưa chọn: đơn vị đề cử sẽ đọc.")})
    row = _open(nomination)
    row.state, row.decision_note, row.decided_at, row.decided_by = NominationState.DECLINED, note.strip(), at, by
    row.save()
    audit.record(row, "newsroom.decline_nomination", by=by, at=at)
    return row
