"""The door for web servers: `caunoi.conf.wsgi:application`. Without keys of its own the house does not open."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from caunoi.kit.http.admission import Admission
from caunoi.kit.http.pagecache import PageCache

# A writer gives up the interpreter at each statement; it shall not wait 5 ms for it again while others queue behind.
sys.setswitchinterval(0.001)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caunoi.conf.settings")
inner = get_wsgi_application()
application = PageCache(Admission(inner, at_once=settings.CAUNOI.requests_at_once))
if not (settings.CAUNOI.secret_key and settings.CAUNOI.field_key):
    raise ImproperlyConfigured("no keys: run `caunoi init`, or set CAUNOI_SECRET_KEY and CAUNOI_FIELD_KEY")
