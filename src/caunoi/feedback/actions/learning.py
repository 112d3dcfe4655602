"""The machine learns from what people decided: trained in the background, versioned, measured, taken back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.models import TriageModel
from caunoi.feedback.queries.triage import FIELDS, examples_of, last_decision_id
from caunoi.kit import audit, queue
from caunoi.pure.triage.learning import Accuracy, evaluate
from caunoi.pure.triage.model import Example, train

# Below this a field is left to the rules.
EXAMPLES_LEAST, LABELS_LEAST = 40, 2
# A new model may be this much worse than the one in use, by chance alone, and still take its place.
TOLERANCE = 0.02


def _shown(accuracy: Accuracy) -> dict[str, Any]:
    labels = {
        label: {**asdict(one), "recall": round(one.recall, 3), "precision": round(one.precision, 3)}
        for label, one in accuracy.by_label.items()
    }
    return {
        "n": accuracy.n, "with_accents": round(accuracy.with_accents, 4),
        "without_accents": round(accuracy.without_accents, 4), "majority": round(accuracy.majority, 4), "labels": labels,
    }  # fmt: skip


def _learnable() -> dict[str, list[Example]]:
    given = {field: examples_of(field) for field in FIELDS}
    return {
        field: examples
        for field, examples in given.items()
        if len(examples) >= EXAMPLES_LEAST and len({label for _text, label in examples}) >= LABELS_LEAST
    }


def _is_as_good(fresh: TriageModel, active: TriageModel) -> bool:
    both = [field for field in active.accuracy if field in fresh.accuracy]
    measures = ("with_accents", "without_accents")
    return len(both) == len(active.accuracy) and all(
        fresh.accuracy[field][name] >= active.accuracy[field][name] - TOLERANCE for field in both for name in measures
    )


def train_model(*, by: User | None, at: datetime) -> TriageModel | None:
    """Train on all decisions so far; None while there are too few. The work is done before the transaction begins.

    The new model is used at once where the newest one is in use and it is as good; after a person went back to an older
    one, a person decides again.
    """
    until, given = last_decision_id(), _learnable()
    if not given:
        return None
    accuracy = {field: _shown(evaluate(examples)) for field, examples in given.items()}
    content = {field: train(examples).as_json() for field, examples in given.items()}
    with transaction.atomic():
        newest = TriageModel.objects.select_for_update().order_by("-version").first()
        if newest is not None and newest.decided_until >= until:
            return newest
        fresh = TriageModel.objects.create(
            version=newest.version + 1 if newest else 1, trained_at=at, decided_until=until, accuracy=accuracy,
            content=content, example_count=sum(map(len, given.values())),
        )  # fmt: skip
        audit.record(fresh, "feedback.train_model", by=by, at=at, version=fresh.version, count=fresh.example_count)
        if newest is None or (newest.is_active and _is_as_good(fresh, newest)):
            activate_model(model=fresh, by=by, at=at)
    return fresh


@transaction.atomic
def ask_training(*, by: User, at: datetime) -> None:
    """Let the machine learn again, in the background: a person does not wait for it."""
    audit.record("feedback.triagemodel", "feedback.ask_training", by=by, at=at, until=last_decision_id())
    queue.enqueue("caunoi.feedback.jobs.retrain")


@transaction.atomic
def activate_model(*, model: TriageModel, by: User | None, at: datetime) -> TriageModel:
    """Use this model from now on. Proposals that were made stay as they are."""
    TriageModel.objects.select_for_update().filter(is_active=True).update(is_active=False)
    model.is_active = True
    model.save(update_fields=["is_active"])
    audit.record(model, "feedback.activate_model", by=by, at=at, version=model.version)
    return model


@transaction.atomic
def roll_back_model(*, by: User, at: datetime) -> TriageModel | None:
    """Go back to the version before the one in use; before the first stand the rules alone (None)."""
    active = TriageModel.objects.select_for_update().filter(is_active=True).first()
    if active is None:
        raise ValidationError(_("Chưa có bản nào đang dùng."))
    before = TriageModel.objects.filter(version__lt=active.version).aggregate(n=Max("version"))["n"]
    if before is not None:
        return activate_model(model=TriageModel.objects.get(version=before), by=by, at=at)
    active.is_active = False
    active.save(update_fields=["is_active"])
    audit.record(active, "feedback.roll_back_model", by=by, at=at, version=active.version)
    return None
