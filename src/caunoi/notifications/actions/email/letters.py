"""A message as a letter: plain text with a simple HTML twin; no person's words in the subject line."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html
from django.utils.translation import gettext as _

from caunoi.notifications.models import Message
from caunoi.notifications.queries.opting_out import opt_out_path


def compose(message: Message, address: str) -> EmailMultiAlternatives:
    """The letter. Its Message-ID is the message's own: sent twice, mailboxes take it for one."""
    base = settings.CAUNOI.base_url.rstrip("/")
    link = f"{base}{message.path}" if message.path else base
    foot = _("Thư tự động của %(site)s. Không cần trả lời thư này.")
    if message.reply_to:
        foot = _("Thư tự động của %(site)s. Bạn trả lời thư này thì lời của bạn được ghi vào đúng việc.")
    foot %= {"site": settings.SITE_NAME}
    leaving = opt_out_path(message)
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{base}{leaving or '/accounts/me/'}>",
        "Message-ID": f"<{message.public_id}@caunoi>",
    }
    if leaving:  # RFC 8058: one tap in the mail program, without opening the page
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=" ".join(message.title.split()),
        body=f"{message.body}\n\n{link}\n\n--\n{foot}\n",
        to=[address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    paragraphs = "".join(format_html("<p>{}</p>", part) for part in message.body.split("\n\n"))
    button = format_html('<p><a href="{0}">{0}</a></p><hr><p>{1}</p>', link, foot)
    mail.attach_alternative(f"<div lang='vi'>{paragraphs}{button}</div>", "text/html")
    return mail
