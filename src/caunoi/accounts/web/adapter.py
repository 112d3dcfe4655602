"""How allauth meets our users: no open sign-up, e-mail or phone in one field."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from caunoi.accounts.models import User


@dataclass(frozen=True)
class _Site:
    """What allauth's texts ask of a site."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a unit's officer, not by strangers."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail greets in the federation's name, and names the host of the option, not whatever the request claims."""
        host = urlsplit(settings.CAUNOI.base_url).netloc
        super().send_mail(template_prefix, email, {"current_site": _Site(settings.SITE_NAME, host), **context})

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone, is_active=True).first()

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone else None

    def get_login_stages(self) -> list[str]:
        """Without the phone's own verification: an officer gave the number, and many people have none."""
        return [stage for stage in super().get_login_stages() if not stage.endswith("PhoneVerificationStage")]
