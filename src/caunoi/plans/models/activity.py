"""What a unit did, with evidence."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.directives.models import DirectiveObligation, Evidence, Recipient
from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit
from caunoi.plans.choices import ITEM_NOUNS, ActivityForm, ActivityState, EvidenceKind
from caunoi.plans.models.plan import PlanTask


class Activity(models.Model):
    """One activity of one unit on one day. `path` is the unit's place on that day, and never moves.

    `key` is made on the phone: however often a report is sent, it is one row.
    """

    public_id = PublicIdField()
    key = models.UUIDField(unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="activities")
    path = models.CharField(max_length=255)
    form = models.CharField(max_length=14, choices=ActivityForm)
    area = models.CharField(max_length=20, choices=ReformArea, blank=True)
    title = models.CharField(max_length=300)
    # As people search (`pure.vietnamese.fold`): folding hundreds of thousands of titles for each question takes seconds.
    folded_title = models.CharField(max_length=300)
    happened_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    # Visits (lượt người), and distinct people where they are known.
    attendance_count = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(null=True, blank=True)
    # Copies, broadcasts, posts: what the form counts besides people.
    item_count = models.PositiveIntegerField(null=True, blank=True)
    spent = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=ActivityState, default=ActivityState.DRAFT)
    # The unit's answers to what it was asked (attendance above membership, a day in a closed period, a likely double).
    confirmed = models.JSONField(default=list)
    # The day lay in a reporting period that was closed when the report came.
    is_late = models.BooleanField(default=False)
    tasks = models.ManyToManyField(PlanTask, through="ActivityTask", related_name="activities")
    recipients = models.ManyToManyField(Recipient, through="ActivityDuty", related_name="activities")
    created_at = models.DateTimeField()
    # Who reported it, the last time; of a draft, who began it.
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decision_note = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdraw_reason = models.CharField(max_length=500, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["path", "happened_on"], name="activity_by_path"),
            models.Index(fields=["unit", "-happened_on"], name="activity_by_unit"),
            # Holds all that counting the rows behind a figure asks for.
            models.Index(fields=["happened_on", "state", "form", "path"], name="activity_by_day_counted"),
            # What waits for the unit above: few rows of many; by its place then, and by the unit wherever it is now.
            models.Index(
                fields=["path", "submitted_at"], condition=Q(state=ActivityState.SUBMITTED), name="activity_waiting"
            ),
            models.Index(
                fields=["unit", "submitted_at"],
                condition=Q(state=ActivityState.SUBMITTED),
                name="activity_waiting_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def item_noun(self) -> Any:
        """What `item_count` counts."""
        return ITEM_NOUNS.get(ActivityForm(self.form), _("mục"))


class ActivityTask(models.Model):
    """An activity serves a task; one activity may serve several, and is counted once in any total."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="serves")
    task = models.ForeignKey(PlanTask, on_delete=models.CASCADE, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "task"], name="activity_task_once")]


class ActivityDuty(models.Model):
    """An activity answers a duty of a directive; `evidence` is what it became there, decided with the activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="duties")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="served_by")
    obligation = models.ForeignKey(
        DirectiveObligation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.OneToOneField(Evidence, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "recipient", "obligation"], name="activity_duty_once"),
            models.UniqueConstraint(
                fields=["activity", "recipient"], condition=Q(obligation=None), name="activity_recipient_once"
            ),
        ]


class ActivityFile(models.Model):
    """A photo, a sign-in sheet or a document of an activity; `key` is made on the phone."""

    public_id = PublicIdField()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="files")
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=8, choices=EvidenceKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
