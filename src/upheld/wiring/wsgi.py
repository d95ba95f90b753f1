"""The entry point for the application server."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.wiring.settings")

application = get_wsgi_application()

# All that is loaded stays for good, so the collector of garbage need not look at it again: now and
# then it took a fifth of a second for that, in the middle of somebody's page.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
