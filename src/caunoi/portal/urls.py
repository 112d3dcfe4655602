from django.urls import path

from caunoi.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("mine/", views.mine, name="mine"),
]
