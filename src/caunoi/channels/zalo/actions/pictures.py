"""Pictures of a conversation, fetched in the background from Zalo's own hosts."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.channels.choices import InboundOutcome
from caunoi.channels.models import Conversation, InboundMessage
from caunoi.channels.zalo import notices
from caunoi.channels.zalo.actions.talking import id_of
from caunoi.feedback.actions import add_to_case
from caunoi.feedback.actions.intake import FILES_MOST
from caunoi.feedback.choices import Channel
from caunoi.kit import ids
from caunoi.kit.files import store
from caunoi.kit.files.checks import IMAGES, FileProblem
from caunoi.kit.http.egress import Egress, EgressProblem
from caunoi.kit.models import StoredFile


def way_out() -> Egress:
    """To Zalo's pictures."""
    return Egress(tuple(settings.CAUNOI.zalo_picture_hosts), settings.CAUNOI.max_upload_bytes)


@transaction.atomic
def _keep(talk_id: int, file: StoredFile, key: str, at: datetime) -> None:
    InboundMessage.objects.create(
        channel=Channel.ZALO, external_id=id_of(f"picture:{key}"), outcome=InboundOutcome.TALK, at=at
    )
    talk = Conversation.objects.select_for_update().get(pk=talk_id)
    if talk.follower is not None and talk.draft_key is None:
        add_to_case(follower=talk.follower, text=_("Gửi ảnh."), files=(file,), by=None, at=at)
        return
    if talk.draft_files.count() >= FILES_MOST:
        raise ValidationError(_("Gửi nhiều nhất %d tệp.") % FILES_MOST)
    talk.draft_files.add(file)
    talk.draft_key = talk.draft_key or ids.new_id()
    talk.save(update_fields=["draft_key"])
    notices.say(talk, notices.gathered(), key=f"picture:{key}", at=at)


def take_picture(*, conversation_id: int, key: str, url: str, by: User | None, at: datetime) -> bool:
    """Fetch a picture and make it part of what is being said, once; False when it is not there. Raises EgressProblem
    FAILED for a network that may work later."""
    if InboundMessage.objects.filter(channel=Channel.ZALO, external_id=id_of(f"picture:{key}")).exists():
        return False
    file = None
    try:
        data = way_out().get(url)
        file, _pages = store.take_in(data, filename="anh", by=None, at=at, allowed=IMAGES)
        _keep(conversation_id, file, key, at)
    except (FileProblem, ValidationError, EgressProblem, IntegrityError) as problem:
        if file is not None:
            file.delete()
        if isinstance(problem, EgressProblem) and problem.code == "FAILED":
            raise
        why = " ".join(getattr(problem, "messages", [])) or getattr(problem, "message", "")
        talk = Conversation.objects.get(pk=conversation_id)
        notices.say(talk, f"{_('Không nhận được ảnh.')} {why}".strip(), key=f"no:{key}", at=at)
        return False
    return True
