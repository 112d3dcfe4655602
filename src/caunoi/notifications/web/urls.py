from django.urls import path

from caunoi.notifications.web import machines, receipts, settings, stopping, views

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("machines/", machines.machines, name="machines"),
    path("machines/<uuid:machine_id>/forget/", machines.forget_machine, name="forget_machine"),
    path("push-worker.js", machines.push_worker, name="push_worker"),
    path("receipts/sms/", receipts.sms_receipt, name="sms_receipt"),
    path("<uuid:notice_id>/open/", views.open_notice, name="open_notice"),
    path("read/", views.read_topic, name="read_topic"),
    path("settings/", settings.settings, name="settings"),
    path("stop/<str:token>/<str:channel>/<str:event>/", stopping.stop, name="stop"),
]
# Short, because it stands in text messages.
way_out_patterns = [path("o/<str:token>/", stopping.stop_address, name="stop_address")]
