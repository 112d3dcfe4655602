"""What goes of a talk by Zalo when the case that came of it is erased or removed."""

from __future__ import annotations

from django.db.models import Q

from caunoi.channels.models import Conversation, InboundMessage, ZaloReply
from caunoi.feedback.choices import Channel
from caunoi.feedback.models import Case, CaseStep, Entry, Sender


def _replies_about(case: Case) -> list[ZaloReply]:
    """By the keys that they were said under: of the words that came in, of the entries and of the steps."""
    marks = InboundMessage.objects.filter(case=case, channel=Channel.ZALO).values_list("external_id", flat=True)
    keys = [f"to:{mark}:" for mark in marks]
    keys += [f"entry:{pk}:" for pk in Entry.objects.filter(case=case).values_list("pk", flat=True)]
    keys += [f"step:{pk}:" for pk in CaseStep.objects.filter(case=case).values_list("pk", flat=True)]
    wanted = Q(pk=None)
    for key in keys:
        wanted |= Q(key__startswith=key)
    return list(ZaloReply.objects.filter(wanted).select_related("conversation"))


def _is_needed(talk: Conversation, case: Case) -> bool:
    """Whether the person is writing something new, or another case of theirs is answered by this talk."""
    others = Sender.objects.filter(contact_print=talk.peer_print, case__channel=Channel.ZALO).exclude(case=case)
    return talk.draft_key is not None or others.exists()


def forget_talk(case: Case) -> None:
    """What was said about the case goes; the whole talk with the person's id, unless another case still needs it."""
    if case.channel != Channel.ZALO:
        return
    said = _replies_about(case)
    talks = {row.conversation for row in said} | set(Conversation.objects.filter(follower__case=case))
    talks |= set(Conversation.objects.filter(peer_print__in=Sender.objects.filter(case=case).values("contact_print")))
    ZaloReply.objects.filter(pk__in=[row.pk for row in said]).delete()
    for talk in talks:
        if not _is_needed(talk, case):
            talk.delete()
            continue
        talk.pictures.exclude(done_at=None).delete()
        Conversation.objects.filter(pk=talk.pk, follower__case=case).update(follower=None)
