from django.urls import URLPattern, path

from caunoi.plans.web import plan_calendar, plan_deciding, plan_following, plan_tasks, plan_templates, plan_views

urlpatterns: list[URLPattern] = [
    path("", plan_views.plans, name="plans"),
    path("make/", plan_views.make_plan, name="make_plan"),
    path("take/", plan_views.take_plan, name="take_plan"),
    path("progress/", plan_following.progress, name="progress"),
    path("feeds/<str:token>/calendar.ics", plan_calendar.feed, name="feed"),
    path("obligations/<uuid:obligation_id>/take/", plan_views.take_obligation, name="take_obligation"),
    path("tasks/<uuid:task_id>/edit/", plan_tasks.edit_task, name="edit_task"),
    path("tasks/<uuid:task_id>/change/", plan_tasks.change_task, name="change_task"),
    path("tasks/<uuid:task_id>/decline/", plan_tasks.decline_task, name="decline_task"),
    path("tasks/<uuid:task_id>/cancel/", plan_tasks.cancel_task, name="cancel_task"),
    path("templates/", plan_templates.templates, name="templates"),
    path("templates/<uuid:template_id>/", plan_templates.template, name="template"),
    path("templates/<uuid:template_id>/tasks/add/", plan_templates.add_template_task, name="add_template_task"),
    path(
        "templates/<uuid:template_id>/tasks/<uuid:task_id>/",
        plan_templates.edit_template_task,
        name="edit_template_task",
    ),
    path("<uuid:plan_id>/", plan_views.plan, name="plan"),
    path("<uuid:plan_id>/edit/", plan_views.edit_plan, name="edit_plan"),
    path("<uuid:plan_id>/obligations/add/", plan_views.add_obligations, name="add_obligations"),
    path("<uuid:plan_id>/tasks/add/", plan_tasks.add_task, name="add_task"),
    path("<uuid:plan_id>/tasks/take/", plan_tasks.take_tasks, name="take_tasks"),
    path("<uuid:plan_id>/step/", plan_deciding.step_plan, name="step_plan"),
    path("<uuid:plan_id>/decide/", plan_deciding.decide_plan, name="decide_plan"),
    path("<uuid:plan_id>/cascade/", plan_deciding.cascade_plan, name="cascade_plan"),
    path("<uuid:plan_id>/take-over/", plan_deciding.take_over_plan, name="take_over_plan"),
    path("<uuid:plan_id>/revisions/<int:number>/", plan_deciding.revision, name="revision"),
    path("<uuid:plan_id>/followers/", plan_following.followers, name="followers"),
    path("<uuid:plan_id>/followers/remind/", plan_following.remind_followers, name="remind_followers"),
    path("<uuid:plan_id>/calendar/", plan_calendar.calendar, name="calendar"),
    path("<uuid:plan_id>/calendar/feed/", plan_calendar.make_feed, name="make_feed"),
    path("<uuid:plan_id>/plan.<str:ending>", plan_calendar.print_plan, name="print_plan"),
]
