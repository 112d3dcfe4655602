from django.urls import path

from caunoi.contests.web import bank, keeping, public, taking

app_name = "contests"
urlpatterns = [
    path("", public.contests, name="contests"),
    path("entries/<str:key>/", taking.entry, name="entry"),
    path("entries/<str:key>/start/", taking.start_paper, name="start_paper"),
    path("papers/<str:key>/", taking.paper, name="paper"),
    path("papers/<str:key>/submit/", taking.submit_paper, name="submit_paper"),
    path("papers/<str:key>/answers/", taking.save_answers, name="save_answers"),
    path("questions/", bank.questions, name="questions"),
    path("questions/add/", bank.add_questions, name="add_questions"),
    path("kept/", keeping.kept_contests, name="kept_contests"),
    path("kept/make/", keeping.make_contest, name="make_contest"),
    path("kept/<uuid:contest_id>/", keeping.kept_contest, name="kept_contest"),
    path("kept/<uuid:contest_id>/change/", keeping.change_contest, name="change_contest"),
    path("kept/<uuid:contest_id>/questions/", keeping.choose_questions, name="choose_questions"),
    path("kept/<uuid:contest_id>/announce/", keeping.announce_contest, name="announce_contest"),
    path("kept/<uuid:contest_id>/rounds/<int:number>/close/", keeping.close_round, name="close_round"),
    path("kept/<uuid:contest_id>/cancel/", keeping.cancel_contest, name="cancel_contest"),
    path("<uuid:contest_id>/", public.contest, name="contest"),
    path("<uuid:contest_id>/enter/", taking.enter_contest, name="enter_contest"),
    path("<uuid:contest_id>/units/", taking.find_units, name="find_units"),
]
