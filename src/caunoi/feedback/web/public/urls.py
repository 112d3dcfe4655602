"""Addresses that anyone may open. No code, no words of a sender ever stand in one; a petition's
printed token does, and never reaches the logs."""

from django.urls import URLPattern, path

from caunoi.feedback.web.public import data_rights, petitions, receipts, register, sending, threads

public_patterns: list[URLPattern] = [
    path("send/", sending.send, name="send"),
    path("send/bodies/", sending.find_bodies, name="find_bodies"),
    path("follow/", threads.open_thread, name="open_thread"),
    path("follow/kept/", receipts.keep_receipt, name="keep_receipt"),
    path("follow/slip/", receipts.print_slip, name="print_slip"),
    path("follow/add/", threads.add_to_case, name="add_to_case"),
    path("follow/rate/", threads.rate_case, name="rate_case"),
    path("follow/reopen/", threads.reopen_case, name="reopen_case"),
    path("follow/appeal/", threads.appeal_case, name="appeal_case"),
    path("follow/withdraw/", threads.withdraw_case, name="withdraw_case"),
    path("follow/files/<uuid:attachment_id>/", threads.open_attachment, name="open_attachment"),
    path("p/<str:token>/", petitions.join_petition, name="join_petition"),
    path("data/", data_rights.ask_data_right, name="ask_data_right"),
    path("data/take/", data_rights.take_data, name="take_data"),
    path("register/", register.register, name="register"),
    path("register/overdue/", register.overdue, name="overdue"),
    path("register/feed.xml", register.feed, name="feed"),
    path("register/<uuid:publication_id>/", register.publication, name="publication"),
    path("register/<uuid:publication_id>/voice/", receipts.add_voice, name="add_voice"),
]
