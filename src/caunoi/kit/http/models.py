"""Requests that must have their effect once, however often they are sent."""

from django.db import models


class IdempotencyRecord(models.Model):
    """The answer given to a key; written in the transaction of the effect."""

    key = models.CharField(max_length=80)
    scope = models.CharField(max_length=160)
    fingerprint = models.CharField(max_length=64)
    location = models.CharField(max_length=500, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "scope"], name="idempotency_key_once")]


class Spent(models.Model):
    """What may be used once and was: the solution of a challenge, the note of an opened form."""

    PROOF, FORM = "PROOF", "FORM"
    kind = models.CharField(max_length=8)
    token = models.CharField(max_length=64)
    at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "token"], name="spent_once")]
        indexes = [models.Index(fields=["kind", "at"], name="spent_lately")]


class BucketLevel(models.Model):
    """What was taken from a bucket, as the moment (microseconds since 1970) at which it will be full again."""

    name = models.CharField(max_length=80, unique=True)
    full_at = models.BigIntegerField()


class PageChange(models.Model):
    """A topic of public pages, and a token that triggers renew whenever a row changes that such pages show."""

    topic = models.CharField(max_length=20, primary_key=True)
    token = models.CharField(max_length=32)
