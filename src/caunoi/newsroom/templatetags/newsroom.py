"""Pictures on pages."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from caunoi.pure.illustrating import Source, image
from caunoi.pure.markup import write

register = template.Library()


@register.simple_tag
def picture(source: Source, sizes: str = "") -> SafeString:
    """The `img` of a picture, with the widths to choose from; `sizes` as HTML has it, else that of a text."""
    node = image(source, sizes=sizes) if sizes else image(source)
    return mark_safe(write([node]))  # noqa: S308 - its attributes are escaped by `write`
