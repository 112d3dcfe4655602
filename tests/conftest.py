"""The house under test: a home of its own, real secrets, mail kept in memory."""

import os
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="caunoi-test-"))
os.environ["CAUNOI_HOME"] = str(HOME)
os.environ.setdefault("CAUNOI_SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("CAUNOI_FIELD_KEY", "5hfz0Cz0h9sYtGm8nVv6m0yR1pQ3w2e4r5t6y7u8i9o=")
os.environ["CAUNOI_EMAIL_URL"] = "memory://"
os.environ["CAUNOI_LOG_LEVEL"] = "ERROR"

import pytest  # noqa: E402
from django.test import Client  # noqa: E402

from tests.browser import browser, browser_page  # noqa: E402, F401
from tests.cast import Cast, make_cast  # noqa: E402


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
