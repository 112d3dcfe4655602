"""What the register counts, kept as small rows: its pages never count the register itself."""

from django.db import models

from caunoi.organisations.models import Unit


class PublicationTally(models.Model):
    """Published answers of a unit in a reform area in a month (of publication): how many, and how many on time."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=20, blank=True)
    month_on = models.DateField()
    count = models.IntegerField(default=0)
    on_time_count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month_on", "unit", "area"], name="tally_once")]
