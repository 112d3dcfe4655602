from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "caunoi.plans"
    label = "plans"
