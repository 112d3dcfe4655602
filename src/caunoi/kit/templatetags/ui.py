"""Components of the design language, shown in all states at /ui/. Each is one tag: `{% icon "bell" %}`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BaseFormSet, BoundField, Form
from django.forms.widgets import RadioSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from caunoi.kit import clock, ids
from caunoi.kit.ui.days import WEEKDAYS, cells_of, month_of
from caunoi.kit.ui.refusals import problems
from caunoi.pure import vietnamese
from caunoi.pure.workdays import Calendar, DayLine

register = template.Library()
register.filter(problems)
SOON_DAYS = 3


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """A Lucide icon from the sprite; decorative, words stand beside it."""
    css = "i i-lg" if size == "lg" else "i"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, static("kit/icons.svg"), name
    )


@register.simple_block_tag
def pill(content: str, tone: str = "", icon_name: str = "") -> SafeString:
    """Status in a shape, with words: tones info, ok, warn, bad, over, hold or none."""
    return format_html(
        '<span class="pill" data-s="{}">{}{}</span>',
        tone,
        icon(icon_name) if icon_name else "",
        mark_safe(content),  # noqa: S308 - rendered by the template
    )


@register.simple_block_tag
def alert(content: str, tone: str = "info", icon_name: str = "info", role: str = "note") -> SafeString:
    """A message in place: icon, bold start, one sentence."""
    return format_html(
        '<div class="alert" data-s="{}" role="{}">{}<div>{}</div></div>',
        tone,
        role,
        icon(icon_name),
        mark_safe(content),  # noqa: S308 - rendered by the template
    )


@register.simple_tag
def sample() -> SafeString:
    """The dashed tag that sample figures wear."""
    return format_html('<span class="sample">{}</span>', _("dữ liệu mẫu"))


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, autocomplete: str = "", *, mark_optional: bool = True) -> dict[str, Any]:
    """Label, hint, error, control, in that order; rows of a list need not say of each cell that it is optional."""
    attrs = {"aria-invalid": "true"} if bound.errors else {}
    if autocomplete:
        attrs["autocomplete"] = autocomplete
    kind = getattr(bound.field.widget, "input_type", "") or type(bound.field.widget).__name__.lower()
    css = "cb" if kind == "checkbox" else "input"
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if (
        kind == "textarea" and bound.field.widget.attrs.get("rows") == "10"
    ):  # Django's own default, too tall for a phone
        attrs["rows"] = "3"
    if isinstance(bound.field.widget, RadioSelect):  # also CheckboxSelectMultiple: a group of rows, each its own label
        return {"field": bound, "kind": "group", "described": " ".join(described)}
    control = bound.as_widget(attrs={"class": css, **attrs})
    is_optional = mark_optional and not bound.field.required
    return {"field": bound, "control": control, "kind": kind, "is_optional": is_optional}


@register.inclusion_tag("kit/error_summary.html")
def error_summary(*forms: Form | BaseFormSet[Any]) -> dict[str, Any]:
    """What must be mended, with links to the fields, in the same words as beside the fields; rows of a set too."""
    errors: list[tuple[str, Any]] = []
    single: list[Any] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            errors += [("", text) for text in form.non_form_errors()] if form.is_bound else []
            single += form.forms
        else:
            single.append(form)
    for form in single:
        if not form.is_bound:
            continue
        errors += [("", text) for text in form.non_field_errors()]
        errors += [(bound.auto_id, text) for bound in form for text in problems(bound)]
    return {"errors": errors, "is_focused": True}


@register.inclusion_tag("kit/spans.html")
def spans(levels: list[Any]) -> dict[str, Any]:
    """The span strip: each level has label, count and total; drawn as a bridge, read as text."""
    rows = []
    for level in levels:
        share = level.count / level.total if level.total else 0
        rows.append({"level": level, "width": f"{share * 100:.1f}%", "percent": percent(level.count, level.total)})
    return {"rows": rows}


@register.simple_tag
def nest(levels: list[Any]) -> SafeString:
    """The four coverage levels in one bar, drawn as SVG so that no inline style is needed."""
    bars = ((n, (lv.count / lv.total * 100) if lv.total else 0.0) for n, lv in enumerate(levels, 1))
    drawn = "".join(f'<rect class="n{n}" width="{share:.1f}%" height="100%"/>' for n, share in bars)
    return mark_safe(f'<svg class="nest" aria-hidden="true">{drawn}</svg>')  # noqa: S308 - numbers only


@register.simple_tag
def bar(count: int, total: int) -> SafeString:
    """A share as a deck that is crossed so far; the words stand beside it."""
    share = count / total * 100 if total else 0.0
    return format_html('<svg class="deck" aria-hidden="true"><rect width="{}%" height="100%"/></svg>', f"{share:.1f}")


@register.simple_tag
def paced(share: int, expected: int) -> SafeString:
    """A share as such a deck, with a line where it would be by now; both in hundredths of a per cent. Words stand beside it."""
    place = f"{min(expected, 10_000) / 100:.1f}%"
    return format_html(
        '<svg class="deck" aria-hidden="true"><rect width="{}%" height="100%"/><line x1="{}" x2="{}" y2="100%"/></svg>',
        f"{share / 100:.1f}", place, place,
    )  # fmt: skip


@register.simple_tag
def idempotency() -> SafeString:
    """The hidden field that makes a form take effect once, however often it is sent."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', ids.new_id())


SWAPPED = str.maketrans(".,", ",.")


def _in_language(text: str) -> str:
    """A number in Vietnamese writing as the language of the page writes it: 1.234,5 is 1,234.5 in English."""
    return text.translate(SWAPPED) if (get_language() or "").startswith("en") else text


@register.filter
def number(value: int | None) -> str:
    """`1.234.567`, in English `1,234,567`."""
    return "–" if value is None else _in_language(vietnamese.number(value))


@register.filter
def percent(count: int, total: int) -> str:
    """`85,1%`, in English `85.1%`; rounded as `pure.vietnamese.percent` says."""
    return _in_language(vietnamese.percent(count, total))


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """`18/6/2021`, in a `<time>`."""
    if value is None:
        return "–"
    when = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}" class="nw">{}/{}/{}</time>', when.isoformat(), when.day, when.month, when.year
    )


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """`18/6/2021, 7:30`, in a `<time>`."""
    if value is None:
        return "–"
    at = timezone.localtime(value)
    text = f"{at.day}/{at.month}/{at.year}, {at.hour}:{at.minute:02d}"
    return format_html('<time datetime="{}" class="nw">{}</time>', at.isoformat(timespec="seconds"), text)


def _days_left(days: int, working: int) -> str:
    if working > 0:
        return ngettext("còn %d ngày làm việc", "còn %d ngày làm việc", working) % working
    return ngettext("còn %d ngày", "còn %d ngày", days) % days


def _days_late(days: int, working: int) -> str:
    if working > 0:
        return ngettext("quá hạn %d ngày làm việc", "quá hạn %d ngày làm việc", working) % working
    return ngettext("quá hạn %d ngày", "quá hạn %d ngày", days) % days


@register.simple_tag
def due(on: date | datetime | None, working: int | None = None) -> SafeString | str:
    """A deadline: days left, today, or days late; always with the date, and each with its own shape.

    `working` are the working days left (or late, below 0) by the calendar in force; weekend days alone are said plainly.
    """
    if on is None:
        return ""
    is_past = isinstance(on, datetime) and on < clock.now()
    on = timezone.localtime(on).date() if isinstance(on, datetime) else on
    left = (on - clock.today()).days
    if left > 0:
        text = _days_left(left, working or 0)
        tone, shape = ("info", "clock") if left > SOON_DAYS else ("warn", "hourglass")
    elif left == 0 and is_past:
        text, tone, shape = _("quá hạn từ hôm nay"), "over", "circle-alert"
    elif left == 0:
        text, tone, shape = _("hạn là hôm nay"), "today", "bell-ring"
    else:
        text = _days_late(-left, -(working or 0))
        tone, shape = "over", "circle-alert"
    return format_html('<span class="pill" data-s="{}">{}<span>{} ({})</span></span>', tone, icon(shape), text, day(on))


@register.inclusion_tag("kit/days.html")
def days(lines: Sequence[DayLine]) -> dict[str, Any]:
    """A deadline day by day, from `pure.workdays.unfold`: what counts, what does not and on which text."""
    first, last = lines[0].on, lines[-1].on
    label = _("Từng ngày từ %(first)s đến %(last)s") % {
        "first": f"{first.day}/{first.month}/{first.year}",
        "last": f"{last.day}/{last.month}/{last.year}",
    }
    named = [line for line in lines if line.name]
    is_hours = any(line.worked for line in lines)
    cells = cells_of(lines, clock.today())
    return {"weekdays": WEEKDAYS, "cells": cells, "label": label, "lines": lines, "named": named, "is_hours": is_hours}


@register.inclusion_tag("kit/days.html")
def month(calendar: Calendar, first: date) -> dict[str, Any]:
    """A month of a working calendar: days off hatched, making-up days framed, each with its word."""
    label = _("Tháng %(month)s năm %(year)s") % {"month": first.month, "year": first.year}
    return {"weekdays": WEEKDAYS, "cells": month_of(calendar, first, clock.today()), "label": label, "is_month": True}
