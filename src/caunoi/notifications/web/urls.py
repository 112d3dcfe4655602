from django.urls import path

from caunoi.notifications.web import settings, stopping, views

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_topic, name="read_topic"),
    path("settings/", settings.settings, name="settings"),
    path("stop/<str:token>/<str:channel>/<str:event>/", stopping.stop, name="stop"),
]
