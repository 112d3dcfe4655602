"""Mail addresses: where outgoing mail goes, from one option."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

BACKENDS = {
    "smtp": "caunoi.notifications.actions.email.smtp.OfferedTlsBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
    "folder": "django.core.mail.backends.filebased.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
}


@dataclass(frozen=True)
class Mail:
    """What Django wants to know about outgoing mail."""

    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    is_tls_from_the_start: bool = False
    folder: str | None = None


def from_url(url: str, home: Path) -> Mail:
    """`smtp://user:password@host:port` (STARTTLS if offered), `smtps://…` (TLS from the first byte), `console://`, or
    `folder://path` (from the home, or absolute with a third slash). Raises ValueError for anything else."""
    scheme, _separator, rest = url.partition("://")
    backend = BACKENDS.get(scheme.lower())
    if backend is None:
        raise ValueError("CAUNOI_EMAIL_URL: expected smtp://, smtps://, console:// or folder://path")
    if scheme == "folder":
        return Mail(backend, folder=str(home / (rest or "mail")))
    if scheme not in {"smtp", "smtps"}:
        return Mail(backend)
    parts = urlsplit(url)
    is_secure, user = scheme == "smtps", unquote(parts.username or "")
    # 587 is where programs hand mail in with a password; 25 is where servers speak with each other.
    usual = 465 if is_secure else 587 if user else 25
    return Mail(
        backend, parts.hostname or "localhost", parts.port or usual, user, unquote(parts.password or ""), is_secure
    )
