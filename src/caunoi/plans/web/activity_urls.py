"""Addresses of activities: reporting, looking, deciding, signing in. `sign_patterns` is what a scanned code opens."""

from django.urls import path

from caunoi.plans.web import activity_lists as lists
from caunoi.plans.web import activity_meetings as meetings
from caunoi.plans.web import activity_offline as offline
from caunoi.plans.web import activity_reporting as reporting
from caunoi.plans.web import activity_reviewing as reviewing

ONE = "activities/<uuid:activity_id>/"
urlpatterns = [
    path("activities/", lists.activities, name="activities"),
    path("activities/new/", reporting.report_activity_new, name="report_activity_new"),
    path("activities/choices/", reporting.activity_choices, name="activity_choices"),
    path("activities/offline/", offline.offline_activity, name="offline_activity"),
    path("activities/worker.js", offline.activity_worker, name="activity_worker"),
    path("activities/app.webmanifest", offline.activity_manifest, name="activity_manifest"),
    path("activities/export/", lists.export_activities, name="export_activities"),
    path("activities/review/", reviewing.review_activities, name="review_activities"),
    path("activities/decide/", reviewing.decide_many, name="decide_activities"),
    path("activities/sign-in/", meetings.open_sign_in, name="open_sign_in"),
    path(ONE, lists.activity, name="activity"),
    path(f"{ONE}report/", reporting.report_again, name="report_again"),
    path(f"{ONE}decide/", reviewing.decide, name="decide_activity"),
    path(f"{ONE}withdraw/", reviewing.withdraw, name="withdraw_activity"),
    path(f"{ONE}discard/", meetings.discard_draft, name="discard_draft"),
    path(f"{ONE}sign-in/", meetings.sign_in, name="sign_in"),
    path(f"{ONE}sign-in/poster/", meetings.sign_in_poster, name="sign_in_poster"),
    path(f"{ONE}sign-in/add/", meetings.add_signatures, name="add_signatures"),
    path(f"{ONE}sign-in/close/", meetings.close_sign_in, name="close_sign_in"),
    path(f"{ONE}sign-in/strike/<uuid:signature_id>/", meetings.strike_signature, name="strike_signature"),
]
sign_patterns = [path("k/<str:code>/", meetings.sign_meeting, name="sign_meeting")]
