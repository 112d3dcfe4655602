"""One option says where mail goes."""

import smtplib
import ssl
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from caunoi.conf.mail import Mail, from_url
from caunoi.notifications.actions.email.smtp import OfferedTlsBackend
from tests.notifications.sink import Sink

pytestmark = pytest.mark.pure
HOME = Path("/srv/caunoi")


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("folder://mail", "/srv/caunoi/mail"),
        ("folder://out/Thu-Di", "/srv/caunoi/out/Thu-Di"),
        ("folder:///srv/mail", "/srv/mail"),
        ("folder://", "/srv/caunoi/mail"),
    ],
)
def test_a_folder_is_the_one_that_was_named(url: str, folder: str):
    assert from_url(url, HOME).folder == folder


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False)),
        ("smtp://", ("localhost", 25, "", "", False)),
        ("smtp://an:m%40t@mail.example.vn", ("mail.example.vn", 587, "an", "m@t", False)),
        ("smtp://an:x@mail.example.vn:2525", ("mail.example.vn", 2525, "an", "x", False)),
        ("smtps://an:x@mail.example.vn", ("mail.example.vn", 465, "an", "x", True)),
        ("smtps://mail.example.vn:4650", ("mail.example.vn", 4650, "", "", True)),
    ],
)
def test_a_server_is_reached_as_its_address_says(url: str, where: tuple[object, ...]):
    found = from_url(url, HOME)
    assert (found.host, found.port, found.user, found.password, found.is_tls_from_the_start) == where


def test_only_smtps_is_encrypted_from_the_first_byte():
    assert from_url("smtps://x", HOME).backend == "django.core.mail.backends.smtp.EmailBackend"
    assert from_url("smtp://x", HOME).backend.endswith("OfferedTlsBackend")
    assert from_url("console://", HOME) == Mail("django.core.mail.backends.console.EmailBackend")


@pytest.mark.parametrize("url", ["", "mail.example.vn", "http://mail.example.vn", "smpt://x"])
def test_an_address_of_no_kind_is_refused_with_what_is_expected(url: str):
    with pytest.raises(ValueError, match="CAUNOI_EMAIL_URL: expected smtp://"):
        from_url(url, HOME)


@pytest.mark.parametrize("is_offered", [True, False])
@pytest.mark.parametrize(("user", "verified"), [("an", ssl.CERT_REQUIRED), ("", ssl.CERT_NONE)])
def test_encryption_is_turned_on_where_it_is_offered(
    monkeypatch, is_offered: bool, user: str, verified: ssl.VerifyMode
):
    contexts = []
    monkeypatch.setattr(smtplib.SMTP, "starttls", lambda _self, *, context: contexts.append(context.verify_mode))
    monkeypatch.setattr(smtplib.SMTP, "login", lambda *_args: None)
    with Sink() as sink:
        sink.offers = ["STARTTLS"] if is_offered else []
        backend = OfferedTlsBackend(host="127.0.0.1", port=sink.port, username=user, password=user, timeout=5)
        sent = backend.send_messages([EmailMessage("Chào", "Nội dung", "a@example.vn", ["b@example.vn"])])
    assert (sent, len(sink.letters)) == (1, 1)
    assert contexts == ([verified] if is_offered else [])


def test_a_server_that_offers_encryption_and_fails_gets_nothing(monkeypatch):
    def fail(self: smtplib.SMTP, *, context: ssl.SSLContext) -> None:
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr(smtplib.SMTP, "starttls", fail)
    with Sink() as sink:
        sink.offers = ["STARTTLS"]
        backend = OfferedTlsBackend(host="127.0.0.1", port=sink.port, username="an", password="x", timeout=5)
        with pytest.raises(OSError):  # noqa: PT011 - what the transport tries again
            backend.open()
    assert sink.letters == []
