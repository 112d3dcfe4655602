"""Keeping the words that mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from django.db import transaction

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.library.models import SynonymGroup
from caunoi.pure.synonyms import Group, parse, written


@transaction.atomic
def keep_synonyms(*, groups: Sequence[Group], by: User | None, at: datetime) -> int:
    """Let these be all groups; returns how many came or went. The audit has both, as lines."""
    known = {tuple(row.phrases): row.pk for row in SynonymGroup.objects.select_for_update()}
    wanted = dict.fromkeys(tuple(group) for group in groups)
    added = [group for group in wanted if group not in known]
    removed = [group for group in known if group not in wanted]
    SynonymGroup.objects.filter(pk__in=[known[group] for group in removed]).delete()
    for group in added:
        SynonymGroup.objects.create(phrases=list(group), added_at=at, added_by=by)
    if added or removed:
        changes = {"added": written(added), "removed": written(removed)}
        audit.record("library.synonyms", "library.keep_synonyms", by=by, at=at, changes=changes)
    return len(added) + len(removed)


def ensure_synonyms(*, by: User | None, at: datetime) -> None:
    """Put in the groups that come with the program, where there are none; people change them from then on."""
    if not SynonymGroup.objects.exists():
        text = files("caunoi.library").joinpath("data/synonyms.txt").read_text("utf-8")
        keep_synonyms(groups=parse(text)[0], by=by, at=at)
