"""What this room tells rooms below it."""

from caunoi.notifications.queries import register_calendars
from caunoi.organisations.queries.calendars import calendars_of_people

register_calendars(calendars_of_people)
