from django.urls import path

from caunoi.desk import channels, quizzes, texts, unit, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("unit/", unit.unit, name="unit"),
    path("channels/", channels.channels, name="channels"),
    path("channels/<str:channel>/pause/", channels.pause_channel, name="pause_channel"),
    path("channels/<str:channel>/resume/", channels.resume_channel, name="resume_channel"),
    path("channels/<str:channel>/try/", channels.try_channel, name="try_channel"),
    path("ended/", views.ended_bases, name="ended_bases"),
    path("notice-texts/", texts.notice_texts, name="notice_texts"),
    path("notice-texts/<str:event>/<str:language>/", texts.notice_text, name="notice_text"),
    path("articles/<uuid:article_id>/questions/", quizzes.article_quiz, name="article_quiz"),
    path("documents/<uuid:document_id>/questions/", quizzes.document_quiz, name="document_quiz"),
]
