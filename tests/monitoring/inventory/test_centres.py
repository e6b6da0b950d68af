from obspy.clients.fdsn.header import URL_MAPPINGS

from monitoring.inventory.centres import CENTRES, EVENTS_ONLY


def test_every_centre_that_obspy_knows_is_offered_the_american_first() -> None:
    assert set(CENTRES.values()) == set(URL_MAPPINGS.values()) - EVENTS_ONLY
    assert next(iter(CENTRES.values())) == URL_MAPPINGS["IRIS"]
