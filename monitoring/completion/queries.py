"""What is configured."""

from django.db.models import QuerySet

from monitoring.completion.models import Configuration
from monitoring.inventory.models import NSLC
from monitoring.inventory.queries import streams


def configured_streams(configuration: Configuration) -> QuerySet[NSLC]:
    """Every stream of the chosen stations within the chosen networks."""
    return streams().filter(
        station__in=configuration.stations.all(), station__network__in=configuration.networks.all()
    )
