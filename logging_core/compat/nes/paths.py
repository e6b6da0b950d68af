"""The subscriptions that a Sealog server offers. All must exist: a client refused one gives up for good."""

from logging_core.compat.nes.protocol import Mistake

NEW_EVENTS = "/ws/status/newEvents"
UPDATE_EVENTS = "/ws/status/updateEvents"
DELETE_EVENTS = "/ws/status/deleteEvents"
NEW_AUX_DATA = "/ws/status/newEventAuxData"
UPDATE_AUX_DATA = "/ws/status/updateEventAuxData"
DELETE_AUX_DATA = "/ws/status/deleteEventAuxData"
NEW_TEMPLATES = "/ws/status/newEventTemplates"
UPDATE_TEMPLATES = "/ws/status/updateEventTemplates"
DELETE_TEMPLATES = "/ws/status/deleteEventTemplates"
NEW_CRUISES = "/ws/status/newCruises"
UPDATE_CRUISES = "/ws/status/updateCruises"
NEW_LOWERINGS = "/ws/status/newLowerings"
UPDATE_LOWERINGS = "/ws/status/updateLowerings"
UPDATE_VARIABLES = "/ws/status/updateCustomVars"

PATHS = frozenset(
    {
        NEW_EVENTS,
        UPDATE_EVENTS,
        DELETE_EVENTS,
        NEW_AUX_DATA,
        UPDATE_AUX_DATA,
        DELETE_AUX_DATA,
        NEW_TEMPLATES,
        UPDATE_TEMPLATES,
        DELETE_TEMPLATES,
        NEW_CRUISES,
        UPDATE_CRUISES,
        NEW_LOWERINGS,
        UPDATE_LOWERINGS,
        UPDATE_VARIABLES,
    }
)


def checked_path(path: object) -> str:
    if not isinstance(path, str) or not path:
        raise Mistake(400, "Message missing path")
    if "?" in path:
        raise Mistake(400, "Subscription path cannot contain query", path=path)
    if path not in PATHS:
        raise Mistake(404, "Subscription not found", path=path)
    return path
