"""Governing documents as a person confirmed them."""

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField
from caunoi.kit.models import StoredFile
from caunoi.library.choices import ReformArea, RelationKind, Tier
from caunoi.organisations.models import Unit


class Document(models.Model):
    """One governing document. Its status on a date is computed (pure.validity), never typed."""

    public_id = PublicIdField()
    symbol = models.CharField(max_length=80, blank=True)
    # pure.symbols.key(symbol): the same for "12/HD-LĐLĐ" and "12 hd ldld".
    symbol_key = models.CharField(max_length=80, blank=True, db_index=True)
    type_name = models.CharField(max_length=60)
    tier = models.CharField(max_length=8, choices=Tier)
    issuer = models.CharField(max_length=200)
    issuing_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="issued_documents"
    )
    issued_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    signer = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=500)
    folded_title = models.CharField(max_length=700, db_index=True)
    abstract = models.TextField(blank=True)
    # What to do, for whom, what for: three short answers shown first.
    summary = models.TextField(blank=True)
    period_from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    period_to_year = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_public = models.BooleanField(default=True)
    # What the watch over validity saw last; pages compute the status themselves.
    is_ended = models.BooleanField(default=False, db_index=True)
    is_sample = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # The unit whose officer brought it in; others above and below read it when it is public.
    owner = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="library")
    # Brought along by the loaders of library.queries: where the owner stands on the day.
    owner_path: str | None

    class Meta:
        indexes = [models.Index(fields=["-issued_on", "-id"], name="document_newest")]

    def __str__(self) -> str:
        return f"{self.type_name} {self.symbol}".strip()


class DocumentArea(models.Model):
    """One of the six reform areas that a document is about."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="areas")
    area = models.CharField(max_length=20, choices=ReformArea)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "area"], name="document_area_once")]


class DocumentVersion(models.Model):
    """Append-only: a text with its original file."""

    public_id = PublicIdField()
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    pages_count = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]


class Clause(models.Model):
    """A chương, điều, khoản or điểm of a version, with its anchor such as "dieu-5.khoan-2.diem-a"."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveIntegerField()
    anchor = models.CharField(max_length=120)
    label = models.CharField(max_length=60)
    heading = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    # Brought along by the page of the text: "1." or "a)".
    mark: str

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "anchor"], name="clause_anchor_once")]


class Relation(models.Model):
    """`source` speaks of `target`; a target that is not in the library yet is known by its symbol."""

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="relations_in")
    kind = models.CharField(max_length=14, choices=RelationKind)
    target_symbol = models.CharField(max_length=80, blank=True)
    target_key = models.CharField(max_length=80, blank=True, db_index=True)
    target_text = models.CharField(max_length=300, blank=True)
    target_issued_on = models.DateField(null=True, blank=True)
    # The articles and clauses that it acts on, in words ("khoản 2 Điều 5; Điều 7"); none: the whole.
    target_part = models.CharField(max_length=300, blank=True)


class Obligation(models.Model):
    """Who must do what by when, as the document says it."""

    public_id = PublicIdField()
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="obligations")
    position = models.PositiveIntegerField()
    actor = models.CharField(max_length=200, blank=True)
    action = models.TextField()
    deadline_text = models.CharField(max_length=160, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
