"""The application as a WSGI server takes it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kaoping.errors import UsageError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping.web.settings")
if not settings.IS_SECRET_KEPT:
    raise UsageError(
        "还没有密钥:请用 kaoping serve 启动,或先运行 kaoping web migrate,或设置 KAOPING_SECRET_KEY"
    )
application = get_wsgi_application()
