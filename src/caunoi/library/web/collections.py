"""Shelves of the library: by tier, by area of reform, and collections that officers put together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.library import actions, queries, rules
from caunoi.library.actions import CollectionDraft
from caunoi.library.models import Collection, Document, Procedure
from caunoi.organisations.queries import Scope, scope_asked

NAMED_MOST = 8


class CollectionForm(forms.Form):
    """A shelf: its name, what it is for, and what is put on it."""

    title = forms.CharField(label=_("Tên bộ sưu tập"), max_length=200)
    intro = forms.CharField(
        label=_("Dành cho ai, để làm gì"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
    more = forms.CharField(
        label=_("Thêm vào bộ sưu tập"),
        help_text=_("Mỗi dòng một số, ký hiệu văn bản (12/HD-LĐLĐ) hoặc mã thủ tục (1.011441)."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_published = forms.BooleanField(label=_("Đăng cho mọi người xem"), required=False)


class ItemRow(forms.Form):
    """Something on the shelf. The name is shown, not typed."""

    keep = forms.BooleanField(label=_("Giữ"), required=False)
    place = forms.IntegerField(label=_("Thứ tự"), min_value=1, max_value=9999, required=False)
    note = forms.CharField(label=_("Vì sao nên đọc"), max_length=300, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)


ItemRows = forms.formset_factory(ItemRow, extra=0, max_num=300, absolute_max=310)


@require_GET
def browse(request: HttpRequest) -> HttpResponse:
    """All shelves: the six areas by tier, the tiers, the collections."""
    today = clock.today()
    scope = scope_asked(request, today)
    shelves, tiers = queries.shelves_for(request.user, today, scope)
    context = {
        "shelves": shelves,
        "tiers": tiers,
        "collections": queries.collections_for(request.user, today, scope)[:200],
        "may_add": rules.may_keep_shelves(scope),
    }
    return render(request, "library/browse.html", context)


@require_GET
def collection(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """One collection, with the status of each document today."""
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.collection_for(request.user, collection_id, today, scope)
    context = {
        "collection": found,
        "items": queries.items_of(found, request.user, today, scope),
        "may_mend": rules.may_mend_collection(scope, found),
    }
    return render(request, "library/collection.html", context)


def _key(item: Document | Procedure) -> str:
    return item.code if isinstance(item, Procedure) else str(item.public_id)


def _kept(rows: Any, known: dict[str, Document | Procedure]) -> list[tuple[Document | Procedure, str]]:
    """What stays, in the order that the numbers say; rows without one stay where they are."""
    lines = [(row.cleaned_data, number) for number, row in enumerate(rows, 1) if row.cleaned_data.get("keep")]
    lines.sort(key=lambda line: (line[0].get("place") or line[1], line[1]))
    return [(known[line["key"]], line["note"]) for line, _number in lines if line["key"] in known]


def _known(found: Collection | None, request: HttpRequest, scope: Scope) -> dict[str, tuple[Any, str]]:
    if found is None:
        return {}
    lines = queries.items_of(found, request.user, clock.today(), scope)
    pairs = [(line.document or line.procedure, line.note) for line in lines]
    return {_key(item): (item, note) for item, note in pairs if item}


def _edited(request: HttpRequest, found: Collection | None, scope: Scope) -> HttpResponse:
    data = posted(request)
    known = _known(found, request, scope)
    initial = {name: getattr(found, name) for name in ("title", "intro", "is_published")} if found else {}
    form = CollectionForm(data, initial=initial)
    lines = [
        {"keep": True, "place": number, "note": note, "key": key}
        for number, (key, (_item, note)) in enumerate(known.items(), 1)
    ]
    rows = ItemRows(data, prefix="item", initial=lines)
    if data is not None and all([form.is_valid(), rows.is_valid()]):
        more, missing = queries.items_named(form.cleaned_data["more"].splitlines(), request.user, clock.today(), scope)
        if missing:
            text = gettext("Chưa thấy trong thư viện: %s. Xem lại số, ký hiệu.")
            form.add_error("more", text % ", ".join(name[:60] for name in missing[:NAMED_MOST]))
        else:
            kept = _kept(rows, {key: item for key, (item, _note) in known.items()})
            beyond = queries.items_beyond(found, request.user, clock.today(), scope) if found else []
            saved = _save(request, found, form, [*kept, *((item, "") for item in more), *beyond], scope)
            if saved:
                return saved
    named = [(row, known.get(str(row["key"].value()), (None, ""))[0]) for row in rows]
    context = {"form": form, "rows": rows, "named": named, "collection": found}
    return render(request, "library/collection_form.html", context, status=422 if is_wrong(form, rows) else 200)


def _save(
    request: HttpRequest, found: Collection | None, form: CollectionForm, items: list[tuple[Any, str]], scope: Scope
) -> HttpResponse | None:
    """Keep it; None when the form says why not."""
    values = form.cleaned_data
    draft = CollectionDraft(values["title"], values["intro"], values["is_published"], items)
    owner = found.owner if found else scope.own_units(rules.KEEPING)[0]
    try:
        saved = actions.save_collection(collection=found, draft=draft, owner=owner, by=request.user, at=clock.now())
    except ValidationError as error:
        form.add_error("more", error)
        return None
    messages.success(request, gettext("Đã lưu bộ sưu tập."))
    return redirect("library:collection", collection_id=saved.public_id)


@login_required
@idempotent
def add_collection(request: HttpRequest) -> HttpResponse:
    """Put a collection together."""
    scope = scope_asked(request, clock.today())
    if not rules.may_keep_shelves(scope):
        raise Collection.DoesNotExist
    return _edited(request, None, scope)


def _mended(request: HttpRequest, collection_id: UUID) -> tuple[Collection, Scope]:
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.collection_for(request.user, collection_id, today, scope)
    if not rules.may_mend_collection(scope, found):
        raise Collection.DoesNotExist
    return found, scope


@login_required
@idempotent
def mend_collection(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """Change a collection: what stands on it, in which order, whether it is published."""
    found, scope = _mended(request, collection_id)
    return _edited(request, found, scope)


@require_POST
@login_required
@idempotent
def remove_collection(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """Take it away; what stood in it stays in the library."""
    found, _scope = _mended(request, collection_id)
    actions.remove_collection(collection=found, by=request.user, at=clock.now())
    messages.success(request, gettext("Đã bỏ bộ sưu tập. Văn bản trong đó vẫn còn ở thư viện."))
    return redirect("library:browse")
