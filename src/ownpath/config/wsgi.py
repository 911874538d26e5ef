"""The door for the web server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from ownpath.core.mastery.warm import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ownpath.config.settings")
application = get_wsgi_application()
# Loaded now, so that nobody's first answer waits for it.
warm_up(also_fitting=False)
