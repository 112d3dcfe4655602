"""Leaflets for every unit of a branch, made in the background."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.newsroom.choices import Form, RunState
from caunoi.newsroom.models.article import Article, Revision
from caunoi.organisations.models import Unit


class LeafletRun(models.Model):
    """One PDF with a page for each unit below `unit`; `done_count` of `total_count` pages are made."""

    public_id = PublicIdField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="leaflet_runs")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=12, choices=Form)
    # As they stood when it was asked for, so that a later edit does not change half of the pages.
    words = models.JSONField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RunState, default=RunState.QUEUED)
    total_count = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
