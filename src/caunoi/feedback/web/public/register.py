"""The public register: what was said and what was answered, without anyone's name. Search engines may read it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.feedback.choices import Outcome
from caunoi.feedback.models import Publication
from caunoi.feedback.queries import register as reading
from caunoi.feedback.queries.picking import picked, picks_for
from caunoi.feedback.queries.retention import stone_at
from caunoi.feedback.web.public.wizard import new_key
from caunoi.kit import clock
from caunoi.kit.ui.given import asked
from caunoi.library.choices import ReformArea

YEARS_SHOWN = 3


def _month(text: str) -> date | None:
    """`2026-11` as its first day; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def _periods(today: date) -> list[tuple[str, str]]:
    """Years and quarters to choose from."""
    rows = []
    for year in range(today.year, today.year - YEARS_SHOWN, -1):
        rows.append((f"{year}-01..{year}-12", _("Năm %d") % year))
        if year == today.year:
            rows += [
                (
                    f"{year}-{3 * n + 1:02d}..{year}-{3 * n + 3:02d}",
                    _("Quý %(n)d/%(year)d") % {"n": n + 1, "year": year},
                )
                for n in range((today.month - 1) // 3, -1, -1)
            ]
    return rows


def _wanted(request: HttpRequest, today: date) -> tuple[reading.Wanted, dict[str, Any]]:
    area, outcome, period = asked(request, "area"), asked(request, "outcome"), asked(request, "period", 20)
    first, _dots, last = period.partition("..")
    name, chosen = asked(request, "unit_q"), asked(request, "unit", 40)
    unit = picked(chosen) if chosen else None
    picks = picks_for(name, today) if name and (unit is None or unit.name != name) else []
    if len(picks) == 1:
        unit, picks = picks[0].unit, []
    if not name:
        unit = None
    wanted = reading.Wanted(
        unit=unit, area=area if area in ReformArea else "", outcome=outcome if outcome in Outcome else "",
        first_on=_month(first), last_on=_month(last), text=asked(request, "q"),
    )  # fmt: skip
    return wanted, {"picks": picks, "unit_q": unit.name if unit else name, "period": period}


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Published cases, newest first, with filters as an address, and how many were answered on time."""
    today = clock.today()
    wanted, said = _wanted(request, today)
    rows: list[Publication] = []
    following = None
    if wanted.unit or not said["unit_q"]:  # a name that may mean several units is asked about first
        rows, following = reading.register_page(wanted, reading.Cursor.of(asked(request, "before", 40)))
    share, first, last = reading.on_time_share(wanted, today)
    context = {
        "rows": rows, "following": following, "wanted": wanted, "share": share, "first": first, "last": last,
        "today": today, "areas": ReformArea.choices, "outcomes": Outcome.choices, "periods": _periods(today),
        "is_later": bool(request.GET.get("before")), "fewest": reading.FEWEST,
    }  # fmt: skip
    return render(request, "feedback/register.html", context | said)


@require_GET
def publication(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """One published case, with a way to say "that is mine too"; one that was taken out, or removed when its time
    had run out, leaves a line at its address."""
    try:
        row = reading.publication_at(publication_id)
    except Publication.DoesNotExist:
        stone = stone_at(publication_id)
        return render(request, "feedback/publication_removed.html", {"stone": stone}, status=410)
    if row.withdrawn_at is not None:
        return render(request, "feedback/publication_gone.html", {"publication": row}, status=410)
    context = {
        "publication": row, "key": new_key(), "ratings": reading.ratings_of(row),
        "has_many_voices": row.voice_count >= reading.FEWEST,
    }  # fmt: skip
    return render(request, "feedback/publication.html", context)


@require_GET
def overdue(request: HttpRequest) -> HttpResponse:
    """Open cases past their date, by unit."""
    rows, rest_count = reading.overdue_by_unit(clock.now())
    context = {"rows": rows, "rest_count": rest_count, "at": clock.now(), "fewest": reading.FEWEST}
    return render(request, "feedback/overdue.html", context)


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The newest answers as RSS 2.0."""
    made = Rss201rev2Feed(
        title=_("Vừa được trả lời"), link=request.build_absolute_uri(reverse("feedback:register")),
        description=_("Phản ánh, kiến nghị đã trả lời và công bố"), language="vi",
        feed_url=request.build_absolute_uri(),
    )  # fmt: skip
    for row in reading.newest_publications(reading.FEED):
        made.add_item(
            title=row.title, link=request.build_absolute_uri(reverse("feedback:publication", args=[row.public_id])),
            description=row.answer[:500], pubdate=row.published_at, unique_id=f"urn:uuid:{row.public_id}",
            unique_id_is_permalink=False, author_name=row.unit.name,
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
