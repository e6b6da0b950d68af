"""The peer: a plain ModelViewSet of the REST framework that stores the same event, and nothing else.

No login, no journal, no search text: it does less than we do. It is served in two ways: `application` by Django's
own ASGI handler, `threaded` by our arrangement of threads.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.peer_settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

application = get_asgi_application()
threaded = WSGIMiddleware(get_wsgi_application(), workers=settings.WEB_THREADS)  # type: ignore[arg-type]

from rest_framework.routers import SimpleRouter  # noqa: E402  (needs the loaded applications)
from rest_framework.serializers import ModelSerializer  # noqa: E402
from rest_framework.viewsets import ModelViewSet  # noqa: E402

from logging_core.events.models import Event  # noqa: E402


class EventSerializer(ModelSerializer[Event]):
    class Meta:
        model = Event
        fields = ["id", "value", "author", "ts", "free_text", "options"]
        extra_kwargs = {"value": {"required": False}, "author": {"default": "bench"}}


class EventViewSet(ModelViewSet[Event]):
    queryset = Event.objects.all()
    serializer_class = EventSerializer
    authentication_classes = ()
    permission_classes = ()


router = SimpleRouter(trailing_slash=False)
router.register("events", EventViewSet)
urlpatterns = router.urls
