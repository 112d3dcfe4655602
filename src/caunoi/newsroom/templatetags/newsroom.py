"""Pictures on pages."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from caunoi.newsroom.models import Article
from caunoi.newsroom.queries import thumbnail_of
from caunoi.pure.illustrating import Source, image, thumbnail
from caunoi.pure.markup import write

register = template.Library()


@register.simple_tag
def picture(source: Source, sizes: str = "") -> SafeString:
    """The `img` of a picture, with the widths to choose from; `sizes` as HTML has it, else that of a text."""
    node = image(source, sizes=sizes) if sizes else image(source)
    return mark_safe(write([node]))  # noqa: S308 - its attributes are escaped by `write`


@register.simple_tag
def cover(article: Article) -> SafeString:
    """The cover of an article in a list, small; nothing when it has none. The list has fetched it (queries.reading)."""
    source = thumbnail_of(article)
    if source is None:
        return SafeString()
    return mark_safe(write([thumbnail(source, sizes="(min-width: 48rem) 10rem, 6rem")]))  # noqa: S308 - escaped by `write`
