"""What this room tells rooms below it."""

from caunoi.notifications.queries import register_acting, register_calendars
from caunoi.organisations.queries import acting_among
from caunoi.organisations.queries.calendars import calendars_of_people

register_acting(acting_among)
register_calendars(calendars_of_people)
