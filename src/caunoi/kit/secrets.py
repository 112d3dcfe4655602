"""Secrets of an installation: made once, readable by their owner only, outside the database."""

import base64
import os
import secrets as randomness
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import ec


def _make_signing_key() -> str:
    """A private key on P-256, as web push takes it (RFC 8292): its 32 octets in base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


MAKERS = {
    "secret_key": lambda: randomness.token_urlsafe(48),
    "field_key": lambda: Fernet.generate_key().decode(),
    "receipt_pepper": lambda: randomness.token_urlsafe(48),
    "vapid_key": _make_signing_key,
}


def ensure() -> None:
    """Write the secrets that neither the environment nor the home gives. Never overwrites one."""
    home = Path(os.environ.get("CAUNOI_HOME", "var"))
    for name, make in MAKERS.items():
        variable = f"CAUNOI_{name.upper()}"
        path = home / "secrets" / name
        if os.environ.get(variable) or os.environ.get(f"{variable}_FILE") or path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, make() + "\n")


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all; when two commands start together, the first one's stays."""
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()
