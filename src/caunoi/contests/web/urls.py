from django.urls import path

from caunoi.contests.web import bank, keeping, public, results, taking

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
    path("questions/<uuid:question_id>/", bank.question, name="question"),
    path("questions/<uuid:question_id>/retire/", bank.retire_question, name="retire_question"),
    path("kept/", keeping.kept_contests, name="kept_contests"),
    path("kept/make/", keeping.make_contest, name="make_contest"),
    path("kept/<uuid:contest_id>/", keeping.kept_contest, name="kept_contest"),
    path("kept/<uuid:contest_id>/change/", keeping.change_contest, name="change_contest"),
    path("kept/<uuid:contest_id>/questions/", keeping.choose_questions, name="choose_questions"),
    path("kept/<uuid:contest_id>/announce/", keeping.announce_contest, name="announce_contest"),
    path("kept/<uuid:contest_id>/rounds/<int:number>/close/", keeping.close_round, name="close_round"),
    path("kept/<uuid:contest_id>/cancel/", keeping.cancel_contest, name="cancel_contest"),
    path("kept/<uuid:contest_id>/committee/", results.seat_committee, name="seat_committee"),
    path("kept/<uuid:contest_id>/results/", results.results, name="results"),
    path("kept/<uuid:contest_id>/results/flags/", results.raise_flags, name="raise_flags"),
    path("kept/<uuid:contest_id>/results/flags/<uuid:flag_id>/", results.decide_flag, name="decide_flag"),
    path("kept/<uuid:contest_id>/results/decide/", results.decide_contest, name="decide_contest"),
    path("kept/<uuid:contest_id>/results/sheet/", results.export_results, name="export_results"),
    path("<uuid:contest_id>/board/", public.board, name="board"),
    path("<uuid:contest_id>/draw/", public.draw_check, name="draw_check"),
    path("<uuid:contest_id>/draw/data/", public.draw_data, name="draw_data"),
    path("<uuid:contest_id>/", public.contest, name="contest"),
    path("<uuid:contest_id>/enter/", taking.enter_contest, name="enter_contest"),
    path("<uuid:contest_id>/units/", taking.find_units, name="find_units"),
]
