"""Pictures of a conversation, fetched in the background from Zalo's own hosts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.channels.models import Conversation, ZaloPicture
from caunoi.channels.zalo import notices
from caunoi.feedback.actions import add_to_case
from caunoi.feedback.actions.intake import FILES_MOST
from caunoi.kit import ids
from caunoi.kit.files import store
from caunoi.kit.files.checks import IMAGES, FileProblem
from caunoi.kit.http.egress import Egress, EgressProblem
from caunoi.kit.models import StoredFile

ATTEMPTS_MOST, PAUSE = 4, timedelta(minutes=1)


def way_out() -> Egress:
    """To Zalo's pictures."""
    return Egress(tuple(settings.CAUNOI.zalo_picture_hosts), settings.CAUNOI.max_upload_bytes)


@transaction.atomic
def _keep(row: ZaloPicture, file: StoredFile, at: datetime) -> None:
    talk = Conversation.objects.select_for_update().get(pk=row.conversation_id)
    _done(row, at)
    if talk.follower is not None and talk.draft_key is None:
        add_to_case(follower=talk.follower, text=_("Gửi ảnh."), files=(file,), by=None, at=at)
        return
    if talk.draft_files.count() >= FILES_MOST:
        raise ValidationError(_("Gửi nhiều nhất %d tệp.") % FILES_MOST)
    talk.draft_files.add(file)
    talk.draft_key = talk.draft_key or ids.new_id()
    talk.save(update_fields=["draft_key"])
    notices.say(talk, notices.gathered(), key=f"picture:{row.key}", at=at)


def _done(row: ZaloPicture, at: datetime) -> None:
    row.done_at, row.url = at, ""
    row.save(update_fields=["done_at", "url"])


@transaction.atomic
def _give_up(row: ZaloPicture, why: str, at: datetime) -> None:
    _done(row, at)
    text = f"{_('Không nhận được ảnh. Bạn gửi lại ảnh khác.')} {why}".strip()
    notices.say(row.conversation, text, key=f"no:{row.key}", at=at)


def _fetch(row: ZaloPicture, at: datetime) -> bool:
    file = None
    try:
        data = way_out().get(row.url)
        file, _pages = store.take_in(data, filename="anh", by=None, at=at, allowed=IMAGES)
        _keep(row, file, at)
    except (FileProblem, ValidationError, EgressProblem) as problem:
        if file is not None:
            file.delete()
        is_passing = isinstance(problem, EgressProblem) and problem.code == "FAILED"
        if not is_passing or row.attempts_count >= ATTEMPTS_MOST:
            why = " ".join(getattr(problem, "messages", [])) or getattr(problem, "message", "")
            _give_up(row, why, at)
        return False
    return True


def take_picture(*, picture_id: int, by: User | None, at: datetime) -> bool:
    """Fetch a picture and make it part of what is being said, once; False when it is not here. A network that failed is
    tried again, four times in all, each after a longer pause; then the person is told."""
    waits = ZaloPicture.objects.filter(pk=picture_id, done_at=None, not_before_at__lte=at)
    row = waits.select_related("conversation").first()
    if row is None:
        return False
    pause = PAUSE * 4**row.attempts_count
    if not waits.update(not_before_at=at + pause, attempts_count=F("attempts_count") + 1):
        return False
    row.attempts_count += 1
    return _fetch(row, at)


def take_due_pictures(*, at: datetime) -> int:
    """Fetch what is due; returns how many came."""
    due = ZaloPicture.objects.filter(done_at=None, not_before_at__lte=at).order_by("pk")
    return sum(take_picture(picture_id=pk, by=None, at=at) for pk in list(due.values_list("pk", flat=True)[:20]))
