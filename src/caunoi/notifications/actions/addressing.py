"""What we say about accounts: a letter that asks a new address for its yes, and one to the old address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.accounts.queries import email_token
from caunoi.notifications.actions.queueing import MessageDraft, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.notifications.queries.texts import language_of


def ask_new_address(*, user_id: int, email: str, key: str, at: datetime) -> int:
    """One letter with a link; none to the address of another account, which is said to nobody. Returns how many."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or User.objects.filter(email=email).exists():
        return 0
    with translation.override(language_of(user.language)):
        draft = MessageDraft(
            channel=Channel.EMAIL, address=email, subject=f"accounts.user:{user_id}", key=f"email_asked:{user_id}:{key}",
            title=_("Xác nhận địa chỉ thư"), path=f"/accounts/email/{email_token(user, email)}/",
            body=_(
                "Tài khoản %(name)s ở %(site)s xin dùng địa chỉ này. Mở đường dẫn dưới đây trong 24 giờ để đồng ý. Không phải bạn"
                " xin thì bỏ qua thư này."
            )
            % {"name": user.full_name, "site": settings.SITE_NAME},
        )  # fmt: skip
    return queue_messages(drafts=[draft], by=user, at=at)


def tell_old_address(*, user_id: int, old: str, key: str, at: datetime) -> int:
    """The list of notices and, if there was one, the old address say that there is a new one. Returns how many messages."""
    user = User.objects.get(pk=user_id)
    with translation.override(language_of(user.language)):
        title = _("Địa chỉ thư của tài khoản đã đổi")
        body = _("Tài khoản %(name)s ở %(site)s không còn dùng địa chỉ cũ. Không phải bạn đổi thì báo ngay cho công đoàn.") % {
            "name": user.full_name, "site": settings.SITE_NAME,
        }  # fmt: skip
    facts: dict[str, Any] = {"title": title, "body": body, "subject": f"accounts.user:{user_id}"}
    drafts = [
        MessageDraft(
            channel=Channel.IN_APP, recipient=user, key=f"email_changed:{user_id}:{key}:app", path="/accounts/me/", **facts
        )
    ]  # fmt: skip
    if old:
        drafts.append(MessageDraft(channel=Channel.EMAIL, address=old, key=f"email_changed:{user_id}:{key}", **facts))
    return queue_messages(drafts=drafts, by=user, at=at)
