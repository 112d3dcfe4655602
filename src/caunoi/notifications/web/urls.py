from django.urls import path

from caunoi.notifications.web import views

app_name = "notifications"
urlpatterns = [path("", views.notices, name="notices")]
