from django.urls import path

from caunoi.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home"), path("ended/", views.ended_bases, name="ended_bases")]
