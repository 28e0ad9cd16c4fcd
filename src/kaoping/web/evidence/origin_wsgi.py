"""The evidence origin as a server loads it: ``kaoping.web.evidence.origin_wsgi:application``."""

from .origin import ready

application = ready()
