"""What comes from below, and how far the six areas have come."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.library.choices import ReformArea
from caunoi.library.models import Document
from caunoi.newsroom.choices import ArticleKind, NominationState
from caunoi.newsroom.models.article import Article
from caunoi.organisations.models import Unit


class Nomination(models.Model):
    """A person, a team or a way of working that a unit puts forward for a series."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=14, choices=ArticleKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="nominations")
    subject = models.CharField(max_length=200)
    story = models.TextField()
    result = models.TextField(blank=True)
    area = models.CharField(max_length=20, choices=ReformArea, blank=True)
    photo = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    photo_alt = models.CharField(max_length=200, blank=True)
    # Whoever is named or seen has agreed to be.
    has_consent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=NominationState, default=NominationState.SENT, db_index=True)
    decision_note = models.CharField(max_length=500, blank=True)
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="nominations")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = models.BooleanField(default=False)


class Milestone(models.Model):
    """A target of one area in a year and how far it has come; edited by hand until plans feed it.

    A share is always `done_count` of `total_count`, with its day and source; nobody types a percentage.
    """

    public_id = PublicIdField()
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="milestones")
    area = models.CharField(max_length=20, choices=ReformArea)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField()
    target_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    as_of = models.DateField()
    source_text = models.CharField(max_length=200, blank=True)
    source = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_count__lte=models.F("total_count")), name="milestone_done_within_total"
            )
        ]
