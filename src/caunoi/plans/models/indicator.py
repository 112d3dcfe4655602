"""The dictionary of indicators, and the figures that units enter by hand."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from caunoi.kit.ids import PublicIdField
from caunoi.organisations.models import Unit
from caunoi.plans.choices import ActivityForm, Aggregation, FigureSource


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
    numerator = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    denominator = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence_required = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField()
    is_retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """Append-only: a number that a unit entered for a period [from_on, to_on]; a newer row of the same supersedes."""

    public_id = PublicIdField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="figures")
    from_on = models.DateField()
    to_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=2)
    note = models.CharField(max_length=500, blank=True)
    is_superseded = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="figure_period_in_order"),
            models.UniqueConstraint(
                fields=["indicator", "unit", "from_on", "to_on"],
                condition=Q(is_superseded=False),
                name="figure_once_a_period",
            ),
        ]
