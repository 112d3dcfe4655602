from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "caunoi.newsroom"
    label = "newsroom"
