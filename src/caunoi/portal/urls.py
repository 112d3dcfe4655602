from django.urls import path

from caunoi.portal import search, sitemap, synonyms, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/opensearch.xml", search.describe_search, name="describe_search"),
    path("search/missed/", synonyms.missed_searches, name="missed_searches"),
    path("search/synonyms/", synonyms.synonyms, name="synonyms"),
    path("search/synonyms/<uuid:synonym_id>/", synonyms.edit_synonym, name="edit_synonym"),
    path("search/synonyms/<uuid:synonym_id>/discard/", synonyms.discard_synonym, name="discard_synonym"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<str:part>-<int:number>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("mine/", views.mine, name="mine"),
]
