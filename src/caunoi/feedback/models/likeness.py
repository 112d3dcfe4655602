"""Texts that look alike: their signatures, and the bands by which they are found (pure.likeness)."""

from django.db import models

from caunoi.feedback.models.case import Case
from caunoi.feedback.models.publication import Publication


class Signature(models.Model):
    """The MinHash of a case's words; `numbers` are 64 of four bytes. Absent for what is set apart or not yet let in."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="signature")
    numbers = models.BinaryField()
    version = models.PositiveSmallIntegerField()


class Band(models.Model):
    """A band of a case's signature: texts that share one are looked at. Sixteen a case, so that every byte counts: no
    row numbers and no foreign key; found by the band only, taken out by the bands that the signature gives."""

    pk = models.CompositePrimaryKey("band", "case_id")
    band = models.BigIntegerField()
    case_id = models.BigIntegerField()


class PublicSignature(models.Model):
    """The same of what the public register says, and of nothing else."""

    publication = models.OneToOneField(
        Publication, primary_key=True, on_delete=models.CASCADE, related_name="signature"
    )
    numbers = models.BinaryField()
    version = models.PositiveSmallIntegerField()


class PublicBand(models.Model):
    """A band of a publication's signature."""

    pk = models.CompositePrimaryKey("band", "publication_id")
    band = models.BigIntegerField()
    publication_id = models.BigIntegerField()
