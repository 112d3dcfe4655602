"""Searching words: whole words, with or without accents."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from caunoi.feedback.models import Case, Publication


def cases_matching(rows: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those of the rows (already limited to what the reader may see) whose code, title or text holds every word."""
    for word in text.split():
        rows = rows.filter(Q(text__icontains=word) | Q(title__icontains=word) | Q(code__iexact=word))
    return rows


def publications_matching(rows: QuerySet[Publication], text: str) -> QuerySet[Publication]:
    """Those of the published rows whose title, question or answer holds every word."""
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(question__icontains=word) | Q(answer__icontains=word))
    return rows
