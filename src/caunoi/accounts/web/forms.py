"""Sign-in: one field for e-mail or phone."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from caunoi.pure.rosters import parse_phone


class LoginForm(AllauthLoginForm):
    """A phone is recognised however it is typed: 0912 345 678, +84 912 345 678."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(label=_("Thư điện tử hoặc số điện thoại"), max_length=160)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = _("Mật khẩu")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        text: str = self.cleaned_data["login"].strip()
        return parse_phone(text) or text.lower()


class EmailForm(forms.Form):
    """The address that an account shall have."""

    email = forms.CharField(label=_("Thư điện tử mới"), max_length=254)
