"""Pictures of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.kit.files import pictures, store
from caunoi.kit.files.preview import WEBP
from caunoi.newsroom.models import Picture, Rendition
from caunoi.organisations.models import Unit


@dataclass(frozen=True)
class PictureDraft:
    """A picture as it was sent, and the words that stand for it."""

    data: bytes
    filename: str
    alt: str
    caption: str = ""
    credit: str = ""


def add_picture(*, owner: Unit, draft: PictureDraft, by: User | None, at: datetime) -> Picture:
    """Keep a picture at its widths, without metadata; the bytes that were sent are not kept.

    Raises FileProblem for what is no picture, ValidationError for one without words.
    """
    if not draft.alt.strip():
        raise ValidationError({"alt": _("Tả ảnh bằng một câu, cho người không nhìn thấy ảnh.")})
    # Outside the transaction: a large photo takes seconds.
    made = pictures.made_from(draft.data, draft.filename)
    return keep_picture(owner=owner, made=made, draft=draft, by=by, at=at)


def keep_picture(
    *, owner: Unit, made: list[pictures.Made], draft: PictureDraft, by: User | None, at: datetime
) -> Picture:
    """Keep a picture that was made small already."""
    with transaction.atomic():
        name = draft.filename.rpartition(".")[0] or "anh"
        files = [
            store.keep(each.data, filename=f"{name}-{each.width}.webp", media_type=WEBP, subject="", by=by, at=at)
            for each in made
        ]
        picture = Picture.objects.create(
            owner=owner, file=files[0], alt=draft.alt.strip(), caption=draft.caption.strip(),
            credit=draft.credit.strip(), width=made[0].width, height=made[0].height, added_at=at, added_by=by,
        )  # fmt: skip
        Rendition.objects.bulk_create(
            [
                Rendition(picture=picture, width=each.width, height=each.height, file=file)
                for each, file in zip(made, files, strict=True)
            ]
        )
        for file in files:
            file.subject = f"newsroom.picture:{picture.pk}"
            file.save(update_fields=["subject"])
        audit.record(picture, "newsroom.add_picture", by=by, at=at, owner=owner)
    return picture
