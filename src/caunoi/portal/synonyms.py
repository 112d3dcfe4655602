"""Words that mean the same: one field, a group a line. The search asks in all of them."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.library.actions.synonyms import keep_synonyms
from caunoi.library.queries.synonyms import synonym_groups
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.rules import leads_federation
from caunoi.pure.synonyms import GROUPS_MOST, PHRASES_MOST, SYLLABLES_MOST, Problem, parse, written

SHOWN_MOST = 12


def told(problem: Problem) -> str:
    """What to do about a line."""
    facts = {"line": problem.line, "words": problem.words, "other": problem.other}
    return {
        "ALONE": _("Dòng %(line)s: cần ít nhất hai cụm khác nhau, cách nhau bằng dấu “=”."),
        "MANY": _("Dòng %(line)s: nhiều nhất %(most)s cụm."),
        "LONG": _("Dòng %(line)s: “%(words)s” dài quá %(syllables)s tiếng."),
        "TWICE": _("Dòng %(line)s: “%(words)s” đã có ở dòng %(other)s. Gộp hai dòng làm một."),
        "FULL": _("Nhiều nhất %(groups)s dòng."),
    }[problem.code] % (facts | {"most": PHRASES_MOST, "syllables": SYLLABLES_MOST, "groups": GROUPS_MOST})


class SynonymsForm(forms.Form):
    """All groups."""

    text = forms.CharField(
        label=_l("Các nhóm từ"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_l("Mỗi dòng một nhóm, các cụm cách nhau bằng dấu “=”. Có dấu hay không dấu đều nhận."),
    )  # fmt: skip
    # What was shown: somebody else may have saved meanwhile.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Lines that make sense, each wrong one named."""
        problems = parse(self.cleaned_data["text"])[1]
        if problems:
            raise forms.ValidationError([told(problem) for problem in problems[:SHOWN_MOST]])
        return str(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """Refuse to undo what a colleague saved in the meantime."""
        given = super().clean() or {}
        if given.get("shown") != _mark():
            raise forms.ValidationError(_("Vừa có người khác lưu. Mở lại trang này ở thẻ khác rồi gộp hai bản."))
        return given


def _mark() -> str:
    """What is kept now, as a form carries it."""
    return sha256(written(synonym_groups()).encode()).hexdigest()


@idempotent
@require_http_methods(["GET", "POST"])
def synonyms(request: HttpRequest) -> HttpResponse:
    """All groups in one field; saved whole."""
    if not isinstance(request.user, User) or not leads_federation(scope_asked(request, clock.today())):
        raise PermissionDenied
    form = SynonymsForm(posted(request), initial={"text": written(synonym_groups()), "shown": _mark()})
    if form.is_bound and form.is_valid():
        groups = parse(form.cleaned_data["text"])[0]
        count = keep_synonyms(groups=groups, by=request.user, at=clock.now())
        said = ngettext("Đã lưu, %(n)d nhóm thay đổi.", "Đã lưu, %(n)d nhóm thay đổi.", count) % {"n": count}
        messages.success(request, said)
        return redirect("portal:synonyms")
    return render(request, "portal/synonyms.html", {"form": form}, status=422 if is_wrong(form) else 200)
