"""The door for web servers: `caunoi.conf.wsgi:application`. Without keys of its own the house does not open."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from caunoi.kit.http.admission import Admission
from caunoi.kit.http.pagecache import PageCache

# A writer gives up the interpreter at each statement; it shall not wait 5 ms for it again while others queue behind.
sys.setswitchinterval(0.001)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caunoi.conf.settings")
inner = get_wsgi_application()
# By name: rows may be imported only once Django is set up, which the line above does.
QuickSaves = import_string("caunoi.contests.web.quick.QuickSaves")
WaitingRoom = import_string("caunoi.contests.web.waiting.WaitingRoom")
queued = Admission(inner, at_once=settings.CAUNOI.requests_at_once)
application = QuickSaves(WaitingRoom(PageCache(queued)))
if not (settings.CAUNOI.secret_key and settings.CAUNOI.field_key):
    raise ImproperlyConfigured("no keys: run `caunoi init`, or set CAUNOI_SECRET_KEY and CAUNOI_FIELD_KEY")
