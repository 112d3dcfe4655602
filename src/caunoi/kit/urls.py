"""Routes without a domain: the gallery of components, choices of look and language, health."""

from django.urls import path

from caunoi.kit import views

app_name = "kit"
urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("audit/", views.audit_heads, name="audit_heads"),
    path("files/<uuid:file_id>/", views.file, name="file"),
    path("healthz", views.health, name="health"),
    path("language/", views.set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
]
