from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "caunoi.library"
    label = "library"
