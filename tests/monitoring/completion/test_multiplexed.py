import pytest

from monitoring.completion.stack.models import Request
from monitoring.completion.stack.states import State
from monitoring.inventory.actions import set_multiplexing
from monitoring.inventory.models import Station
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.centre import Holding
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import HOUR, at

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
START = at("2024-05-10T00:00:00")
END = START + 4 * HOUR
PRO = [Nslc("PF", "PRO", "00", f"HH{part}") for part in "ENZ"]


def test_one_request_fills_all_channels_of_a_multiplexed_station(site: Site, centre) -> None:
    """Each channel gets what it misses itself; channels that nobody configured are not asked for."""
    site.know(*PRO)
    set_multiplexing(actor=ACTOR, by=None, stations=Station.objects.filter(name="PRO"), on=True)
    Station.objects.filter(name="RER").delete()
    for number, stream in enumerate(PRO):
        site.holds(stream, (START, START + HOUR + number * HOUR // 2), (START + 3 * HOUR, END))
    centre.holdings = [Holding(stream, START, END) for stream in [*PRO, Nslc("PF", "PRO", "00", "LHZ")]]
    site.source("IPGP", centre.url)
    report = site.update(START, END)
    assert (report.gaps, report.requests["new"]) == (3, 1)
    assert Request.objects.get().label == "PF.PRO.*.*"
    (request,) = site.run_all()
    assert request.state == State.SUCCEEDED
    assert (len(centre.asked), len(centre.asked[0].splitlines())) == (1, 3)
    assert [site.gaps(START, END, stream) for stream in PRO] == [[], [], []]
