from django.urls import path

from caunoi.directives.web import views

app_name = "directives"
urlpatterns = [path("", views.directives, name="directives")]
