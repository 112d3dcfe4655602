"""The HTML twin of a letter: one column, large enough to read and to tap on a telephone, nothing fetched from anywhere.

Styles stand in the tags, since mail programs drop all others; everything a person wrote is escaped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

PAGE = (
    "<div lang='{}' style=\"max-width:36em;margin:0 auto;padding:16px;font:16px/1.55 Arial,sans-serif;color:#13211f;"
    'overflow-wrap:anywhere"><p style="margin:0;font-size:14px;color:#586663">{}</p>'
    '<h1 style="margin:4px 0 16px;font-size:20px;line-height:1.35">{}</h1>{}{}{}</div>'
)
BUTTON = (
    '<p style="margin:24px 0 8px"><a href="{0}" style="display:inline-block;padding:12px 20px;border-radius:8px;'
    'background:#0b5566;color:#fff;font-weight:bold;text-decoration:none">{1}</a></p>'
    '<p style="margin:0;font-size:13px;color:#586663"><a href="{0}" style="color:#586663">{0}</a></p>'
)
FOOT = '<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #d5dad4;font-size:13px;color:#586663">{}{}</p>'
LINK = '<a href="{0}" style="color:#0b5566">{0}</a>'
OUT = '<br><a href="{}" style="color:#586663">{}</a>'


class Twin(NamedTuple):
    """All that the letter says."""

    language: str
    site: str
    title: str
    body: str
    base: str
    link: str
    button: str
    who: str
    out: str
    leaving: str


def _linked(line: str, base: str) -> SafeString:
    """A line in which addresses of this house can be tapped, and no others."""
    parts = re.split(rf"({re.escape(base)}/[^\s<>\"]*)", line)
    tagged = (format_html(LINK, part) if n % 2 else escape(part) for n, part in enumerate(parts))
    return mark_safe("".join(tagged))  # noqa: S308 - each part is escaped


def _line(line: str, base: str) -> SafeString:
    """A line; what begins with a dot heads a group of a digest, and what is set in belongs to it."""
    if line.startswith("• "):
        return format_html('<b style="display:block;margin-top:12px">{}</b>', _linked(line[2:], base))
    if line.startswith("  "):
        return format_html('<span style="display:block;margin-left:1em">{}</span>', _linked(line.strip(), base))
    return format_html("{}<br>", _linked(line, base))


def _paragraph(text: str, base: str) -> SafeString:
    said = format_html_join("", "{}", ((_line(line, base),) for line in text.split("\n")))
    return format_html("<p>{}</p>", mark_safe(said.removesuffix("<br>")))  # noqa: S308 - escaped above


def twin(said: Twin) -> SafeString:
    """The page."""
    body = format_html_join("", "{}", ((_paragraph(part, said.base),) for part in said.body.split("\n\n")))
    out = format_html(OUT, said.leaving, said.out) if said.leaving else ""
    button, foot = format_html(BUTTON, said.link, said.button), format_html(FOOT, said.who, out)
    return format_html(PAGE, said.language, said.site, said.title, body, button, foot)
