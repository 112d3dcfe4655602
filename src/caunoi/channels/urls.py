from django.urls import path

from caunoi.channels.zalo import web as zalo

app_name = "channels"
urlpatterns = [
    path("zalo/", zalo.webhook, name="zalo_webhook"),
]
