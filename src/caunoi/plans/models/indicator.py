"""The dictionary of indicators, the figures that units enter by hand, when they report, and the sums that are kept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Unit
from caunoi.plans.choices import ActivityForm, Aggregation, FigureSource, FigureWay


def _said(vietnamese: str, english: str) -> str:
    return english if english and (get_language() or "").startswith("en") else vietnamese


class Indicator(models.Model):
    """One figure of the periodic report, as data: what it counts, in which unit, and how it goes up the tree."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    measure = models.CharField(max_length=40)
    aggregation = models.CharField(max_length=8, choices=Aggregation)
    source = models.CharField(max_length=10, choices=FigureSource)
    # ACTIVITIES: of which form (empty: all), and which of an activity's numbers: "" counts activities themselves.
    form = models.CharField(max_length=14, choices=ActivityForm, blank=True)
    number = models.CharField(max_length=20, blank=True)
    # RATIO: of which two; the share is of their sums, in per cent.
    numerator = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    denominator = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence_required = models.CharField(max_length=200, blank=True)
    # The same words for who reads English; where one is empty, the Vietnamese stands.
    english_name = models.CharField(max_length=200, blank=True)
    english_measure = models.CharField(max_length=40, blank=True)
    english_evidence = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField()
    is_retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.said_name

    @property
    def said_name(self) -> str:
        """In the reader's language."""
        return _said(self.name, self.english_name)

    @property
    def said_measure(self) -> str:
        """In the reader's language."""
        return _said(self.measure, self.english_measure)

    @property
    def said_evidence(self) -> str:
        """In the reader's language."""
        return _said(self.evidence_required, self.english_evidence)


class ReportingPeriod(models.Model):
    """When figures of a period are taken; what comes after `closes_on` is taken too, and marked late."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    # The text that sets the days, or that none was read.
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_on", "to_on"], name="reporting_period_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="reporting_period_in_order"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="reporting_period_closes"),
        ]

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """A number that a unit entered for a period [from_on, to_on]. Never changed: a newer row of the same supersedes it.

    `path` is the unit's place on the period's last day, and never moves. Periods are months, quarters, halves or years.
    """

    public_id = PublicIdField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="figures")
    path = models.CharField(max_length=255)
    from_on = models.DateField()
    to_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=2)
    note = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=4, choices=FigureWay, default=FigureWay.HAND)
    is_late = models.BooleanField(default=False)
    # What was there when it was entered, and what the unit said to do: {"answer", "activities", "figures"}.
    asked = models.JSONField(default=dict)
    # When a newer one took its place, or the unit withdrew it; none while it stands.
    superseded_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="figure_period_in_order"),
            models.UniqueConstraint(
                fields=["indicator", "unit", "from_on", "to_on"],
                condition=Q(superseded_at=None),
                name="figure_once_a_period",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "to_on"], name="figure_by_unit"),
            models.Index(fields=["path", "to_on"], name="figure_by_path"),
        ]


class ActivityTotal(models.Model):
    """Kept sums of accepted activities of a month and form. See docs/mechanisms/indicators.md.

    With a `path` they are the unit's own, done while it stood there; with none, those of all units that stood below it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_index=False, related_name="+")
    path = models.CharField(max_length=255, blank=True)
    month_on = models.DateField()
    form = models.CharField(max_length=14, choices=ActivityForm)
    activity_count = models.IntegerField()
    attendance_count = models.IntegerField()
    people_count = models.IntegerField()
    item_count = models.IntegerField()
    spent = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month_on", "form", "path"], name="activity_total_once")]


class FigureTotal(models.Model):
    """Kept sums of entered figures of a named period, as they change what activities count.

    With a `path` they are the unit's own, with none those of all units below it; `unit_count` is how many entered one.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_index=False, related_name="+")
    path = models.CharField(max_length=255, blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, db_index=False, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=2)
    unit_count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "from_on", "to_on", "indicator", "path"], name="figure_total_once")
        ]
