"""Pages of those who sort, answer and watch."""

from django.urls import URLPattern, path

from caunoi.feedback.web.desk import (
    board,
    bulk,
    cases,
    data_requests,
    doing,
    inbox,
    looks,
    petitions,
    publishing,
    replying,
    retention,
    settings,
    statistics,
    templates,
    triage,
    triage_model,
)
from caunoi.feedback.web.desk.deeds import DEEDS

PETITION, DATA = "petitions/<uuid:petition_id>/", "data-requests/<uuid:request_id>/"
REMOVAL = "retention/lists/<uuid:removal_id>/"
CASE = "cases/<uuid:case_id>/"
# The deed's address is its word: cases/<id>/assign/, cases/<id>/ask-sender/.
ADDRESSES = {
    "classify_case": "classify", "assign_case": "assign", "transfer_case": "transfer", "return_case": "return",
    "accept_case": "accept", "take_case": "take", "ask_sender": "ask", "add_note": "note", "pause_case": "pause",
    "resume_case": "resume", "ask_extension": "extension", "decide_extension": "extension/decide",
    "merge_cases": "merge", "unmerge_case": "unmerge", "quarantine_case": "quarantine", "release_case": "release",
    "refuse_case": "refuse", "admit_case": "admit", "discard_case": "discard", "recuse": "recusals/add",
    "step_aside": "recusals/me", "hold_case": "hold", "lift_hold": "hold/lift",
}  # fmt: skip

desk_patterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/bulk/", bulk.bulk_cases, name="bulk_cases"),
    path("inbox/export.<str:kind>", inbox.export_cases, name="export_cases"),
    path("inbox/views/", inbox.save_view, name="save_view"),
    path("inbox/views/<uuid:view_id>/", inbox.change_view, name="change_view"),
    path("board/", board.board, name="board"),
    path("looks/", looks.looks, name="looks"),
    path("units/", doing.find_units, name="find_units"),
    path("triage/", triage.triage, name="triage"),
    path("triage/model/", triage_model.triage_model, name="triage_model"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/export.xlsx", statistics.export_statistics, name="export_statistics"),
    path("templates/", templates.templates, name="templates"),
    path("templates/add/", templates.add_template, name="add_template"),
    path("templates/<uuid:template_id>/", templates.edit_template, name="edit_template"),
    path("basis/", replying.find_basis, name="find_basis"),
    path("petitions/", petitions.petitions, name="petitions"),
    path("petitions/open/", petitions.open_petition, name="open_petition"),
    path(PETITION, petitions.petition, name="petition"),
    path(PETITION + "voices/add/", petitions.add_petition_voice, name="add_petition_voice"),
    path(PETITION + "forward/", petitions.forward_petition, name="forward_petition"),
    path(PETITION + "cancel/", petitions.cancel_petition, name="cancel_petition"),
    path(PETITION + "answer/", petitions.answer_petition, name="answer_petition"),
    path(PETITION + "sheet/<slug:paper>.pdf", petitions.petition_sheet, name="petition_sheet"),
    path("data-requests/", data_requests.data_requests, name="data_requests"),
    path(DATA, data_requests.data_request, name="data_request"),
    path(DATA + "<slug:name>/", data_requests.do_data_step, name="do_data_step"),
    path("topics/", settings.topics, name="topics"),
    path("topics/add/", settings.add_topic, name="add_topic"),
    path("topics/<slug:code>/", settings.edit_topic, name="edit_topic"),
    path("limits/", settings.limits, name="limits"),
    path("limits/add/", settings.add_limit_rule, name="add_limit_rule"),
    path("retention/", retention.retention, name="retention"),
    path("retention/rules/<slug:group>/", retention.edit_retention_rule, name="edit_retention_rule"),
    path("retention/lists/", retention.list_removal, name="list_removal"),
    path(REMOVAL, retention.removal, name="removal"),
    path(REMOVAL + "confirm/", retention.confirm_removal, name="confirm_removal"),
    path(REMOVAL + "cancel/", retention.cancel_removal, name="cancel_removal"),
    path(CASE, cases.case, name="case"),
    path(CASE + "sender/", cases.reveal_sender, name="reveal_sender"),
    path(CASE + "reply/", replying.reply, name="reply"),
    path(CASE + "reply/preview/", replying.preview_reply, name="preview_reply"),
    path(CASE + "reply/correct/", replying.correct_reply, name="correct_reply"),
    path(CASE + "publish/", publishing.publish_case, name="publish"),
    path(CASE + "publish/withdraw/", publishing.withdraw_publication, name="withdraw_publication"),
    path(CASE + "recusals/<int:number>/lift/", doing.lift_recusal, name="lift_recusal"),
    *[path(f"{CASE}{ADDRESSES[deed.name]}/", doing.do, {"name": deed.name}, name=deed.name) for deed in DEEDS],
]
