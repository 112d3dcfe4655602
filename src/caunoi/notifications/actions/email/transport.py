"""E-mail: one SMTP connection a batch; plain text with a simple HTML twin; no person's words in the subject line."""

from __future__ import annotations

import smtplib
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.html import format_html
from django.utils.translation import gettext as _

from caunoi.notifications.models import Message


class Refused(Exception):  # noqa: N818 - the receiving server's word for it
    """The receiving side will never take this message (unknown address, refused content)."""


class EmailTransport:
    """Opens at the first message; a lost connection is opened again for the next."""

    def __init__(self) -> None:
        self.connection = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def send(self, message: Message) -> None:
        """Send one message. Raises Refused (for good) or OSError (try again)."""
        address = message.address or (message.recipient.email if message.recipient else "")
        if not address:
            raise Refused(_("không có địa chỉ thư"))
        try:
            # Opened here it serves the whole batch; opened by send_messages it would be closed after each message.
            self.connection.open()
            self.connection.send_messages([self._compose(message, address)])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            if all(500 <= code < 600 for code in codes):
                raise Refused(f"SMTP {codes[0]}") from error
            raise OSError(f"SMTP {codes[0]}") from error
        except smtplib.SMTPDataError as error:
            refusal = Refused if 500 <= error.smtp_code < 600 else OSError
            raise refusal(f"SMTP {error.smtp_code}") from error
        except smtplib.SMTPResponseException as error:
            self.connection.close()
            raise OSError(f"SMTP {error.smtp_code}") from error
        except OSError as error:  # smtplib's own exceptions are among them
            self.connection.close()
            raise OSError(type(error).__name__) from error
        except ValueError as error:  # an address or a text that no mail can carry
            raise Refused(type(error).__name__) from error

    def _compose(self, message: Message, address: str) -> EmailMultiAlternatives:
        base = settings.CAUNOI.base_url.rstrip("/")
        link = f"{base}{message.path}" if message.path else base
        foot = _("Thư tự động của %(site)s. Không cần trả lời thư này.")
        if message.reply_to:
            foot = _("Thư tự động của %(site)s. Bạn trả lời thư này thì lời của bạn được ghi vào đúng việc.")
        foot %= {"site": settings.SITE_NAME}
        mail = EmailMultiAlternatives(
            subject=" ".join(message.title.split()),
            body=f"{message.body}\n\n{link}\n\n--\n{foot}\n",
            to=[address],
            reply_to=[message.reply_to] if message.reply_to else None,
            connection=self.connection,
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{base}/accounts/me/>",
                "Message-ID": f"<{message.public_id}@caunoi>",
            },
        )
        paragraphs = "".join(format_html("<p>{}</p>", part) for part in message.body.split("\n\n"))
        button = format_html('<p><a href="{0}">{0}</a></p><hr><p>{1}</p>', link, foot)
        mail.attach_alternative(f"<div lang='vi'>{paragraphs}{button}</div>", "text/html")
        return mail
