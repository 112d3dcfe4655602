from django.urls import path

from caunoi.directives.web import answering, coverage, issuing, versions, views

app_name = "directives"
urlpatterns = [
    path("", views.directives, name="directives"),
    path("issue/<uuid:document_id>/", issuing.issue_directive, name="issue_directive"),
    path("<uuid:directive_id>/", views.directive, name="directive"),
    path("<uuid:directive_id>/recipients/add/", issuing.add_recipients, name="add_recipients"),
    path("<uuid:directive_id>/versions/", versions.versions, name="versions"),
    path("<uuid:directive_id>/versions/issue/", versions.issue_version, name="issue_version"),
    path("<uuid:directive_id>/coverage/", coverage.coverage, name="coverage"),
    path("<uuid:directive_id>/coverage/remind/", coverage.remind, name="remind"),
    path("<uuid:directive_id>/coverage/export.xlsx", coverage.export_coverage, name="export_coverage"),
    path("<uuid:directive_id>/coverage/minutes/", coverage.make_minutes, name="make_minutes"),
    path("recipients/<uuid:recipient_id>/acknowledge/", answering.acknowledge, name="acknowledge"),
    path("recipients/<uuid:recipient_id>/meeting/", answering.acknowledge_on_behalf, name="acknowledge_on_behalf"),
    path("recipients/<uuid:recipient_id>/evidence/", answering.submit_evidence, name="submit_evidence"),
    path("evidence/<uuid:evidence_id>/", answering.decide_evidence, name="decide_evidence"),
]
# Personal links are short, because they are typed and printed.
link_patterns = [path("d/<str:token>/", answering.open_link, name="open_link")]
