from django.urls import path

from caunoi.organisations.web import views

app_name = "organisations"
urlpatterns = [path("", views.units, name="units")]
