"""What a person wants to hear, when and where. Only what departs from the house's defaults is stored."""

from django.conf import settings
from django.db import models

from caunoi.notifications.choices import Channel, Frequency, Style, Weekday

USER = settings.AUTH_USER_MODEL


class NoticeSetting(models.Model):
    """A person's plain choice, and the hours of their messages; empty hours are the house's."""

    user = models.OneToOneField(USER, primary_key=True, on_delete=models.CASCADE, related_name="notice_setting")
    style = models.CharField(max_length=10, choices=Style, default=Style.MINE)
    # The channel tried first; empty: the house's order.
    first_channel = models.CharField(max_length=10, choices=Channel, blank=True)
    digest_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    weekly_on = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    quiet_from_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField()


class Preference(models.Model):
    """One cell of the matrix event × channel that the person set."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)
    frequency = models.CharField(max_length=10, choices=Frequency)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "event", "channel"], name="preference_once")]
