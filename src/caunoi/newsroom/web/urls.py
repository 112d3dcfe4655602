"""Addresses of the room; `public` is what anyone reads, `desk` writes, `renderings` makes other forms of a text."""

from caunoi.newsroom.web.desk.urls import urlpatterns as desk_patterns
from caunoi.newsroom.web.public.urls import short_patterns
from caunoi.newsroom.web.public.urls import urlpatterns as public_patterns
from caunoi.newsroom.web.renderings.urls import urlpatterns as rendering_patterns

__all__ = ["short_patterns"]
app_name = "newsroom"
urlpatterns = [*public_patterns, *desk_patterns, *rendering_patterns]
