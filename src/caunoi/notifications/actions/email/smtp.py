"""SMTP that turns encryption on where the server offers it (STARTTLS)."""

from __future__ import annotations

import smtplib
import ssl
from functools import partial
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


def _context(*, is_verified: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not is_verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class _OfferedTls(smtplib.SMTP):
    def __init__(self, host: str, port: int, *, is_verified: bool, **options: Any) -> None:
        super().__init__(host, port, **options)
        try:
            self.ehlo_or_helo_if_needed()
            if self.has_extn("starttls"):
                self.starttls(context=_context(is_verified=is_verified))
        except BaseException:
            self.close()
            raise


class OfferedTlsBackend(EmailBackend):
    """Encrypts when it can. A password goes only to a server whose certificate is good; without one, any certificate
    will do, as among mail servers: the relay on the same machine has made its own."""

    @property
    def connection_class(self) -> Any:
        return partial(_OfferedTls, is_verified=bool(self.username))
