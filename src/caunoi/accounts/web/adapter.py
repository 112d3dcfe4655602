"""How allauth meets our users: no open sign-up, e-mail or phone in one field."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from caunoi.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a unit's officer, not by strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone, is_active=True).first()

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone else None

    def get_login_stages(self) -> list[str]:
        """Without the phone's own verification: an officer gave the number, and many people have none."""
        return [stage for stage in super().get_login_stages() if not stage.endswith("PhoneVerificationStage")]
