"""Templates for the pages."""

from rest_framework.request import Request
from rest_framework.response import Response

from logging_core.event_templates.models import EventTemplate
from logging_core.shared.http import PageEndpoint, person_of
from logging_core.shared.permissions import READ_TEMPLATES


class Templates(PageEndpoint):
    """The buttons of the person asking, in their order."""

    scopes = {"GET": READ_TEMPLATES}

    def get(self, request: Request) -> Response:
        rows = EventTemplate.objects.buttons_for(person_of(request))
        return Response({"results": [template.record() for template in rows]})
