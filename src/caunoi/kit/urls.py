"""Routes without a domain: the gallery of components, choices of look and language, health."""

from django.urls import path

from caunoi.kit import views
from caunoi.kit.files import doors

app_name = "kit"
urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("audit/", views.audit_heads, name="audit_heads"),
    path("files/<uuid:file_id>/", views.file, name="file"),
    path("files/<uuid:file_id>/preview/", views.preview, name="preview"),
    path("files/uploads/", doors.upload_start, name="upload_start"),
    path("files/uploads/piece/", doors.upload_piece, name="upload_piece"),
    path("files/uploads/status/", doors.upload_status, name="upload_status"),
    path("files/uploads/discard/", doors.upload_discard, name="upload_discard"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.health, name="health"),
    path("language/", views.set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
]
