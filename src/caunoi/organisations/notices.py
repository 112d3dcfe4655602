"""What we say to members about their addresses."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from caunoi.accounts.models import User
from caunoi.notifications.actions import Notice, notify
from caunoi.notifications.queries import register_event
from caunoi.notifications.queries.addresses import Address
from caunoi.organisations.models import Member

DEAD = register_event(
    "organisations.address_dead", _("Địa chỉ của tài khoản tôi không nhận được tin"), group=_("Tài khoản"),
    is_mine_default=True,
    texts={
        "TITLE": gettext_noop("Tin gửi tới địa chỉ của bạn không tới"),
        "BODY": gettext_noop(
            "{who} vừa sửa cách liên lạc của bạn trong danh sách {unit}. Địa chỉ của tài khoản chỉ bạn đổi được: mở trang Tài"
            " khoản, đổi thư điện tử, rồi bấm đồng ý trong thư gửi tới địa chỉ mới."
        ),
    },
    places={"who": _("Người sửa danh sách"), "unit": _("Đơn vị")}, needed={"who"},
    samples={"who": "Trần Văn Minh", "unit": "CĐCS Công ty May Sông Đáy"},
)  # fmt: skip


def tell_dead(*, member: Member, address: Address, by: User, at: datetime) -> int:
    """Tell the member, by whatever way is left, that the account's own address is dead; once for each address."""
    if member.user is None:
        return 0
    name = f"accounts.user:{member.user.pk}"
    notice = Notice(
        person=member.user, event=DEAD.code, subject=name, topic=name, key=f"dead:{member.user.pk}:{address.fingerprint[:32]}",
        path="/accounts/me/", values={"who": by.full_name, "unit": member.unit.name},
    )  # fmt: skip
    return notify(notices=[notice], by=by, at=at)
