"""What makes a desk one's own."""

from django.conf import settings
from django.db import models

from caunoi.feedback.choices import State
from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Unit

USER = settings.AUTH_USER_MODEL


class SavedView(models.Model):
    """A person's filters of the inbox, under a name; `query` is the address after the question mark."""

    public_id = PublicIdField()
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once")]


class ReplyTemplate(models.Model):
    """Words to begin with, bound to what is being said: a question, a reply, a refusal, an extension."""

    public_id = PublicIdField()
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=11, choices=State)
    title = models.CharField(max_length=120)
    text = models.TextField()
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
