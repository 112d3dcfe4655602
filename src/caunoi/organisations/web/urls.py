from django.urls import path

from caunoi.organisations.web import calendars, contacts, imports, people, reorganisation, views

app_name = "organisations"
urlpatterns = [
    path("", views.units, name="units"),
    path("find/", views.find_units, name="find_units"),
    path("import/", imports.import_units, name="import_units"),
    path("import/<uuid:file_id>/", imports.confirm_units, name="confirm_units"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/make/", calendars.make_calendar, name="make_calendar"),
    path("calendars/<uuid:calendar_id>/", calendars.calendar, name="calendar"),
    path("calendars/<uuid:calendar_id>/days/save/", calendars.save_calendar_day, name="save_calendar_day"),
    path(
        "calendars/<uuid:calendar_id>/days/<uuid:day_id>/remove/",
        calendars.remove_calendar_day,
        name="remove_calendar_day",
    ),
    path("calendars/<uuid:calendar_id>/hours/", calendars.set_office_hours, name="set_office_hours"),
    path("reorganise/", reorganisation.choose_step, name="reorganise"),
    path("reorganise/<str:kind>/", reorganisation.reorganise, name="reorganise_kind"),
    path("<uuid:unit_id>/", views.unit, name="unit"),
    path("<uuid:unit_id>/people/", people.people, name="people"),
    path("<uuid:unit_id>/people/invite/", people.invite_person, name="invite_person"),
    path("<uuid:unit_id>/people/<uuid:grant_id>/end/", people.end_role, name="end_role"),
    path("<uuid:unit_id>/people/<uuid:user_id>/links/revoke/", people.revoke_links, name="revoke_links"),
    path("<uuid:unit_id>/people/<uuid:user_id>/links/resend/", people.resend_links, name="resend_links"),
    path("<uuid:unit_id>/members/", people.members, name="members"),
    path("<uuid:unit_id>/unreached/", contacts.unreached, name="unreached"),
    path("<uuid:unit_id>/unreached/revive/", contacts.revive_contact, name="revive_contact"),
    path("<uuid:unit_id>/members/<uuid:member_id>/contact/", contacts.correct_contact, name="correct_contact"),
    path("<uuid:unit_id>/members/import/", imports.import_members, name="import_members"),
    path("<uuid:unit_id>/members/import/<uuid:file_id>/", imports.confirm_members, name="confirm_members"),
]
