from django.urls import path

from caunoi.desk import quizzes, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("ended/", views.ended_bases, name="ended_bases"),
    path("articles/<uuid:article_id>/questions/", quizzes.article_quiz, name="article_quiz"),
    path("documents/<uuid:document_id>/questions/", quizzes.document_quiz, name="document_quiz"),
]
