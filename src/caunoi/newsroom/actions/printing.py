"""Leaflets for every unit of a branch: asked for, made in parts that say how far they are, kept as one PDF."""

from __future__ import annotations

import io
import logging
from datetime import datetime, timedelta

import pikepdf
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, queue
from caunoi.kit.documents.leaflet import in_parts, leaflet_pdf
from caunoi.kit.files import store
from caunoi.kit.files.checks import PDF
from caunoi.newsroom import queries
from caunoi.newsroom.choices import RunState
from caunoi.newsroom.models import Article, LeafletRun
from caunoi.organisations.models import Unit

log = logging.getLogger(__name__)
PART, COPIES_MOST = 50, 4000
LOST_AFTER = timedelta(minutes=10)
SUBJECT = "newsroom.leaflet_run"


@transaction.atomic
def ask_leaflets(*, article: Article, form: str, unit: Unit, by: User | None, at: datetime) -> LeafletRun:
    """Ask for a page for each unit at or below `unit`. Raises ValidationError for none, or for too many."""
    rendering, newest = queries.rendering_of(article, form), queries.newest_revision(article)
    total = queries.units_for_leaflets(unit, at.date()).count()
    if not 0 < total <= COPIES_MOST:
        raise ValidationError(
            _("Nhánh này có %(count)d đơn vị. Mỗi lần in từ 1 đến %(most)d: chọn nhánh nhỏ hơn.")
            % {"count": total, "most": COPIES_MOST}
        )
    run = LeafletRun.objects.create(
        article=article, revision=rendering.revision if rendering else newest, form=form, unit=unit, total_count=total,
        words=queries.words_for(article, form, newest, rendering), asked_at=at, asked_by=by,
    )  # fmt: skip
    audit.record(article, "newsroom.ask_leaflets", by=by, at=at, form=form, unit=unit, count=total)
    queue.enqueue("caunoi.newsroom.jobs.print_leaflets", run_id=run.pk)
    return run


@transaction.atomic
def _claim(run_id: int, at: datetime) -> LeafletRun | None:
    """The run, unless another worker is at it or it is done."""
    waiting = Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, started_at__lt=at - LOST_AFTER)
    run = LeafletRun.objects.select_for_update().filter(waiting, pk=run_id).first()
    if run is not None:
        run.state, run.started_at, run.done_count = RunState.RUNNING, at, 0
        run.save(update_fields=["state", "started_at", "done_count"])
    return run


def print_leaflets(*, run_id: int, at: datetime) -> bool:
    """Make the pages of a run; returns whether it was done here. What was broken off is begun again, what fails is not."""
    run = _claim(run_id, at)
    if run is None:
        return False
    try:
        _print(run, at)
    except Exception:
        log.exception("leaflets %s cannot be made", run_id)
        LeafletRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, ended_at=at)
    return True


def _print(run: LeafletRun, at: datetime) -> None:
    run = LeafletRun.objects.select_related("article__owner", "revision", "unit", "asked_by").get(pk=run.pk)
    article = run.article
    units = [row.unit for row in queries.units_for_leaflets(run.unit, run.asked_at.date())]
    leaflet = queries.leaflet_of(article, run.revision, run.form, run.words, run.asked_at)
    whole, done = pikepdf.new(), 0
    for part in in_parts([queries.copy_of(article, unit) for unit in units], PART):
        with pikepdf.open(io.BytesIO(leaflet_pdf(leaflet, part))) as made:
            whole.pages.extend(made.pages)
        done += len(part)
        LeafletRun.objects.filter(pk=run.pk).update(done_count=done)
    out = io.BytesIO()
    whole.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    _finish(run, out.getvalue(), done, at)


@transaction.atomic
def _finish(run: LeafletRun, data: bytes, done: int, at: datetime) -> None:
    name = f"{run.article.slug}-{run.form.lower()}-{run.unit.code or run.unit.pk}.pdf"
    file = store.keep(data, filename=name, media_type=PDF, subject=f"{SUBJECT}:{run.pk}", by=run.asked_by, at=at)
    LeafletRun.objects.filter(pk=run.pk).update(
        state=RunState.DONE, file=file, ended_at=at, done_count=done, total_count=done
    )


def resume_leaflets(*, at: datetime) -> int:
    """Ring again for runs whose job was lost; returns how many."""
    lost = Q(state=RunState.QUEUED, asked_at__lt=at - timedelta(minutes=1))
    lost |= Q(state=RunState.RUNNING, started_at__lt=at - LOST_AFTER)
    ids = list(LeafletRun.objects.filter(lost).values_list("pk", flat=True)[:20])
    for run_id in ids:
        queue.enqueue("caunoi.newsroom.jobs.print_leaflets", run_id=run_id)
    return len(ids)
