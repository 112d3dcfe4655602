"""The public register: what a person confirmed for publication, and nothing else."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from caunoi.feedback.choices import Outcome
from caunoi.feedback.models.case import Case
from caunoi.feedback.models.topic import Topic
from caunoi.kit.ids import PublicIdField
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class Publication(models.Model):
    """An answered case as the public reads it: an edited summary and the masked reply, with a copy of the figures that
    the register filters and counts by, so that its pages read one table."""

    public_id = PublicIdField()
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="publication")
    title = models.CharField(max_length=160)
    question = models.TextField()
    answer = models.TextField()
    # Only where the sender chose to be named.
    sender_name = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=20, choices=ReformArea, blank=True)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="publications")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    received_on = models.DateField()
    answered_on = models.DateField()
    due_on = models.DateField(null=True)
    is_on_time = models.BooleanField()
    voice_count = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(withdrawn_at=None), name="register_newest"),
            models.Index(fields=["unit", "-published_at"], condition=Q(withdrawn_at=None), name="register_unit"),
            models.Index(fields=["area", "-published_at"], condition=Q(withdrawn_at=None), name="register_area"),
            models.Index(fields=["outcome", "-published_at"], condition=Q(withdrawn_at=None), name="register_outcome"),
        ]
