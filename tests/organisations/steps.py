"""Reorganisations as tests say them: by the codes of the cast's units."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from caunoi.organisations import queries
from caunoi.organisations.actions import Step, reorganise
from caunoi.organisations.choices import UnitEventKind
from caunoi.organisations.models import Unit
from tests.cast import AT

BEFORE, DAY, AFTER = date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 2)


def act(cast, *steps: Step, on: date = DAY, decision: str = "45/QĐ-LĐLĐ") -> list[Unit]:
    return reorganise(steps, on=on, decision=decision, by=cast.dung, at=AT)


def rename(cast, code: str, name: str, on: date = DAY) -> Unit:
    return act(cast, Step(UnitEventKind.RENAME, unit=cast.units[code], name=name), on=on)[0]


def transfer(cast, code: str, parent: str, on: date = DAY) -> Unit:
    return act(cast, Step(UnitEventKind.TRANSFER, unit=cast.units[code], parent=cast.units[parent]), on=on)[0]


def merge(cast, code: str, successor: str, on: date = DAY) -> Unit:
    return act(cast, Step(UnitEventKind.MERGE, unit=cast.units[code], successors=[cast.units[successor]]), on=on)[0]


def split(cast, code: str, *successors: str, on: date = DAY, is_kept: bool = False, **children_to: str) -> Unit:
    ids = {cast.units[child.replace("_", "-")].pk: cast.units[target].pk for child, target in children_to.items()}
    units = [cast.units[one] for one in successors]
    step = Step(UnitEventKind.SPLIT, unit=cast.units[code], successors=units, children_to=ids, is_kept=is_kept)
    return act(cast, step, on=on)[0]


def dissolve(cast, code: str, on: date = DAY) -> Unit:
    return act(cast, Step(UnitEventKind.DISSOLVE, unit=cast.units[code]), on=on)[0]


def found(cast, name: str, parent: str, on: date = DAY) -> Unit:
    step = Step(UnitEventKind.FOUND, name=name, unit_kind=cast.kinds["COMMUNE_UNION"], parent=cast.units[parent])
    return act(cast, step, on=on)[0]


def codes(parent: Unit, on: date) -> list[str]:
    return sorted(branch.unit.code for branch in queries.children_on(parent, on)[0])


def refusal(deed, *args, **kwargs) -> tuple[str | None, str]:
    with pytest.raises(ValidationError) as caught:
        deed(*args, **kwargs)
    return caught.value.code, caught.value.message
