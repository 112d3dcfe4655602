from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "caunoi.feedback"
    label = "feedback"
