"""Reading an article's forms: their words, what is stale, how often they were used, whom an e-mail reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from caunoi.accounts.choices import ConsentPurpose
from caunoi.accounts.models import ConsentEntry, User
from caunoi.kit import clock
from caunoi.newsroom.choices import Channel, Form, WordingKind
from caunoi.newsroom.models import Article, LeafletRun, Rendering, Revision, Use, Wording
from caunoi.newsroom.queries.bases import EndedSource, ended_among
from caunoi.notifications.queries import told_of
from caunoi.organisations.models import Placement, RoleGrant, Unit
from caunoi.organisations.queries import ACTING, path_on, placed_today, scope_of, subtree_on
from caunoi.pure import plain_language, renderings
from caunoi.pure.markup import words as words_of
from caunoi.pure.spoken.tables import ABBREVIATIONS

PAPERS = {Form.LEAFLET_A5: "a5", Form.LEAFLET_A4: "a4", Form.POSTER: "a3"}
SOURCES_MOST = 20


def short_path(article: Article, channel: str = "") -> str:
    """The short address inside the site; `channel` says where it will stand, so that its openings can be counted."""
    return f"/t/{article.short_code}" + (f"?c={channel}" if channel else "")


def short_address(article: Article, channel: str = "") -> str:
    """What codes lead to: the short address with the scheme."""
    return f"{settings.CAUNOI.base_url.rstrip('/')}{short_path(article, channel)}"


def short_link(article: Article) -> str:
    """The short address as people type it."""
    return short_address(article).partition("://")[2]


def marked(article: Article, text: str) -> str:
    """What leaves the site says of sample data that it is: no banner goes with it."""
    return f"{text} · {_('dữ liệu mẫu')}" if article.is_sample else text


def material_of(article: Article, revision: Revision) -> renderings.Material:
    """What the forms are made from."""
    return renderings.Material(
        title=revision.title, lead=revision.lead, text=words_of(revision.body), link=short_link(article),
        address=short_address(article, Channel.ZALO), issuer=article.owner.name,
    )  # fmt: skip


def _table(kind: str, own: dict[str, str]) -> dict[str, str]:
    table = own | dict(Wording.objects.filter(kind=kind).values_list("written", "instead"))
    return {written: instead for written, instead in table.items() if instead}


def abbreviations() -> dict[str, str]:
    """What abbreviations are said as: the table, with what offices added or took out."""
    return _table(WordingKind.ABBREVIATION, ABBREVIATIONS)


def plainer() -> dict[str, str]:
    """Plainer words for office phrases: the table, with what offices added or took out."""
    return _table(WordingKind.PHRASE, plain_language.PLAINER)


def wordings() -> QuerySet[Wording]:
    """What offices added or took out."""
    return Wording.objects.select_related("changed_by").order_by("kind", "written")


def rendering_of(article: Article, form: str) -> Rendering | None:
    """The kept words of a form, or None."""
    return article.renderings.select_related("revision", "made_by").filter(form=form).first()


def words_for(article: Article, form: str, revision: Revision, rendering: Rendering | None) -> dict[str, Any]:
    """The kept words, or what is proposed from the revision."""
    if rendering is not None:
        return dict(rendering.words)
    material = material_of(article, revision)
    return renderings.proposed(form, material, seed=article.short_code, abbreviations=abbreviations())


@dataclass(frozen=True)
class FormLine:
    """One form of an article, as the list shows it."""

    form: str
    label: str
    rendering: Rendering | None
    is_stale: bool
    uses_count: int
    sent_count: int


def forms_of(article: Article, newest: Revision) -> list[FormLine]:
    """Every form, made or not. Two statements."""
    made = {row.form: row for row in article.renderings.select_related("revision", "made_by")}
    used = article.uses.exclude(form="").values("form").annotate(n=Count("id"), sent=Sum("sent_count"))
    counts = {row["form"]: (row["n"], row["sent"]) for row in used}
    lines = []
    for form in Form:
        row = made.get(form)
        is_stale = row is not None and row.revision_id != newest.pk
        lines.append(FormLine(form.value, str(form.label), row, is_stale, *counts.get(form, (0, 0))))
    return lines


def uses_of(article: Article, form: str) -> QuerySet[Use]:
    """When a form was used, newest first."""
    return article.uses.filter(form=form).select_related("unit", "by", "revision").order_by("-at", "-id")


def weak_sources(article: Article, on: date) -> list[EndedSource]:
    """Sources that expired, were replaced, repealed or suspended by the day."""
    rows = article.sources.select_related("document").order_by("position", "id")[:SOURCES_MOST]
    return ended_among(list({row.document_id: row.document for row in rows}.values()), on)


def meter_of(words: dict[str, Any]) -> plain_language.Meter:
    """How plainly the words of a form speak."""
    texts = [value for value in words.values() if isinstance(value, str)]
    return plain_language.measure("\n".join(texts), abbreviations=abbreviations(), plainer=plainer())


def audience_unit(article: Article) -> Unit:
    """The branch that a text is for."""
    return article.audience_unit or article.owner


def audience_of(article: Article, on: date) -> QuerySet[User]:
    """Whom an e-mail of the article reaches: who acts for a unit of its branch, and members there who said yes to notices.

    Each person once; only those with an address.
    """
    path = path_on(audience_unit(article), on)
    if path is None:
        return User.objects.none()
    grants = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__lte=on)
    grants = grants.filter(unit__in=subtree_on(path, on).values("unit"))
    said = ConsentEntry.objects.filter(
        subject=Concat(Value("accounts.user:"), Cast(OuterRef("pk"), CharField())), purpose=ConsentPurpose.NOTICES
    )
    people = User.objects.filter(is_active=True).exclude(email="").exclude(email=None)
    people = people.annotate(says=Subquery(said.order_by("-id").values("is_given")[:1]))
    acting = Q(pk__in=grants.filter(role__in=ACTING).values("user"))
    willing = Q(pk__in=grants.values("user"), says=True)
    return people.filter(acting | willing).order_by("pk")


def units_for_leaflets(unit: Unit, on: date) -> QuerySet[Placement]:
    """Units at or below a unit on a day, by their place in the tree."""
    path = path_on(unit, on)
    return subtree_on(path, on).select_related("unit").order_by("path") if path else Placement.objects.none()


def run_for(article: Article, public_id: UUID) -> LeafletRun:
    """A run of leaflets of the article. Raises LeafletRun.DoesNotExist otherwise."""
    return article.leaflet_runs.select_related("unit", "file").get(public_id=public_id)


def mail_subject(revision_id: int) -> str:
    """What a mail of a revision is about, as the messages name it."""
    return f"newsroom.revision:{revision_id}"


def already_told(revision_id: int) -> QuerySet[User]:
    """Who was told of a revision, or will be in a digest."""
    return told_of(mail_subject(revision_id))


def may_see_run(user: Any, run_id: int) -> bool:
    """Whether the person manages the unit that the run's article belongs to: the guard of its file."""
    scope = scope_of(user, clock.today())
    owners = placed_today(scope).values("unit_id")
    return LeafletRun.objects.filter(pk=run_id, article__owner__in=owners).exists()


def source_words(revision: Revision) -> dict[str, str]:
    """The article's own text, as words of a form."""
    return {"title": revision.title, "lead": revision.lead, "text": words_of(revision.body)}


def mailing_of(article: Article, rendering: Rendering | None, on: date) -> dict[str, Any]:
    """Whom the e-mail would reach, and what still stands in its way: NOT_PUBLIC, OTHER_TEXT, or "" for nothing."""
    obstacle = ""
    if article.published_id is None:
        obstacle = "NOT_PUBLIC"
    elif rendering is None or rendering.revision_id != article.published_id:
        obstacle = "OTHER_TEXT"
    people = audience_of(article, on)
    told = already_told(article.published_id or 0)
    return {
        "obstacle": obstacle, "audience_unit": audience_unit(article), "reached_count": people.count(),
        "waiting_count": people.exclude(pk__in=told.values("pk")).count(),
    }  # fmt: skip
