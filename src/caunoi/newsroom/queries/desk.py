"""What the newsroom's desk shows: its list, an article with what was said of it, and what a writer may pick from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.library.choices import ReformArea
from caunoi.library.models import Clause, Document
from caunoi.newsroom.choices import AgeBand, ArticleKind, ArticleState, Locality, Readership, Verdict
from caunoi.newsroom.models import Article, Review, Revision
from caunoi.newsroom.queries.articles import articles_on_desk
from caunoi.organisations.models import Placement, Unit
from caunoi.organisations.queries import Scope
from caunoi.pure.citing import anchors_of
from caunoi.pure.vietnamese import fold

TABS = (
    ArticleState.IN_REVIEW,
    ArticleState.DRAFT,
    ArticleState.APPROVED,
    ArticleState.PUBLISHED,
    ArticleState.WITHDRAWN,
)
OFFERED = 12


def desk_rows(scope: Scope, filters: Mapping[str, str], begun_by: int | None = None) -> QuerySet[Article]:
    """The list, last changed first; `q` words of the title, `state`, `kind`, `area`; `begun_by` is a user's key."""
    rows = articles_on_desk(scope)
    for word in fold(filters.get("q", "")).split():
        rows = rows.filter(folded_title__contains=word)
    if filters.get("state") == ArticleState.APPROVED:
        rows = rows.filter(state__in=[ArticleState.APPROVED, ArticleState.SCHEDULED])
    elif filters.get("state") in ArticleState.values:
        rows = rows.filter(state=filters["state"])
    if filters.get("kind") in ArticleKind.values:
        rows = rows.filter(kind=filters["kind"])
    if filters.get("area") in ReformArea.values:
        rows = rows.filter(areas__area=filters["area"])
    if begun_by:
        rows = rows.filter(created_by=begun_by)
    return rows.select_related("owner", "created_by").order_by("-changed_at", "-id")


def counts_by_state(scope: Scope) -> dict[str, int]:
    """How many articles of the desk are in each state; approved and scheduled together."""
    rows = articles_on_desk(scope).order_by().values_list("state").annotate(n=Count("id"))
    counts = dict(rows)
    counts[ArticleState.APPROVED] = counts.get(ArticleState.APPROVED, 0) + counts.pop(ArticleState.SCHEDULED, 0)
    return counts


def articles_waiting_for(user: User, scope: Scope) -> QuerySet[Article]:
    """What waits for the person, the longest first: others' texts to review; their own, agreed to or given back."""
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    said = Review.objects.filter(revision__article=OuterRef("pk"), revision__number=OuterRef("newest_number"))
    rows = articles_on_desk(scope).annotate(
        newest_number=Subquery(newest.values("number")[:1]),
        newest_writer=Subquery(newest.values("written_by")[:1]),
        newest_verdict=Subquery(said.order_by("-id").values("verdict")[:1]),
    )
    given_back = Q(state=ArticleState.DRAFT, newest_verdict=Verdict.RETURN)
    mine = Q(newest_writer=user.pk) & (Q(state=ArticleState.APPROVED) | given_back)
    to_review = Q(state=ArticleState.IN_REVIEW) & (Q(newest_writer=None) | ~Q(newest_writer=user.pk))
    return rows.filter(to_review | mine).select_related("owner").order_by("changed_at", "id")


def revisions_of(article: Article) -> list[Revision]:
    """All texts of an article, newest first; `said` is what reviewers said of each, oldest first."""
    said = Prefetch("reviews", Review.objects.select_related("by").order_by("id"), to_attr="said")
    rows = article.revisions.select_related("written_by").prefetch_related(said)
    return list(rows.order_by("-number"))


@dataclass(frozen=True)
class Meant:
    """What a revision says beside its words: for whom it is, what it is about and rests on."""

    kind: str
    is_public: bool
    audience_unit: Unit | None
    areas: list[str]
    audiences: list[str]
    # A document, the anchor of a clause in it or "", and the anchor in words.
    sources: list[tuple[Document, str, str]]


LABELS: dict[str, Any] = dict([*Readership.choices, *Locality.choices, *AgeBand.choices])


def meant_by(revision: Revision) -> Meant:
    """The facts of a revision as rows and labels."""
    facts = revision.facts
    unit = Unit.objects.filter(pk=facts.get("audience_unit")).first()
    pairs = [(key, anchor) for key, anchor in facts.get("sources", [])]
    found = Document.objects.in_bulk([key for key, _anchor in pairs])
    return Meant(
        kind=str(ArticleKind(facts.get("kind", ArticleKind.NEWS)).label),
        is_public=facts.get("is_public", True),
        audience_unit=unit,
        areas=[str(ReformArea(area).label) for area in facts.get("areas", [])],
        audiences=[str(LABELS[value]) for value in facts.get("audiences", [])],
        sources=[(found[key], anchor, clause_words(anchor)) for key, anchor in pairs if key in found],
    )


def clause_words(anchor: str) -> str:
    """An anchor as people write it: "dieu-5.khoan-2.diem-a" is "Điều 5 khoản 2 điểm a"."""
    names = {"dieu": "điều", "khoan": "khoản", "diem": "điểm", "chuong": "chương", "muc": "mục", "phan": "phần"}
    parts = [part.partition("-") for part in anchor.split(".") if part]
    text = " ".join(f"{names.get(kind, kind)} {'đ' if number == 'dd' else number}" for kind, _sign, number in parts)
    return text[:1].upper() + text[1:]


def anchor_of(text: str, document: Document) -> str:
    """The anchor of a clause that is written so. Raises ValidationError when the document has no such clause."""
    if not text.strip():
        return ""
    anchor = text.strip() if "-" in text else next(iter(anchors_of(text)), "")
    version = document.versions.order_by("-number").first()
    if version is None or not Clause.objects.filter(version=version, anchor=anchor).exists():
        raise ValidationError(
            _("%(document)s không có “%(clause)s”. Viết như: Điều 5 khoản 2 điểm a; hoặc để trống."),
            params={"document": str(document), "clause": text.strip()},
        )
    return anchor


def _around(owner: Unit, on: date) -> QuerySet[Placement]:
    """Places in the branch of a unit, and those above it."""
    path = Placement.objects.on(on).filter(unit=owner).values_list("path", flat=True).first() or "/0/"
    above = [path[: place + 1] for place, sign in enumerate(path) if sign == "/" and place]
    return Placement.objects.on(on).filter(Q(path__gte=path, path__lt=path[:-1] + "0") | Q(path__in=above))


def units_around(owner: Unit, on: date) -> QuerySet[Unit]:
    """Units whose branch an article of this unit may be for: its own branch, or a wider one above it."""
    return Unit.objects.filter(pk__in=_around(owner, on).values("unit_id"))


def unit_label(unit: Unit) -> str:
    """How a unit is written in a field."""
    return f"{unit.name} ({unit.code})"


def units_like(text: str, units: QuerySet[Unit]) -> list[Unit]:
    """Units that a writer may mean by words of the name or by the code."""
    for word in fold(text).split():
        units = units.filter(Q(folded_name__contains=word) | Q(code__folded=word))
    return list(units.select_related("kind").order_by("folded_name")[:OFFERED])


def unit_meant(text: str, units: QuerySet[Unit]) -> Unit:
    """The one unit meant by `name (code)`, a code or a name. Raises ValidationError naming what is near."""
    typed = " ".join(text.split())
    code = typed.rsplit("(", 1)[1].rstrip(") ") if typed.endswith(")") and "(" in typed else typed
    found = list(units.filter(code__folded=fold(code))[:2]) or list(units.filter(folded_name=fold(typed))[:2])
    found = found or units_like(typed, units)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(
            _("Không có đơn vị “%(text)s” trong nhánh hoặc cấp trên của đơn vị viết bài."), params={"text": typed}
        )
    names = "; ".join(unit_label(unit) for unit in found[:4])
    raise ValidationError(
        _("“%(text)s” chưa rõ đơn vị nào. Nhập mã: %(names)s."), params={"text": typed, "names": names}
    )
