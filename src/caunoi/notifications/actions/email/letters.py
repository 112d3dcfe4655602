"""A message as a letter: plain text with an HTML twin that says the same; no person's words in the subject line."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from caunoi.notifications.actions.email.twin import Twin, twin
from caunoi.notifications.models import Message
from caunoi.notifications.queries.opting_out import opt_out_path
from caunoi.notifications.queries.texts import language_of


@dataclass(frozen=True)
class _Foot:
    """Who wrote it and whether anybody reads an answer; how the way out is called."""

    who: str
    out: str


def _foot(message: Message) -> _Foot:
    who = _("Thư tự động của %(site)s. Không cần trả lời thư này.")
    if message.reply_to:
        who = _("Thư tự động của %(site)s. Bạn trả lời thư này thì lời của bạn được ghi vào đúng việc.")
    out = _("Ngừng nhận loại tin này, không cần đăng nhập")
    if message.recipient_id is None:
        out = _("Ngừng mọi thư như thế này gửi đến hộp thư này, không cần tài khoản")
    return _Foot(who % {"site": settings.SITE_NAME}, out)


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
        foot, button = _foot(message), _("Mở để xem")
    title = " ".join(message.title.split())
    out = f"\n{foot.out}: {leaving}" if leaving else ""
    mail = EmailMultiAlternatives(
        subject=title,
        body=f"{message.body}\n\n{link}\n\n--\n{foot.who}{out}\n",
        to=[address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    facts = Twin(language, settings.SITE_NAME, title, message.body, base, link, button, foot.who, foot.out, leaving)
    mail.attach_alternative(twin(facts), "text/html")
    return mail
