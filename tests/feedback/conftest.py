"""The room as it begins: limits, subjects, the commune's union and committee in one area, officers
with their second factor."""

import pytest
from allauth.mfa.models import Authenticator

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
    for officer in (cast.hoa, cast.dung):
        Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
