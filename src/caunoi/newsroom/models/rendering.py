"""Other forms of an article's text."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField
from caunoi.newsroom.choices import Channel, Form
from caunoi.newsroom.models.article import Article, Revision
from caunoi.organisations.models import Unit


class Rendering(models.Model):
    """One form of an article. `words` is what a person made of the proposal, as the form needs it (pure.renderings).

    It is stale when `revision` is not the article's newest text. `earlier` are the words before they were made again.
    """

    public_id = PublicIdField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="renderings")
    form = models.CharField(max_length=12, choices=Form)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="renderings")
    words = models.JSONField(default=dict)
    earlier = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "form"], name="rendering_once")]


class Use(models.Model):
    """Append-only: a form was sent, printed, read out. `sent_count` is what that many means for the channel."""

    public_id = PublicIdField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="uses")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=12, choices=Form, blank=True)
    channel = models.CharField(max_length=12, choices=Channel)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    sent_count = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class Reach(models.Model):
    """Counts of a day by channel and unit. No person stands here; what each number means: docs/mechanisms/reach.md."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reach")
    channel = models.CharField(max_length=12, choices=Channel)
    # None: a reader of whom nothing is known.
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    delivered_count = models.PositiveIntegerField(default=0)
    opened_count = models.PositiveIntegerField(default=0)
    read_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "channel", "unit", "day"], condition=models.Q(unit__isnull=False), name="reach_once"
            ),
            models.UniqueConstraint(
                fields=["article", "channel", "day"], condition=models.Q(unit__isnull=True), name="reach_unknown_once"
            ),
        ]
