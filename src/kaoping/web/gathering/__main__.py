"""``python -m kaoping.web.gathering``: a worker, by itself."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping.web.settings")

import django

django.setup()

from .worker import main  # noqa: E402  (models need Django set up)

main()
