"""One letter: a new case, a part of one, or nothing. However often it is delivered, it has its effect once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.channels.choices import InboundOutcome
from caunoi.channels.email import notices, queries
from caunoi.channels.models import InboundMessage
from caunoi.feedback.actions import CaseDraft, add_to_case, receive_case
from caunoi.feedback.actions.intake import FILES_MOST
from caunoi.feedback.choices import Channel, FollowerKind, Identity
from caunoi.feedback.models import Case, Follower
from caunoi.kit.files import store
from caunoi.kit.files.checks import ATTACHMENTS, FileProblem
from caunoi.kit.models import StoredFile
from caunoi.notifications.actions import take_returned
from caunoi.pure.letters import Letter, read_letter

# More cases than this from one address in a day are a machine's.
A_DAY_MOST = 20


@dataclass(frozen=True)
class _Enclosed:
    """What came with a letter: files that were taken, and what is said of those that were not."""

    files: tuple[StoredFile, ...]
    refused: tuple[str, ...]


def _enclosed(letter: Letter, at: datetime) -> _Enclosed:
    files: list[StoredFile] = []
    refused: list[str] = []
    for name, data in letter.attachments:
        if len(files) == FILES_MOST:
            refused.append(_("%(name)s: gửi nhiều nhất %(most)d tệp.") % {"name": name, "most": FILES_MOST})
            continue
        try:
            files.append(store.take_in(data, filename=name, by=None, at=at, allowed=ATTACHMENTS)[0])
        except FileProblem as problem:
            refused.append(f"{store.tidy_name(name)}: {problem.message}")
    return _Enclosed(tuple(files), tuple(refused[:20]))


def _drop(enclosed: _Enclosed) -> None:
    StoredFile.objects.filter(pk__in=[file.pk for file in enclosed.files], subject="").delete()


def _note(letter: Letter, outcome: str, at: datetime, *, reason: str = "", case: Case | None = None) -> InboundMessage:
    return InboundMessage.objects.create(
        channel=Channel.EMAIL, external_id=_id_of(letter), outcome=outcome, reason=reason, case=case, at=at
    )


def _id_of(letter: Letter) -> str:
    return hashlib.sha256(letter.message_id.encode()).hexdigest()


def _unwanted(letter: Letter, at: datetime) -> str:
    if letter.unwanted:
        return letter.unwanted
    if queries.is_own(letter.sender):
        return "LOOP"
    return "FLOOD" if queries.cases_lately(letter.sender, at) >= A_DAY_MOST else ""


def _whole_text(letter: Letter) -> str:
    return "\n\n".join(filter(None, [letter.subject, letter.text]))


@transaction.atomic
def _add(letter: Letter, follower: Follower, enclosed: _Enclosed, at: datetime) -> InboundMessage:
    add_to_case(follower=follower, text=letter.text or letter.subject, files=enclosed.files, by=None, at=at)
    return _note(letter, InboundOutcome.ADDITION, at, case=follower.case)


@transaction.atomic
def _open(letter: Letter, enclosed: _Enclosed, at: datetime) -> InboundMessage:
    draft = CaseDraft(
        text=_whole_text(letter), channel=Channel.EMAIL, key=f"email:{letter.message_id}", identity=Identity.HANDLER,
        name=letter.sender_name, contact=letter.sender, files=enclosed.files, is_screened=False,
    )  # fmt: skip
    received = receive_case(draft=draft, by=None, at=at)
    follower = Follower.objects.select_related("case").get(case=received.case, kind=FollowerKind.ORIGIN)
    notices.acknowledge((follower, letter.sender), enclosed.refused, at)
    return _note(letter, InboundOutcome.CASE, at, case=received.case)


@transaction.atomic
def _refuse(letter: Letter, why: Sequence[str], at: datetime) -> InboundMessage:
    notices.tell_refused(letter.sender, " ".join(why), _id_of(letter), at)
    return _note(letter, InboundOutcome.REFUSED, at)


def _take(letter: Letter, at: datetime) -> InboundMessage:
    follower = queries.follower_of_letter(letter, at)
    enclosed = _enclosed(letter, at)
    try:
        return _add(letter, follower, enclosed, at) if follower else _open(letter, enclosed, at)
    except ValidationError as refused:
        return _refuse(letter, refused.messages, at)
    finally:
        _drop(enclosed)


def receive_letter(*, data: bytes, by: User | None, at: datetime) -> InboundMessage | None:
    """Take a letter in; None when it came in before, or was one of our own that came back. What no person wrote is counted and never answered.

    A new case waits for a person to look: nothing vouches for a letter's sender.
    """
    if take_returned(data=data, by=by, at=at):  # one of our own letters came back
        return None
    letter = read_letter(data)
    if queries.is_known(Channel.EMAIL, _id_of(letter)):
        return None
    reason = _unwanted(letter, at)
    try:
        return _note(letter, InboundOutcome.IGNORED, at, reason=reason) if reason else _take(letter, at)
    except IntegrityError:  # delivered twice at the same moment
        if queries.is_known(Channel.EMAIL, _id_of(letter)):
            return None
        raise
