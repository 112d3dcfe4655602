"""What tests share: real documents, the cast, and clients signed in as them. The environment is made in settings.py."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker

from caunoi.kit import tally
from tests import migrated
from tests.browser import browser, browser_page  # noqa: F401
from tests.cast import Cast, make_cast
from tests.world import made_for_class, made_once, world  # noqa: F401


def asks_the_database(item: pytest.Item) -> bool:
    """Whether a test may be answered differently by another database."""
    reaches_it = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
    return bool(reaches_it) and item.get_closest_marker("pages") is None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks the database; all the rest has been seen on SQLite."""
    if connection.vendor == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if not asks_the_database(item)])
    items[:] = [item for item in items if asks_the_database(item)]


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not walk through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real documents to try; not part of the project."""
    folder = Path(os.environ.get("CAUNOI_SHARED", Path(__file__).parents[2] / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"no real data beside the checkout ({folder}); set CAUNOI_SHARED")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """Before the tables are made. Of processes beside each other, each has a database of its own."""
    if connection.vendor != "sqlite":  # which lies in the memory of its process anyway
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
    connection_created.connect(migrated.bring)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """After they are made."""
    with django_db_blocker.unblock():
        migrated.keep()
        migrated.remember()


@pytest.fixture(scope="session", autouse=True)
def what_commits_leaves_nothing() -> Iterator[None]:
    """After a test that commits the tables are as before it, so that any test may follow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: migrated.bring_back())
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_is_written_behind_a_tests_back() -> None:
    """What is counted together is written when a test says so, not by a thread while another test runs."""
    tally.GATHER_SECONDS = 3_600.0


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
