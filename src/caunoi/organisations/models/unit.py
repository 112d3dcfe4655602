"""Units, their names and places in time, and what happened to them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from caunoi.kit.ids import PublicIdField
from caunoi.organisations.choices import Extent, HandoverScope, UnitCategory, UnitEventKind


class UnitKind(models.Model):
    """Kinds are data: a federation adds its own."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=12, choices=UnitCategory)
    # Union kinds only: true for CĐCS and occupational unions, the bottom that a directive must reach.
    is_grassroots = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An organisation. Its name and place on a date are rows of UnitName and Placement; `name` is today's."""

    public_id = PublicIdField()
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=255)
    # pure.vietnamese.fold(name): search without accents.
    folded_name = models.CharField(max_length=255, db_index=True)
    # Reform areas and places matter to recipients by rule; an area code such as a commune's five digits.
    area_code = models.CharField(max_length=12, blank=True, db_index=True)
    email = models.EmailField(blank=True)
    member_count = models.PositiveIntegerField(null=True, blank=True)
    founded_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("founded_on")), name="unit_ends_after_founding"
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """A name within [from_on, to_on)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=255)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)


class PlacementQuerySet(models.QuerySet["Placement"]):
    """The tree on a date is one query."""

    def on(self, day: date) -> PlacementQuerySet:
        """Placements that hold on the day."""
        return self.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day)

    def below(self, path: str, *, include_self: bool = True) -> PlacementQuerySet:
        """Placements at or under a path; a range on the index, not a LIKE, so that collation never matters."""
        rows = self.filter(path__gte=path, path__lt=path[:-1] + "0")
        return rows if include_self else rows.exclude(path=path)


class Placement(models.Model):
    """A place in the tree within [from_on, to_on). `path` is "/1/45/678/": the ids from the root to the unit.

    "0" is the character after "/", so everything under "/1/45/" lies between "/1/45/" and "/1/450".
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="child_placements")
    path = models.CharField(max_length=255)
    depth = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["path", "from_on", "to_on"], name="placement_path"),
            models.Index(fields=["parent", "from_on", "to_on"], name="placement_parent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(to_on=None), name="placement_one_open"),
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gt=F("from_on")), name="placement_in_order"),
        ]


class UnitEvent(models.Model):
    """Append-only: what happened to a unit on a day, by which document."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=12, choices=UnitEventKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="events")
    happened_on = models.DateField()
    # One reorganisation touches many units; its rows share this id.
    reorganisation = models.UUIDField(null=True, db_index=True)
    decision_symbol = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class Succession(models.Model):
    """A successor takes over the whole or a part of a unit, in one scope. Many to many; none is allowed."""

    event = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_in")
    extent = models.CharField(max_length=6, choices=Extent)
    scope = models.CharField(max_length=12, choices=HandoverScope)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "predecessor", "successor", "scope"], name="succession_once")
        ]
