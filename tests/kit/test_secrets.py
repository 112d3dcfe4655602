"""Secrets of an installation: made once, for their owner only, and never put in place of what is given."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from caunoi.conf import options
from caunoi.kit import secrets

pytestmark = pytest.mark.pure


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home without secrets, and an environment that gives none."""
    monkeypatch.setenv("CAUNOI_HOME", str(tmp_path))
    for name in ("SECRET_KEY", "FIELD_KEY"):
        monkeypatch.delenv(f"CAUNOI_{name}", raising=False)
        monkeypatch.delenv(f"CAUNOI_{name}_FILE", raising=False)
    return tmp_path


def kept(home: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (home / "secrets").glob("*")}


def test_all_secrets_are_made(home):
    secrets.ensure()
    found = kept(home)
    assert set(found) == {"secret_key", "field_key", "vapid_key"}
    assert len(found["secret_key"].strip()) == 64
    Fernet(found["field_key"].strip())


def test_only_the_owner_may_read_them(home):
    secrets.ensure()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (home / "secrets").glob("*")}
    assert (modes, stat.S_IMODE((home / "secrets").stat().st_mode)) == ({0o600}, 0o700)


def test_they_are_made_once(home):
    secrets.ensure()
    first = kept(home)
    secrets.ensure()
    assert kept(home) == first


def test_two_installations_share_no_secret(home):
    secrets.ensure()
    first = kept(home)
    for path in (home / "secrets").glob("*"):
        path.unlink()
    secrets.ensure()
    assert not set(first.values()) & set(kept(home).values())


@pytest.mark.parametrize("variable", ["CAUNOI_SECRET_KEY", "CAUNOI_SECRET_KEY_FILE"])
def test_a_secret_that_is_given_is_not_made(home, monkeypatch, variable):
    monkeypatch.setenv(variable, "da-co")
    secrets.ensure()
    assert set(kept(home)) == {"field_key", "vapid_key"}


def test_a_variable_without_a_value_gives_no_secret(home, monkeypatch):
    """`CAUNOI_SECRET_KEY=` in a compose file must not leave the installation with the known key."""
    monkeypatch.setenv("CAUNOI_SECRET_KEY", "")
    secrets.ensure()
    assert options.read().secret_key == kept(home)["secret_key"].strip()


def test_an_installation_reads_what_was_made(home):
    secrets.ensure()
    found = options.read()
    assert (found.secret_key, found.field_key) == tuple(
        kept(home)[name].strip() for name in ("secret_key", "field_key")
    )


def test_two_commands_started_together_agree(home):
    with ThreadPoolExecutor(8) as pool:
        for task in [pool.submit(secrets.ensure) for _ in range(16)]:
            task.result()
    assert len(kept(home)) == 3
    Fernet(kept(home)["field_key"].strip())


def test_a_crash_while_writing_leaves_no_half_secret(home, monkeypatch):
    def fail(*_):
        raise OSError("đĩa đầy")

    monkeypatch.setattr(secrets.os, "fsync", fail)
    with pytest.raises(OSError, match="đĩa đầy"):
        secrets.ensure()
    assert kept(home) == {}
