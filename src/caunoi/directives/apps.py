from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "caunoi.directives"
    label = "directives"
