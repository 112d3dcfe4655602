"""A message as a letter: plain text with a simple HTML twin; no person's words in the subject line."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from caunoi.notifications.models import Message
from caunoi.notifications.queries.opting_out import opt_out_path
from caunoi.notifications.queries.texts import language_of


def _linked(line: str, base: str) -> SafeString:
    """A line in which addresses of this house can be tapped, and no others."""
    parts = re.split(rf"({re.escape(base)}/[^\s<>\"]*)", line)
    tagged = (format_html('<a href="{0}">{0}</a>', part) if n % 2 else escape(part) for n, part in enumerate(parts))
    return mark_safe("".join(tagged))  # noqa: S308 - each part is escaped


def _lines(text: str, base: str) -> SafeString:
    """The lines of a paragraph, each on its own."""
    return format_html_join(mark_safe("<br>"), "{}", ((_linked(line, base),) for line in text.split("\n")))


def _foot(message: Message, leaving: str) -> list[str]:
    """Who wrote it, whether anybody reads an answer, and the way out."""
    who = _("Thư tự động của %(site)s. Không cần trả lời thư này.")
    if message.reply_to:
        who = _("Thư tự động của %(site)s. Bạn trả lời thư này thì lời của bạn được ghi vào đúng việc.")
    lines = [who % {"site": settings.SITE_NAME}]
    if not leaving:
        return lines
    out = _("Ngừng nhận loại tin này, không cần đăng nhập:")
    if message.recipient_id is None:
        out = _("Ngừng mọi thư như thế này gửi đến hộp thư này, không cần tài khoản:")
    return [*lines, f"{out} {leaving}"]


def compose(message: Message, address: str) -> EmailMultiAlternatives:
    """The letter, in its person's language. Its Message-ID is the message's own: sent twice, mailboxes take it for one."""
    language = language_of(message.recipient.language if message.recipient else "")
    base = settings.CAUNOI.base_url.rstrip("/")
    link = f"{base}{message.path}" if message.path else base
    path = opt_out_path(message)
    leaving = f"{base}{path}" if path else ""
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<{message.public_id}@caunoi>"}
    if leaving:  # RFC 8058: one tap in the mail program, without opening the page
        headers["List-Unsubscribe"] = f"<{leaving}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with translation.override(language):
        foot = _foot(message, leaving)
    mail = EmailMultiAlternatives(
        subject=" ".join(message.title.split()),
        body=f"{message.body}\n\n{link}\n\n--\n" + "\n".join(foot) + "\n",
        to=[address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    paragraphs = [format_html("<p>{}</p>", _lines(part, base)) for part in message.body.split("\n\n")]
    button = format_html('<p><a href="{0}">{0}</a></p><hr><p>{1}</p>', link, _lines("\n".join(foot), base))
    html = "".join([*paragraphs, button])
    mail.attach_alternative(format_html("<div lang='{}'>{}</div>", language, mark_safe(html)), "text/html")  # noqa: S308 - made above
    return mail
