"""A record is told as new before it is told as changed, however late the journal is read."""

from logging_core.compat.nes import paths
from logging_core.compat.nes.publications import publications
from logging_core.shared.models import Change
from tests.compat.inside import ask, data  # noqa: F401  (every test here works on the data)
from tests.compat.test_voyages import NEW_CRUISE, NEW_LOWERING

CRUISE = NEW_CRUISE | {"start_ts": "1971-02-01T00:00:00.000Z", "stop_ts": "1971-02-20T00:00:00.000Z"}
LOWERING = NEW_LOWERING | {"start_ts": "1971-02-03T00:00:00.000Z", "stop_ts": "1971-02-04T00:00:00.000Z"}


def test_a_lowering_made_right_after_its_cruise_is_new_first() -> None:
    Change.objects.all().delete()
    cruise_id = ask("admin", "POST", "cruises", CRUISE).json()["insertedId"]
    lowering_id = ask("admin", "POST", "lowerings", LOWERING).json()["insertedId"]
    told = publications(list(Change.objects.order_by("seq")))
    assert [(publication.path, publication.message["id"]) for publication in told] == [
        (paths.NEW_CRUISES, cruise_id),
        (paths.NEW_LOWERINGS, lowering_id),
        (paths.UPDATE_CRUISES, cruise_id),
    ]
