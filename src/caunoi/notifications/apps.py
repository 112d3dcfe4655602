from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "caunoi.notifications"
    label = "notifications"
