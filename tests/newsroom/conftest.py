"""Officers of these tests have a second factor, without which nothing is theirs."""

import pytest
from allauth.mfa.models import Authenticator

from tests.cast import Cast


@pytest.fixture(autouse=True)
def second_factors(request: pytest.FixtureRequest) -> None:
    """For tests that have the cast, but for those of the whole world, which has them already."""
    if "cast" in request.fixturenames and "world" not in request.fixturenames:
        cast: Cast = request.getfixturevalue("cast")
        for name in ("hoa", "dung"):
            Authenticator.objects.create(user=cast.users[name], type=Authenticator.Type.TOTP, data={"secret": "x"})
