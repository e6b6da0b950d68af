"""Addresses: the archive that is completed here at the root, every archive below its name."""

from django.urls import URLPattern, path

from monitoring.serving import dataselect
from monitoring.serving.availability import service as availability
from monitoring.serving.service import Answer, Service, question_view, version_view, wadl_view
from monitoring.serving.station import service as station

SERVICES: tuple[tuple[Service, dict[str, Answer]], ...] = (
    (dataselect.SERVICE, {"query": dataselect.query}),
    (availability.SERVICE, {"query": availability.query, "extent": availability.extent}),
    (station.SERVICE, {"query": station.query}),
)


def _below(prefix: str, name: str) -> list[URLPattern]:
    found = []
    for service, answers in SERVICES:
        place = f"{prefix}fdsnws/{service.name}/1"
        for method, answer in answers.items():
            view = question_view(service, method, answer)
            found.append(path(f"{place}/{method}", view, name=f"{name}-{service.name}-{method}"))
        found.append(path(f"{place}/version", version_view(service), name=f"{name}-{service.name}-version"))
        description = wadl_view(service, tuple(answers))
        found.append(path(f"{place}/application.wadl", description, name=f"{name}-{service.name}-wadl"))
    return found


urlpatterns = [*_below("", "fdsnws"), *_below("archives/<str:archive>/", "archive-fdsnws")]
