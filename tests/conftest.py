"""What tests share: real documents, the cast, and clients signed in as them. The environment is made in settings.py."""

import os
from pathlib import Path

import pytest
from django.test import Client

from tests.browser import browser, browser_page  # noqa: F401
from tests.cast import Cast, make_cast
from tests.world import world  # noqa: F401


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real documents to try; not part of the project."""
    folder = Path(os.environ.get("CAUNOI_SHARED", Path(__file__).parents[2] / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"no real data beside the checkout ({folder}); set CAUNOI_SHARED")
    return folder


@pytest.fixture
def cast(db: None) -> Cast:
    """Lan, Minh, Hoa, Dũng, Tuấn, An, Quang, and the small tree they live in."""
    return make_cast()


@pytest.fixture
def sign_in(cast: Cast):
    """`sign_in("hoa")` is a client signed in as Hoa; `sign_in("an")` has no account."""

    def for_name(name: str) -> Client:
        client = Client()
        user = cast.users.get(name)
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return for_name
