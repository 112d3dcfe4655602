"""A unit's plan for a year, its tasks, and what it said before.

Progress is kept with the deed that moves it (actions/progress.py): a share is a whole number of hundredths of a per cent,
10.000 being everything, and the database itself refuses a share without accepted evidence.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from caunoi.directives.models import Directive, DirectiveObligation
from caunoi.kit.ids import PublicIdField
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit
from caunoi.plans.choices import ActivityForm, Adoption, Audience, Carrier, PlanAnswer, PlanState
from caunoi.plans.models.indicator import Indicator
from caunoi.pure.plan_progress import FULL


class Plan(models.Model):
    """A yearly plan. `above` is the plan that it carries on, `origin` the one that the whole cascade began with;
    `revision` rises with every approved change, and a plan with a revision is in force.
    """

    public_id = PublicIdField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=PlanState, default=PlanState.DRAFT)
    above = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_on")
    answer = models.CharField(max_length=8, choices=PlanAnswer, blank=True)
    directive = models.ForeignKey(Directive, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    symbol = models.CharField(max_length=80, blank=True)
    purpose = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    organisation = models.TextField(blank=True)
    # Lower units answer the cascade by this day.
    adopt_by_on = models.DateField(null=True, blank=True)
    # The day on which the unit was last reminded to answer.
    reminded_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    # Rises with every save: whoever saves over a newer one is asked, not obeyed.
    edit_count = models.PositiveIntegerField(default=0)
    # The edit that last touched the plan's own words, and who saved last.
    changed_in = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    progress = models.PositiveIntegerField(default=0)
    # Accepted activities behind the progress, of the whole branch.
    evidence_count = models.PositiveIntegerField(default=0)
    cascaded_at = models.DateTimeField(null=True, blank=True)
    # Which units the cascade reached: kinds (none: all), and how many got a draft.
    cascade_facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decision_note = models.CharField(max_length=500, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"], condition=~Q(state=PlanState.DISCARDED), name="plan_once_a_year"
            ),
            models.CheckConstraint(condition=Q(progress__lte=FULL), name="plan_progress_most"),
            models.CheckConstraint(
                condition=Q(progress=0) | Q(evidence_count__gt=0), name="plan_progress_has_evidence"
            ),
        ]
        indexes = [models.Index(fields=["year", "state"], name="plan_by_year")]

    def __str__(self) -> str:
        return self.title


class PlanTask(models.Model):
    """One line of a plan. `source` is the task of the plan above that it adopts, adapts or declines."""

    public_id = PublicIdField()
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField()
    source = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_by")
    adoption = models.CharField(max_length=8, choices=Adoption, default=Adoption.ADDED)
    reason = models.CharField(max_length=500, blank=True)
    obligation = models.ForeignKey(
        DirectiveObligation, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    title = models.CharField(max_length=500)
    area = models.CharField(max_length=20, choices=ReformArea, blank=True)
    form = models.CharField(max_length=14, choices=ActivityForm)
    audience = models.CharField(max_length=14, choices=Audience)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plan_tasks")
    from_on = models.DateField()
    to_on = models.DateField()
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    target = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    # In đồng.
    budget = models.PositiveBigIntegerField(null=True, blank=True)
    evidence_required = models.CharField(max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    carrier = models.CharField(max_length=5, choices=Carrier, default=Carrier.OWN)
    # The plan's edit that touched this task last.
    changed_in = models.PositiveIntegerField(default=0)
    # The plan of an ended unit that the task was taken over from.
    taken_from = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="handed_over")
    # The unit's own part, from its accepted activities only.
    done_value = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    accepted_count = models.PositiveIntegerField(default=0)
    own_progress = models.PositiveIntegerField(default=0)
    # The branch: how many units' parts the task stands for, the sum of their shares, and what it comes to.
    span = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    evidence_count = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="plan_task_period_in_order"),
            models.UniqueConstraint(
                fields=["plan", "source"], condition=Q(source__isnull=False), name="plan_task_source_once"
            ),
            models.CheckConstraint(condition=Q(progress__lte=FULL), name="plan_task_progress_most"),
            models.CheckConstraint(
                condition=Q(progress=0) | Q(evidence_count__gt=0), name="plan_task_progress_has_evidence"
            ),
            models.CheckConstraint(
                condition=Q(own_progress=0) | Q(accepted_count__gt=0), name="plan_task_own_has_evidence"
            ),
        ]
        indexes = [models.Index(fields=["owner", "to_on"], name="plan_task_by_owner")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """Whether the unit does it: neither cancelled nor declined."""
        return self.cancelled_at is None and self.adoption != Adoption.DECLINED


class PlanRevision(models.Model):
    """Append-only: what an approved plan said, whole, from `at` on."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_revision_once")]


class PlanTemplate(models.Model):
    """What a yearly plan usually holds. The federation keeps and changes it; what nobody has checked says so."""

    public_id = PublicIdField()
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    purpose = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    organisation = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_verified = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class PlanTemplateTask(models.Model):
    """One usual task; its days are month and day of any year, such as "06-15"."""

    public_id = PublicIdField()
    template = models.ForeignKey(PlanTemplate, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    area = models.CharField(max_length=20, choices=ReformArea, blank=True)
    form = models.CharField(max_length=14, choices=ActivityForm)
    audience = models.CharField(max_length=14, choices=Audience)
    carrier = models.CharField(max_length=5, choices=Carrier, default=Carrier.OWN)
    from_day = models.CharField(max_length=5)
    to_day = models.CharField(max_length=5)
    # The code of an indicator of the dictionary.
    indicator = models.CharField(max_length=60, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    evidence_required = models.CharField(max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return self.title
