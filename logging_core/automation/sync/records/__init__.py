"""How a record of each kind is read for another instance, and stored when it comes from one."""

from logging_core.automation.sync.records.aux_data import AuxDataKeeper
from logging_core.automation.sync.records.events import EventKeeper
from logging_core.automation.sync.records.keeper import Keeper
from logging_core.automation.sync.records.templates import TemplateKeeper
from logging_core.automation.sync.records.voyages import VoyageKeeper
from logging_core.voyages.models import Cruise, Lowering

KEEPERS: dict[str, Keeper] = {
    "cruise": VoyageKeeper(Cruise),
    "lowering": VoyageKeeper(Lowering),
    "template": TemplateKeeper(),
    "event": EventKeeper(),
    "aux_data": AuxDataKeeper(),
}
