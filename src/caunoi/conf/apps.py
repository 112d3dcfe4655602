from django.apps import AppConfig


class ConfConfig(AppConfig):
    """Knows all rooms; holds the commands that concern all of them."""

    name = "caunoi.conf"
    label = "conf"
