"""Erasure (Luật 91/2025/QH15 art. 4; NĐ 356/2025): what a person gave goes, what the house did about it stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback import workflow
from caunoi.feedback.actions.erasing import erase_elsewhere, remove_files
from caunoi.feedback.actions.indexing import forget_case, index_case
from caunoi.feedback.actions.moving import locked, move
from caunoi.feedback.choices import Identity, State
from caunoi.feedback.models import Attachment, Case, DataRequest, Follower, Publication, TriageModel, TriageProposal
from caunoi.feedback.queries.holdings import Holdings
from caunoi.feedback.queries.search import CASE_WORDS
from caunoi.kit import fulltext
from caunoi.kit.audit.models import AuditContent
from caunoi.kit.models import Upload
from caunoi.pure.triage.model import features_of
from caunoi.pure.triage.words import Words

# A word that fewer other cases hold could still point at the one that is gone.
COMMON_LEAST = 5
# Features of numbers, not of words: "#".
NUMBER = "#"


def gone() -> str:
    """What stands where the words stood."""
    return _("Nội dung đã được xóa theo yêu cầu của người gửi.")


def _shred() -> None:
    """Let SQLite overwrite what it frees; PostgreSQL's vacuum clears its rows."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _is_common(name: str, known: dict[str, bool]) -> bool:
    words = name.removeprefix("=")
    if words not in known:
        # The blank makes the last word a whole one.
        known[words] = NUMBER in words or len(fulltext.keys(CASE_WORDS, f"{words} ", most=COMMON_LEAST)) >= COMMON_LEAST
    return known[words]


def unlearn(texts: Sequence[str]) -> int:
    """Take out of every trained model, also those laid aside, what only these texts could have taught it. Returns how
    many features went. Called after the texts left the index of words, by which it is counted who else uses a word."""
    names = {name for text in texts for name in features_of(Words(text))}
    known: dict[str, bool] = {}
    rare = {name for name in names if not _is_common(name, known)} if names else set()
    taken = 0
    for row in TriageModel.objects.select_for_update():
        before = taken
        for learned in row.content.values():
            going = [name for name in learned["weights"] if name in rare or not rare.isdisjoint(name.split())]
            for name in going:
                del learned["weights"][name]
            taken += len(going)
        if taken != before:
            row.save(update_fields=["content"])
    return taken


def _forget_files(rows: list[Attachment], at: datetime) -> None:
    kept = [file.pk for row in rows for file in (row.file, row.preview) if file is not None]
    Upload.objects.filter(file__in=kept).delete()
    remove_files(rows, at)


def _forget_audit(cases: Sequence[Case]) -> None:
    """Words behind the hashes of the audit: the chain still verifies without them."""
    subjects = [f"feedback.case:{case.public_id}" for case in cases]
    AuditContent.objects.filter(row__subject__in=subjects).delete()


def erase_contacts(holdings: Holdings) -> None:
    """Name and contact go, the words stay: what follows from withdrawing consent to be known."""
    cases = [case.pk for case in holdings.cases]
    for sender in holdings.senders:
        sender.delete()
    Case.objects.filter(pk__in=cases).update(identity=Identity.RECEIPT)
    Publication.objects.filter(case__in=cases).update(sender_name="")
    for voice in holdings.voices:
        voice.name, voice.contact = "", ""
        voice.save(update_fields=["name", "contact"])
    for follower in holdings.followers:
        follower.user = None
        follower.save(update_fields=["user"])


def _erase_case(case: Case, by: User | None, at: datetime) -> str:
    """The sender's words leave the case, the indexes and the proposals. Returns them for unlearning."""
    row = locked(case)
    words = f"{row.title}\n{row.text or row.sealed_text}"
    TriageProposal.objects.filter(case=row).delete()
    erase_elsewhere(row)
    forget_case(row)
    move(
        row, "erase_words", by=by, at=at, end=State(row.state), text="", sealed_text="", place="", intake_print="",
        title=_("Lời người gửi đã xóa"),
    )  # fmt: skip
    # Nobody can answer what is not there any more; where others follow, their words remain to be answered.
    is_alone = Follower.objects.filter(case=row).count() == 1
    if is_alone and workflow.may(row.state, "withdraw_case"):
        move(row, "withdraw_case", by=by, at=at, closed_at=at)
    return words


def _erase_said(holdings: Holdings) -> None:
    for entry in holdings.entries:
        entry.text = gone()
        entry.save(update_fields=["text"])
    for rating in holdings.ratings:
        rating.comment = ""
        rating.save(update_fields=["comment"])
    for step in holdings.steps:
        step.reason = gone()
        step.save(update_fields=["reason"])
    for voice in holdings.voices:
        voice.text = ""
        voice.save(update_fields=["text"])
    for named in holdings.names:
        named.name = ""
        named.save(update_fields=["name"])


def _forget_requests(request: DataRequest, holdings: Holdings) -> None:
    """What they wrote when they asked, now and earlier: the fact stays that they asked."""
    asked: Any = DataRequest.objects.filter(follower__in=holdings.followers)
    asked |= DataRequest.objects.filter(pk=request.pk)
    if request.user_id is not None:
        asked |= DataRequest.objects.filter(user=request.user_id)
    asked.update(name="", contact="", text="")
    request.name = request.contact = request.text = ""


def erase(request: DataRequest, holdings: Holdings, *, by: User, at: datetime) -> dict[str, int]:
    """Everything of the person in this room, within the deed that finishes the request. Returns counts."""
    _shred()
    counts = holdings.counts()
    words = [entry.text for entry in holdings.entries]
    _forget_files(holdings.files, at)
    _erase_said(holdings)
    erase_contacts(holdings)
    words += [_erase_case(case, by, at) for case in holdings.cases]
    _forget_audit(holdings.cases)
    _forget_requests(request, holdings)
    touched = {row.case_id for row in holdings.followers} | {entry.case_id for entry in holdings.entries}
    for case_id in sorted(touched):
        fulltext.erase(CASE_WORDS, [case_id])
        index_case(case_id=case_id)
    counts["learned"] = unlearn(words)
    return counts
