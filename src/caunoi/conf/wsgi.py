"""The door for web servers: `caunoi.conf.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caunoi.conf.settings")
application = get_wsgi_application()
