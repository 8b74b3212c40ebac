"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from goldenthread.config.orphans import leave_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
leave_with_parent()
application = get_wsgi_application()
