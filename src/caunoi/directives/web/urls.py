from django.urls import path

from caunoi.directives.web import (
    answering,
    chase,
    checks,
    choosing,
    coverage,
    issuing,
    members,
    newcomers,
    proofs,
    versions,
    views,
)

app_name = "directives"
urlpatterns = [
    path("", views.directives, name="directives"),
    path("issue/", choosing.choose_document, name="choose_document"),
    path("issue/<uuid:document_id>/", issuing.issue_directive, name="issue_directive"),
    path("<uuid:directive_id>/", views.directive, name="directive"),
    path("<uuid:directive_id>/recipients/add/", issuing.add_recipients, name="add_recipients"),
    path("<uuid:directive_id>/members/", members.call_members, name="call_members"),
    path("<uuid:directive_id>/newcomers/", newcomers.newcomers, name="newcomers"),
    path("<uuid:directive_id>/versions/", versions.versions, name="versions"),
    path("<uuid:directive_id>/versions/issue/", versions.issue_version, name="issue_version"),
    path("<uuid:directive_id>/check/", checks.set_check, name="set_check"),
    path("<uuid:directive_id>/chase/", chase.chase, name="chase"),
    path("<uuid:directive_id>/chase/export.xlsx", chase.export_chase, name="export_chase"),
    path("<uuid:directive_id>/ladder/", chase.ladder, name="ladder"),
    path("<uuid:directive_id>/coverage/", coverage.coverage, name="coverage"),
    path("<uuid:directive_id>/coverage/remind/", coverage.remind, name="remind"),
    path("<uuid:directive_id>/coverage/export.xlsx", coverage.export_coverage, name="export_coverage"),
    path("<uuid:directive_id>/coverage/minutes/", coverage.make_minutes, name="make_minutes"),
    path("<uuid:directive_id>/coverage/sign/", proofs.sign_off, name="sign_off"),
    path("recipients/<uuid:recipient_id>/check/", checks.check, name="check"),
    path("recipients/<uuid:recipient_id>/contact/", chase.note_contact, name="note_contact"),
    path("recipients/<uuid:recipient_id>/acknowledge/", answering.acknowledge, name="acknowledge"),
    path("recipients/<uuid:recipient_id>/meeting/", answering.acknowledge_on_behalf, name="acknowledge_on_behalf"),
    path("recipients/<uuid:recipient_id>/evidence/", answering.submit_evidence, name="submit_evidence"),
    path("evidence/<uuid:evidence_id>/", answering.decide_evidence, name="decide_evidence"),
]
# Personal links, and those to proofs, are short, because they are typed and printed.
link_patterns = [
    path("d/<str:token>/", answering.open_link, name="open_link"),
    path("m/<str:token>/", members.open_member_link, name="open_member_link"),
    path("d/<str:token>/check/", checks.check_by_link, name="check_by_link"),
    path("proofs/", proofs.proofs, name="proofs"),
    path("proofs/<str:code>/", proofs.proof, name="proof"),
]
