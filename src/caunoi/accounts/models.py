"""People who sign in, links for those who do not, and what they agreed to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.accounts.choices import ConsentPurpose, LinkPurpose
from caunoi.kit.ids import PublicIdField


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail or phone."""

    def create_user(self, *, full_name: str, password: str | None = None, **fields: Any) -> User:
        """A user with an e-mail, a phone (E.164), or both; without a password only personal links open the door."""
        user = self.model(full_name=full_name, **fields)
        user.email = self.normalize_email(user.email).lower() if user.email else None
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person with an account. What they may do is granted per unit (organisations.RoleGrant)."""

    public_id = PublicIdField()
    full_name = models.CharField(_("họ và tên"), max_length=120)
    email = models.EmailField(_("thư điện tử"), unique=True, null=True, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=16, unique=True, null=True, blank=True)
    # The language of messages to the person; empty: the house's.
    language = models.CharField(_("ngôn ngữ"), max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    # Set by organisations whenever a grant of an officer's role begins or ends; the second factor hangs on it.
    is_officer = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="user_has_email_or_phone"
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The name shown to others."""
        return self.full_name


class Session(AbstractBaseSession):
    """A browser and who is signed in there: both are read in one statement, and a person's sessions can be found."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")


class PersonalLink(models.Model):
    """A door for one person to one thing. Only the SHA-256 of its token is stored."""

    public_id = PublicIdField()
    token_hash = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20, choices=LinkPurpose)
    subject = models.CharField(max_length=120)
    holder = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    holder_name = models.CharField(max_length=160, blank=True)
    is_single_use = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    first_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        # Named here, not on the fields: for those PostgreSQL would keep a second index each, for LIKE.
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="link_token_once")]
        indexes = [models.Index(fields=["subject"], name="link_subject")]


class ConsentEntry(models.Model):
    """Append-only ledger: the newest entry of a subject and purpose is what holds now."""

    public_id = PublicIdField()
    subject = models.CharField(max_length=120, db_index=True)
    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    is_given = models.BooleanField()
    text = models.TextField()
    channel = models.CharField(max_length=40)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")


class Program(models.Model):
    """A program that sends on behalf of people who use it, such as a municipal app. Only the SHA-256 of its key is stored."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    key_hash = models.CharField(max_length=64)
    # How much it may send in an hour.
    per_hour = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], name="program_key_once"),
            models.UniqueConstraint(fields=["name"], condition=Q(revoked_at=None), name="program_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
