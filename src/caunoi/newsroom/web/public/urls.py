from django.urls import path

from caunoi.newsroom.web.public import cards, feeds, reading, views

urlpatterns = [
    path("", views.articles, name="articles"),
    path("feed/", feeds.feed, name="feed"),
    path("series/", views.series, name="series"),
    path("progress/", views.progress, name="progress"),
    path("<uuid:article_id>/", views.article, name="article"),
    path("<uuid:article_id>/reading/", reading.note_reading, name="note_reading"),
    path("<uuid:article_id>/card.png", cards.article_card, name="article_card"),
]
# Short, because they are typed from a poster.
short_patterns = [path("t/<str:code>", views.open_short, name="open_short")]
