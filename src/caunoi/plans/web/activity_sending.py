"""Reading a sent report: its fields, its files, the questions answered. Both the plain form and the script send it so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.kit import ids
from caunoi.kit.files import uploads
from caunoi.kit.files.checks import FileProblem
from caunoi.kit.files.models import Upload
from caunoi.organisations.models import Unit
from caunoi.plans.actions.reporting import FIELDS, Report, SentFile
from caunoi.plans.choices import ITEMS, EvidenceKind, Question
from caunoi.plans.models import Activity, PlanTask
from caunoi.plans.queries.activities import CHIPS_MOST, DutyChoice, duties_open, open_tasks

INPUTS = {"photos": EvidenceKind.PHOTO, "sheets": EvidenceKind.SHEET, "documents": EvidenceKind.DOCUMENT}


def item_words() -> str:
    """What each form counts besides people, for the script."""
    return json.dumps({form.value: str(word) for form, word in ITEMS.items()}, ensure_ascii=False)


@dataclass(frozen=True)
class Choices:
    """What an activity of these units may serve, by the keys that forms use."""

    tasks: dict[str, PlanTask]
    duties: dict[str, DutyChoice]

    def task_rows(self) -> list[tuple[str, str]]:
        """For a field: the task, and until when."""
        return [
            (key, f"{task.title} ({_('đến')} {task.to_on.day}/{task.to_on.month}/{task.to_on.year})")
            for key, task in self.tasks.items()
        ]

    def duty_rows(self) -> list[tuple[str, str]]:
        """For a field: the duty, and its directive."""
        return [
            (key, duty.text if not duty.obligation else f"{duty.text} · {duty.recipient.directive.title}")
            for key, duty in self.duties.items()
        ]


def choices_of(units: Sequence[Unit], at: datetime, activity: Activity | None = None) -> Choices:
    """Open tasks, this year's first, and duties of the units, and what an activity that is opened again serves already."""
    tasks = list(open_tasks(units, timezone.localtime(at).date())[:CHIPS_MOST])
    duties = duties_open(units)
    if activity is not None:
        tasks += list(activity.tasks.select_related("plan"))
        rows = activity.duties.select_related("recipient__directive", "obligation")
        duties += [DutyChoice(row.recipient, row.obligation) for row in rows]
    return Choices({str(task.public_id): task for task in tasks}, {duty.key: duty for duty in duties})


@dataclass(frozen=True)
class Held:
    """A file that is here already, as the form carries it on: `value` goes into a hidden field."""

    value: str
    name: str
    kind: str

    @property
    def label(self) -> str:
        """What kind of file it is."""
        return str(EvidenceKind(self.kind).label)


def _sent(value: str) -> SentFile | None:
    kind, _colon, rest = value.partition(":")
    key, _colon, token = rest.partition(":")
    try:
        return SentFile(UUID(key), token, EvidenceKind(kind).value) if token else None
    except ValueError:
        return None


def files_sent(data: QueryDict) -> tuple[SentFile, ...]:
    """The files that were uploaded before: `kind:key:token` each."""
    return tuple(found for value in data.getlist("upload") if (found := _sent(value)) is not None)


def held(data: QueryDict, at: datetime) -> list[Held]:
    """The files that a form carries on and that are still here."""
    rows = []
    for sent in files_sent(data):
        try:
            upload = uploads.find(sent.token, at=at)
        except Upload.DoesNotExist:
            continue
        rows.append(Held(f"{sent.kind}:{sent.key}:{sent.token}", upload.name, sent.kind))
    return rows


def take_files(request: HttpRequest, data: QueryDict, at: datetime) -> list[str]:
    """Keep files that came with the plain form, so that a form with errors need not send them again. Returns problems."""
    problems = []
    for name, kind in INPUTS.items():
        for file in request.FILES.getlist(name):
            key = ids.new_id()
            try:
                token = uploads.start(name=file.name or "", size=file.size or 0, draft=str(key), at=at)
                uploads.add_piece(token, file.read(), offset=0, at=at)
                uploads.finish(token, at=at)
            except FileProblem as problem:
                problems.append(f"{file.name}: {problem.message}")
            except uploads.NoRoomError:
                problems.append(_("Máy chủ đang nhận nhiều tệp. Gửi lại sau ít phút."))
            else:
                data.appendlist("upload", f"{kind}:{key}:{token}")
    return problems


def report_from(data: QueryDict, given: dict[str, Any], key: UUID, choices: Choices) -> Report:
    """The report that a valid form says."""
    kept = []
    for value in data.getlist("kept"):
        try:
            kept.append(UUID(value))
        except ValueError:
            continue
    return Report(
        key=key, files=files_sent(data), kept=tuple(kept),
        tasks=tuple(choices.tasks[each] for each in given.get("tasks", []) if each in choices.tasks),
        duties=tuple(choices.duties[each] for each in given.get("duties", []) if each in choices.duties),
        confirmed=frozenset(data.getlist("confirmed")) & frozenset(Question.values),
        **{name: given[name] for name in FIELDS if name in given},
    )  # fmt: skip
