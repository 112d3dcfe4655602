"""The room as it begins: limits, subjects, and the commune's union and committee in one area."""

import pytest

from caunoi.feedback.actions import ensure_room
from tests.cast import AT, Cast
from tests.feedback.deeds import AREA


@pytest.fixture(autouse=True)
def begun(cast: Cast) -> None:
    ensure_room(by=None, at=AT)
    for code in ("MD", "MD-1", "UB-MD"):
        unit = cast.units[code]
        unit.area_code = AREA
        unit.save(update_fields=["area_code"])
