"""A directive: a document sent to units with duties and a deadline; its versions say what it said when."""

from django.conf import settings
from django.db import models

from caunoi.directives.choices import RecipientRule
from caunoi.kit.ids import PublicIdField
from caunoi.library.models import Document, DocumentVersion
from caunoi.organisations.models import Unit


class Directive(models.Model):
    """Issued once; its recipients are frozen at `issued_at`. Title, message and deadline are those of the newest version."""

    public_id = PublicIdField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="directives")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="directives")
    title = models.CharField(max_length=300)
    message = models.TextField(blank=True)
    due_on = models.DateField()
    is_public = models.BooleanField(default=True)
    # How the recipients were found, as a fact for the minutes: {"rule": "SUBTREE", "unit": …, "kinds": […]}.
    rule = models.CharField(max_length=8, choices=RecipientRule)
    rule_facts = models.JSONField(default=dict)
    # All recipients, with those added after the day of freezing; these alone.
    recipient_count = models.PositiveIntegerField(default=0)
    added_count = models.PositiveIntegerField(default=0)
    version_number = models.PositiveIntegerField(default=1)
    # Evidence of earlier versions does not count any more.
    evidence_since = models.PositiveIntegerField(default=1)
    has_check = models.BooleanField(default=False)
    has_ladder = models.BooleanField(default=False)
    # Units that come under the rule later are added by the machine, with so many working days of their own.
    adds_newcomers = models.BooleanField(default=False)
    newcomer_days = models.PositiveIntegerField(default=10)
    # How many there were when the machine looked last; looking again costs a walk through the branch.
    newcomer_count = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField()
    # The tree of this date is the tree of the proof.
    frozen_on = models.DateField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["-issued_at"], name="directive_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def frozen_count(self) -> int:
        """The denominator of the day of freezing; it never changes."""
        return self.recipient_count - self.added_count


class DirectiveVersion(models.Model):
    """Append-only: what the directive said from `issued_at` until the next version. Number 1 is the issue itself."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    message = models.TextField(blank=True)
    due_on = models.DateField()
    document_version = models.ForeignKey(DocumentVersion, null=True, on_delete=models.PROTECT, related_name="+")
    # In the issuer's words: what is different, for people who have read the version before.
    change_note = models.CharField(max_length=500, blank=True)
    keeps_evidence = models.BooleanField(default=False)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "number"], name="directive_version_once")]


class DirectiveObligation(models.Model):
    """What recipients must do, in the versions from `since_version` up to, but without, `until_version`."""

    public_id = PublicIdField()
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="obligations")
    position = models.PositiveIntegerField()
    text = models.TextField()
    actor = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    evidence_required = models.CharField(max_length=200, blank=True)
    since_version = models.PositiveIntegerField(default=1)
    until_version = models.PositiveIntegerField(null=True)
