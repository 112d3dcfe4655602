"""What officers are still to be told, and when they were told last."""

from django.conf import settings
from django.db import models

from caunoi.feedback.choices import News
from caunoi.feedback.models.case import Case

USER = settings.AUTH_USER_MODEL


class DigestLine(models.Model):
    """One thing that one person is to hear of one case; gone as soon as a digest holds it. The same thing is there once."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    news = models.CharField(max_length=14, choices=News)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "case", "news"], name="digest_line_once")]


class DigestMark(models.Model):
    """When a person's last digest was made: the next one comes no sooner than a quarter of an hour later."""

    user = models.OneToOneField(USER, primary_key=True, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
