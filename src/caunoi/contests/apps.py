from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "caunoi.contests"
    label = "contests"
