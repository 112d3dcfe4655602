"""The model behind the proposals: what each version learned from, how well it does, and which is in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from caunoi.accounts.models import User
from caunoi.feedback import actions, rules
from caunoi.feedback.choices import Kind, Urgency
from caunoi.feedback.models import Topic, TriageModel
from caunoi.feedback.queries.triage import FIELDS, decided_counts, models_trained
from caunoi.feedback.web.desk.inbox import at_desk
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.library.choices import ReformArea
from caunoi.pure.triage.learning import ENOUGH

NAMES = {
    "kind": _l("Loại"), "area": _l("Nội dung cải cách"), "topic": _l("Lĩnh vực"), "urgency": _l("Mức khẩn"),
}  # fmt: skip


@dataclass(frozen=True)
class LabelLine:
    """How often one label is found, and how often it is right when it is said, of n examples."""

    label: str
    n: int
    recall: int
    precision: int


@dataclass(frozen=True)
class FieldLine:
    """How often the model is right on a field, as counts of n: with accents, without, and by always saying the commonest."""

    name: Any
    n: int
    with_accents: int
    without_accents: int
    majority: int
    labels: list[LabelLine]


def _labels() -> dict[str, dict[str, str]]:
    return {
        "kind": {value: str(label) for value, label in Kind.choices},
        "area": {value: str(label) for value, label in ReformArea.choices},
        "urgency": {value: str(label) for value, label in Urgency.choices},
        "topic": dict(Topic.objects.values_list("code", "name")),
    }


def _field_line(field: str, found: dict[str, Any], names: dict[str, str]) -> FieldLine:
    def right(name: str) -> int:
        return round(found[name] * found["n"])

    labels = [
        LabelLine(names.get(label, label), one["n"], round(100 * one["recall"]), round(100 * one["precision"]))
        for label, one in found["labels"].items()
    ]
    labels.sort(key=lambda line: (-line.n, line.label))
    return FieldLine(
        NAMES[field], found["n"], right("with_accents"), right("without_accents"), right("majority"), labels
    )


def _lines_of(model: TriageModel, names: dict[str, dict[str, str]]) -> list[FieldLine]:
    return [_field_line(field, model.accuracy[field], names[field]) for field in FIELDS if field in model.accuracy]


def _page(request: HttpRequest, *, may_change: bool, status: int = 200) -> HttpResponse:
    models, names = models_trained(), _labels()
    decided = decided_counts()
    context = {
        "versions": [(model, _lines_of(model, names)) for model in models],
        "active": next((model for model in models if model.is_active), None),
        "decided": [(NAMES[field], count) for field, count in decided.items()],
        "least": actions.EXAMPLES_LEAST, "enough": ENOUGH, "may_change": may_change, "is_wrong": status != 200,
    }  # fmt: skip
    return render(request, "feedback/desk/triage_model.html", context, status=status)


def _chosen(text: str) -> TriageModel:
    try:
        return TriageModel.objects.defer("content").get(public_id=UUID(text))
    except ValueError:
        raise TriageModel.DoesNotExist from None


def _activate(data: QueryDict, by: User) -> str:
    model = _chosen(data.get("model", ""))
    actions.activate_model(model=model, by=by, at=clock.now())
    return _("Đang dùng bản %d. Gợi ý đã có giữ nguyên.") % model.version


def _roll_back(_data: QueryDict, by: User) -> str:
    model = actions.roll_back_model(by=by, at=clock.now())
    if model is None:
        return _("Máy chỉ còn gợi ý theo quy tắc.")
    return _("Đã quay lại bản %d. Gợi ý đã có giữ nguyên.") % model.version


def _learn(_data: QueryDict, by: User) -> str:
    actions.ask_training(by=by, at=clock.now())
    return _("Máy bắt đầu học lại. Bản mới hiện ở đây khi học xong và có quyết định mới.")


DEEDS = {"learn": _learn, "activate": _activate, "roll_back": _roll_back}


@login_required
@idempotent
def triage_model(request: HttpRequest) -> HttpResponse:
    """Who sorts reads; officers and administrators of the highest union decide which version is in use."""
    scope = at_desk(request)
    user: Any = request.user
    may_change = rules.may_keep_settings(scope)
    data = posted(request)
    if not scope.branches() or (data is not None and not may_change):
        raise TriageModel.DoesNotExist
    if data is None:
        return _page(request, may_change=may_change)
    deed = DEEDS.get(data.get("deed", ""))
    if deed is None:
        return _page(request, may_change=may_change, status=422)
    try:
        messages.success(request, deed(data, user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("feedback:triage_model")
