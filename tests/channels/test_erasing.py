"""What goes here when a case is erased or removed: letters, talks, scans; and what another case still needs stays."""

import os
from typing import Any

import pytest
from django.db.models import ProtectedError

from caunoi.channels.choices import PaperState
from caunoi.channels.email import actions as letters
from caunoi.channels.email import queries as letter_queries
from caunoi.channels.models import Conversation, InboundMessage, Paper, ZaloReply
from caunoi.channels.paper import actions as scans
from caunoi.channels.zalo import actions as talks
from caunoi.feedback.actions import (
    Asker,
    acknowledge_data_request,
    ask_data_right,
    finish_data_request,
    propose_erasure,
    remove_case,
)
from caunoi.feedback.choices import Channel, DataRight
from caunoi.feedback.models import Case
from caunoi.kit.files import store
from caunoi.kit.models import StoredFile
from caunoi.notifications.models import Message
from caunoi.pure.zalo import Event
from tests.cast import Cast
from tests.channels.test_email import letter
from tests.feedback.deeds import MONDAY, TEXT, draft
from tests.kit.samples import picture

pytestmark = [pytest.mark.room, pytest.mark.django_db]
PEER = "987654321"


def remove(case: Case) -> None:
    remove_case(case=case, rule="Đã trả lời: 60 tháng", by=None, at=MONDAY)


def say(*texts: str, start: int = 0) -> None:
    for number, text in enumerate(texts, start):
        event = Event(deed="TEXT", message_id=f"m{number}", peer=PEER, text=text, pictures=())
        talks.take_event(event=event, by=None, at=MONDAY)


def erase(case: Case, cast: Cast) -> None:
    """By the sender's own request, through its two people."""
    asker = Asker(follower=case.followers.get())
    request, *_rest = ask_data_right(
        right=DataRight.DELETE, text="Xóa hết", key="form-data-0001", asker=asker, by=None, at=MONDAY
    )
    acknowledge_data_request(request=request, has_third_party=False, by=cast.hoa, at=MONDAY)
    propose_erasure(request=request, by=cast.hoa, at=MONDAY)
    request.refresh_from_db()
    finish_data_request(request=request, answer="Đã xóa hết dữ liệu của bạn", by=cast.dung, at=MONDAY)


def test_mail_to_the_sender_goes_and_the_letter_does_not_come_back(cast: Cast, settings: Any, monkeypatch: Any):
    monkeypatch.setitem(settings.CAUNOI._values, "email_in", "phanhoi@congdoan.vn")
    one, other = letter().as_bytes(), letter(sender="tu@example.vn").as_bytes()
    for data in (one, other):
        letters.receive_letter(data=data, by=None, at=MONDAY)
    gone, kept = Case.objects.order_by("id")
    remove(gone)
    (mail,) = Message.objects.filter(subject__startswith=letter_queries.SUBJECT)
    assert (mail.topic, mail.address) == (f"feedback.case:{kept.pk}", "tu@example.vn")
    assert list(InboundMessage.objects.order_by("id").values_list("case", flat=True)) == [None, kept.pk]
    assert letters.receive_letter(data=one, by=None, at=MONDAY) is None
    assert list(Case.objects.all()) == [kept]


def test_a_talk_goes_with_its_only_case(cast: Cast):
    say(TEXT, "gửi", "Hôm nay vẫn chưa trả")
    assert (Conversation.objects.count(), ZaloReply.objects.count()) == (1, 3)
    remove(Case.objects.get())
    assert (Conversation.objects.count(), ZaloReply.objects.count()) == (0, 0)
    assert set(InboundMessage.objects.values_list("case", flat=True)) == {None}


def test_a_talk_that_another_case_needs_stays_without_what_was_said_of_this_one(cast: Cast):
    say(TEXT, "gửi", "việc mới", "Lệ phí chứng thực không niêm yết", "gửi")
    gone, kept = Case.objects.order_by("id")
    remove(gone)
    talk = Conversation.objects.get()
    said = "\n".join(row.text for row in talk.replies.all())
    assert (talk.follower.case, gone.code in said, kept.code in said) == (kept, False, True)


def test_a_new_draft_is_not_lost_with_an_old_case(cast: Cast):
    say(TEXT, "gửi", "việc mới", "Lệ phí chứng thực")
    remove(Case.objects.get())
    talk = Conversation.objects.get()
    assert (talk.draft, talk.follower) == ("Lệ phí chứng thực", None)


def test_an_erasure_that_was_asked_for_ends_the_talk_too(cast: Cast):
    say(TEXT, "gửi", "việc mới")
    erase(Case.objects.get(), cast)
    assert (Case.objects.count(), Conversation.objects.count(), ZaloReply.objects.count()) == (1, 0, 0)


def scanned(cast: Cast) -> Paper:
    paper = scans.start_paper(data=picture(), filename="don.jpg", desk=cast.units["MD"], by=cast.hoa, at=MONDAY)
    paper.state = PaperState.READY
    paper.save()
    given = draft(channel=Channel.PAPER, files=(paper.file,))
    scans.confirm_paper(paper=paper, draft=given, by=cast.hoa, at=MONDAY)
    return paper


@pytest.mark.parametrize("is_asked_for", [True, False])
def test_a_scan_goes_with_its_bytes(cast: Cast, is_asked_for: bool, django_capture_on_commit_callbacks: Any):
    paper = scanned(cast)
    path = store.path_of(paper.file.sha256)
    os.utime(path, (0, 0))  # kept long ago: what is only just kept is spared
    with pytest.raises(ProtectedError):  # the row holds its file: it must go first
        StoredFile.objects.get(pk=paper.file.pk).delete()
    with django_capture_on_commit_callbacks(execute=True):
        erase(paper.case, cast) if is_asked_for else remove(paper.case)
    assert (Paper.objects.count(), StoredFile.objects.filter(pk=paper.file.pk).count(), path.exists()) == (0, 0, False)
