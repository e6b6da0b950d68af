"""The pictures of a lowering, as its aux data names them."""

from django.conf import settings

from logging_core.events.models import AuxData
from logging_core.exchange.as_sealog.window import events_of
from logging_core.voyages.models import Lowering


def image_names(lowering: Lowering) -> list[str]:
    """Base names, each once, in the order of the events."""
    found = AuxData.objects.current().filter(event__in=events_of(lowering), data_source__in=settings.IMAGE_SOURCES)
    names: dict[str, None] = {}
    for values in found.order_by("ordinal").values_list("data_array", flat=True).iterator():
        for element in values:
            if element["data_name"] == "filename" and (name := base_name(element["data_value"])):
                names[name] = None
    return list(names)


def base_name(path: object) -> str:
    """What stands behind the last separator of either kind; empty when that is no name."""
    name = str(path).replace("\\", "/").rpartition("/")[2]
    return "" if name in (".", "..") or "\x00" in name else name
