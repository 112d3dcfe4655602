"""How I am told: three plain choices, which unfold to hours and to the matrix of events and channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from caunoi.accounts.models import User
from caunoi.accounts.queries import consents_of
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.notifications import actions
from caunoi.notifications.actions import Choices
from caunoi.notifications.choices import Channel, Frequency, Style, Weekday
from caunoi.notifications.queries.digests import last_digests
from caunoi.notifications.queries.events import DIGEST, EventKind
from caunoi.notifications.queries.matrix import (
    cell_name,
    channels_to_choose,
    kinds_to_choose,
    matrix_of,
    stopped_channels,
)
from caunoi.notifications.queries.opting_out import opt_out_token
from caunoi.notifications.queries.preferences import Wish, setting_of, wish_of
from caunoi.notifications.queries.reach import acts

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


def _hour(empty: str) -> list[tuple[Any, Any]]:
    return [("", empty), *HOURS]


def _number(value: Any) -> int | None:
    return None if value in {"", None} else int(value)


class SettingForm(forms.Form):
    """What a person chooses, but for the matrix."""

    style = forms.TypedChoiceField(label=_l("Báo cho tôi"), choices=Style.choices, widget=forms.RadioSelect)
    first_channel = forms.ChoiceField(label=_l("Kênh báo trước tiên"), required=False)
    language = forms.ChoiceField(label=_l("Tiếng dùng trong tin"), required=False)
    digest_hour = forms.TypedChoiceField(label=_l("Giờ gửi tin gộp"), required=False, coerce=_number, empty_value=None)
    weekly_on = forms.TypedChoiceField(label=_l("Ngày gửi tin gộp mỗi tuần"), choices=Weekday.choices, coerce=int)
    quiet_from_hour = forms.TypedChoiceField(label=_l("Không báo từ"), required=False, coerce=_number, empty_value=None)
    quiet_until_hour = forms.TypedChoiceField(label=_l("Đến"), required=False, coerce=_number, empty_value=None)

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = site.CAUNOI
        ways = [each for each in channels_to_choose(wish) if each != Channel.IN_APP]
        choices = {
            "first_channel": [("", _("Để hệ thống chọn")), *((each, Channel(each).label) for each in ways)],
            "language": [("", _("Như trang này: %s") % dict(site.LANGUAGES)[site.LANGUAGE_CODE]), *site.LANGUAGES],
            "digest_hour": _hour(_("Giờ chung: %d:00") % options.digest_hour),
            "quiet_from_hour": _hour(_("Giờ chung: %d:00") % options.quiet_from_hour),
            "quiet_until_hour": _hour(_("Giờ chung: %d:00") % options.quiet_until_hour),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both ends of the hours of rest, or neither."""
        values: dict[str, Any] = super().clean() or {}
        ends = [values.get(name) for name in ("quiet_from_hour", "quiet_until_hour")]
        if (ends[0] is None) != (ends[1] is None):
            self.add_error("quiet_until_hour", _("Chọn cả hai giờ, hoặc để cả hai theo giờ chung."))
        return values


def _cells(wish: Wish, kinds: Sequence[EventKind], given: Any) -> dict[tuple[str, str], str]:
    """The matrix as it was sent; what is no choice, or was left out, stays as it is."""
    cells = {}
    for kind in kinds:
        for channel in channels_to_choose(wish):
            said = given.get(cell_name(kind.code, channel), "")
            is_known = said in Frequency.values
            cells[kind.code, channel] = (
                said if is_known else wish.frequency(kind, channel, is_mine=kind.is_mine_default)
            )
    return cells


def _stopped(wish: Wish) -> list[tuple[Any, str]]:
    """Channels that the person stopped by a tap, each with the address that takes it back."""
    token = opt_out_token(wish.person.pk)
    return [
        (Channel(each).label, reverse("notifications:stop", args=[token, each, DIGEST.code]))
        for each in stopped_channels(wish)
    ]


def _is_saved(form: SettingForm, user: User, cells: dict[tuple[str, str], str]) -> list[str] | None:
    """None when the choices are kept now; otherwise the names of cells to mend."""
    if not form.is_bound or not form.is_valid():
        return []
    try:
        actions.save_setting(user=user, choices=Choices(cells=cells, **form.cleaned_data), by=user, at=clock.now())
    except ValidationError as error:
        for text in error.messages:
            form.add_error(None, text)
        return list(error.message_dict)
    return None


@require_http_methods(["GET", "POST"])
@login_required
@idempotent
def settings(request: HttpRequest) -> HttpResponse:
    """My choices."""
    user: User = request.user  # type: ignore[assignment]
    wish, given = wish_of(user), posted(request)
    setting, kinds = setting_of(user), kinds_to_choose(is_acting=acts(user.pk, clock.today()))
    initial = {"style": wish.style, "weekly_on": wish.weekly_on, "language": user.language}
    if setting:
        names = ("first_channel", "digest_hour", "quiet_from_hour", "quiet_until_hour")
        initial |= {name: getattr(setting, name) for name in names}
    form = SettingForm(given, initial=initial, wish=wish)
    wrong = _is_saved(form, user, _cells(wish, kinds, given)) if given is not None else []
    if wrong is None:
        messages.success(request, _("Đã lưu. Tin từ giờ báo theo lựa chọn mới."))
        return redirect("notifications:settings")
    context = {
        "form": form, "matrix": matrix_of(wish, kinds, given), "wrong": wrong,
        "channels": [Channel(each).label for each in channels_to_choose(wish)],
        "first": Channel(wish.first).label if wish.first else "",
        "gathering": Channel(wish.gathering).label if wish.gathering else "",
        "stopped": _stopped(wish), "digests": last_digests(user.pk),
        "consents": consents_of(f"accounts.user:{user.pk}"), "phone_basis": site.CAUNOI.phone_basis,
        "is_unfolded": bool(form.is_bound and form.errors),
    }  # fmt: skip
    return render(request, "notifications/settings.html", context, status=422 if form.is_bound else 200)
