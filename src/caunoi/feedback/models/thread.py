"""The dialogue of a case, and what is attached to it."""

from django.conf import settings
from django.db import models

from caunoi.feedback.choices import EntryKind, Outcome
from caunoi.feedback.models.case import Case
from caunoi.feedback.models.people import Follower
from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.library.models import Document
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Entry(models.Model):
    """One utterance. To senders an officer appears as the unit, never by name."""

    public_id = PublicIdField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=13, choices=EntryKind)
    text = models.TextField()
    at = models.DateTimeField()
    author = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follower = models.ForeignKey(Follower, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Of a reply: the checklist (what was done, by whom, when, next step), each in a few words, and what came of it.
    done = models.TextField(blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    done_on = models.DateField(null=True, blank=True)
    next_step = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    # A corrected reply points to the one that it replaces; both stay.
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="entry_of_case")]


class Citation(models.Model):
    """The legal basis of a reply, picked from the library; `anchor` names the clause ("dieu-5-khoan-2")."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="citations")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    anchor = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=120)


class Attachment(models.Model):
    """A file of an entry; the file's subject is "feedback.case:<id>". The preview is a picture made by us."""

    public_id = PublicIdField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    preview = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
