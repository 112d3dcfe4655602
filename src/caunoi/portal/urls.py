from django.urls import path

from caunoi.portal import sitemap, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<str:part>-<int:number>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("mine/", views.mine, name="mine"),
]
