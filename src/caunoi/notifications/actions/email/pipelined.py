"""One letter in two answers instead of four: PIPELINING (RFC 2920), where the server offers it."""

from __future__ import annotations

import smtplib

TAKEN = frozenset({250, 251})
END = b".\r\n"


def _stuffed(data: bytes) -> bytes:
    """The letter with its lines that begin with a dot made safe (RFC 5321, 4.5.2), and its end."""
    body = data if data.endswith(b"\r\n") else data + b"\r\n"
    quoted = body.replace(b"\r\n.", b"\r\n..")
    return (b"." if quoted.startswith(b".") else b"") + quoted + END


def _back(server: smtplib.SMTP, code: int) -> None:
    """Leave the connection as it was before the letter, or close it when the server does."""
    if code == 421:
        server.close()
    else:
        server.rset()


def send(server: smtplib.SMTP, sender: str, address: str, data: bytes) -> None:
    """Hand a letter over. Raises as `smtplib.SMTP.sendmail` does; a refused letter leaves the connection usable.

    Addresses must be ASCII and without line breaks (the caller looks).
    """
    if not server.has_extn("pipelining"):
        server.sendmail(sender, [address], data)
        return
    server.send(f"MAIL FROM:<{sender}>\r\nRCPT TO:<{address}>\r\nDATA\r\n")
    (mail_code, mail_text), (code, text), (end_code, end_text) = [server.getreply() for _command in range(3)]
    if end_code == 354:
        # With no valid recipient the content is empty, and what is said of it counts for nothing (RFC 2920, 3.1).
        server.send(_stuffed(data) if mail_code == 250 and code in TAKEN else END)
        end_code, end_text = server.getreply()
    if mail_code != 250:
        _back(server, mail_code)
        raise smtplib.SMTPSenderRefused(mail_code, mail_text, sender)
    if code not in TAKEN:
        _back(server, code)
        raise smtplib.SMTPRecipientsRefused({address: (code, text)})
    if end_code != 250:
        _back(server, end_code)
        raise smtplib.SMTPDataError(end_code, end_text)
