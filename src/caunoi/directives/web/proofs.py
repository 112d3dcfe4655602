"""Signing a branch that is whole, and the public page on which anybody who holds minutes verifies them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from caunoi.directives import actions, queries
from caunoi.directives.models import CoverageMinutes
from caunoi.directives.web.place import Place
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.http.rate import Bucket
from caunoi.kit.ui.given import posted
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.pure.receipts import shown

# A code has 80 random bits: this only keeps guessing from costing anything.
LOOKS = Bucket("directives:proofs", per_hour=6000, burst=300)


class ProofForm(forms.Form):
    """The code, or a hash."""

    code = forms.CharField(
        label=_l("Mã kiểm tra hoặc mã SHA-256"), max_length=200,
        help_text=_l("Mã 17 ký tự dưới biên bản; dấu gạch và chữ thường đều được. Hoặc mã SHA-256 của tệp."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "enterkeyhint": "go"}),
    )  # fmt: skip


@require_POST
@login_required
@idempotent
def sign_off(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Sign that the branch is whole at a level."""
    place = Place(request, directive_id)
    unit = Unit.objects.get(pk=int(place.path.strip("/").rsplit("/", maxsplit=1)[-1]))
    level = request.POST.get("level", "")
    try:
        signed = actions.sign_off(
            directive=place.directive, unit=unit, path=place.path, level=level, by=request.user, at=clock.now()  # type: ignore[arg-type]
        )  # fmt: skip
        text = _("Đã ký chứng nhận %(n)d/%(n)d đơn vị. Biên bản có mã kiểm tra.")
        messages.success(request, text % {"n": signed.total})
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect(f"{reverse('directives:coverage', args=[directive_id])}?path={place.path}")


def _busy(request: HttpRequest) -> HttpResponse:
    context = {"form": ProofForm(), "problem": _("Đang có nhiều người tra cứu. Thử lại sau ít phút.")}
    return render(request, "directives/proofs.html", context, status=429)


@idempotent
def proofs(request: HttpRequest) -> HttpResponse:
    """Type the code of minutes, or paste a hash."""
    form = ProofForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not LOOKS.take():
            return _busy(request)
        try:
            found = queries.find_minutes(form.cleaned_data["code"])
            return redirect("proof", code=found.code or found.rows_sha256)
        except CoverageMinutes.DoesNotExist:
            form.add_error("code", _("Không có biên bản nào mang mã này. Xem lại từng ký tự."))
    return render(request, "directives/proofs.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """What the minutes certify, and whether their rows still give the same hash. Raises CoverageMinutes.DoesNotExist."""
    if not LOOKS.take():
        return _busy(request)
    found = queries.proof_of(queries.find_minutes(code))
    directive, today = found.minutes.directive, clock.today()
    visible = queries.visible_directives(request.user, today, scope_asked(request, today))
    context = {
        "proof": found,
        "minutes": found.minutes,
        "directive": directive,
        "may_see_directive": directive.is_public or visible.filter(pk=directive.pk).exists(),
        "code": shown(found.minutes.code) if found.minutes.code else "",
    }
    return render(request, "directives/proof.html", context)
