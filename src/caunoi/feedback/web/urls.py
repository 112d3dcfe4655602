"""Addresses of the room: what everyone may open, and the officers' desk. A receipt never stands in an address."""

from caunoi.feedback.web.desk.urls import desk_patterns
from caunoi.feedback.web.public.urls import public_patterns

app_name = "feedback"
urlpatterns = [*public_patterns, *desk_patterns]
