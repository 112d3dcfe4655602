"""Secrets of an installation: made once, readable by their owner only, outside the database."""

import os
import secrets as randomness
from pathlib import Path

from cryptography.fernet import Fernet

MAKERS = {
    "secret_key": lambda: randomness.token_urlsafe(48),
    "field_key": lambda: Fernet.generate_key().decode(),
}


def ensure() -> None:
    """Write the secrets that neither the environment nor the home gives. Never overwrites one."""
    home = Path(os.environ.get("CAUNOI_HOME", "var"))
    for name, make in MAKERS.items():
        variable = f"CAUNOI_{name.upper()}"
        path = home / "secrets" / name
        if variable in os.environ or f"{variable}_FILE" in os.environ or path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make() + "\n")
