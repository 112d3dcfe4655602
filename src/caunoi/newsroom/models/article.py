"""An article and its texts: revisions are append-only, the article points at the one that is public."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from caunoi.kit.ids import PublicIdField
from caunoi.library.choices import ReformArea
from caunoi.library.models import Document
from caunoi.newsroom.choices import AgeBand, ArticleKind, ArticleState, Locality, Readership, Verdict
from caunoi.organisations.models import Unit


class Article(models.Model):
    """What an officer writes or takes up once.

    `title`, `lead`, `slug`, the audience, areas, sources and pictures repeat the newest revision, or the published one
    while there is one (`published` says which): nothing that readers get changes without a second person. `short_code` is the address on leaflets and in messages: `/t/<short_code>`.
    """

    public_id = PublicIdField()
    short_code = models.CharField(max_length=12, unique=True)
    slug = models.SlugField(max_length=120)
    kind = models.CharField(max_length=14, choices=ArticleKind, default=ArticleKind.NEWS)
    state = models.CharField(max_length=10, choices=ArticleState, default=ArticleState.DRAFT, db_index=True)
    title = models.CharField(max_length=200)
    folded_title = models.CharField(max_length=240, db_index=True)
    lead = models.CharField(max_length=500, blank=True)
    # The unit whose officers write it; its branch is the audience unless `audience_unit` narrows or widens it.
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="articles")
    # Anyone may read it; otherwise the people of `audience_unit` and below.
    is_public = models.BooleanField(default=True)
    audience_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published = models.OneToOneField("Revision", null=True, on_delete=models.PROTECT, related_name="+")
    cover = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawal_reason = models.CharField(max_length=300, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="article_newest"),
            models.Index(fields=["state", "publish_at"], name="article_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawal_reason=""),
                name="article_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleArea(models.Model):
    """One of the six reform areas that an article is about."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="areas")
    area = models.CharField(max_length=20, choices=ReformArea)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "area"], name="article_area_once")]


class ArticleAudience(models.Model):
    """For whom a text is written: a kind of reader, a kind of place or an age. None of a sort means all of it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="audiences")
    value = models.CharField(max_length=14, choices=[*Readership.choices, *Locality.choices, *AgeBand.choices])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "value"], name="article_audience_once")]


class Revision(models.Model):
    """Append-only: one text of an article. `body` is HTML that `pure.pasting.clean` has made.

    `facts` are what else the second person approves: {"kind", "is_public", "audience_unit": key or None, "areas",
    "audiences", "sources": [[document's key, anchor]], "cover": picture's key or None}.
    """

    public_id = PublicIdField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=500, blank=True)
    body = models.TextField()
    facts = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]


class Review(models.Model):
    """What one person said of one revision, the newest of them counts; whoever wrote it does not review it."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="reviews")
    verdict = models.CharField(max_length=8, choices=Verdict)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Source(models.Model):
    """A document of the library that an article rests on, and the clause in it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sources")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="articles")
    anchor = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "document", "anchor"], name="source_once")]


class ArticlePicture(models.Model):
    """A picture that the article's text or cover shows: whoever may read the article may see it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey("Picture", on_delete=models.CASCADE, related_name="articles")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "picture"], name="article_picture_once")]
