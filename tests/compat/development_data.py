"""The development data set of existing Sealog servers: known records under known ids.

    python -m tests.compat.development_data     load it into the database of the environment

Ids repeat across kinds (a cruise, an event and the admin share one), as they do there.
"""

import os
from datetime import timedelta
from typing import Any

ADMIN, GUEST, PI = "5981f167212b348aed7fa9f5", "5981f167212b348aed7fb9f5", "5981f167212b348aed7fc9f5"
CRUISE, OTHER_CRUISE, HIDDEN_CRUISE = (f"5981f167212b348aed7fa9f{n}" for n in "567")
LOWERINGS = [f"6981f167212b348aed7fa9{n}" for n in ("f5", "f6", "f7", "f8", "f9", "fa", "fb")]
LOWERING, HIDDEN_LOWERING = LOWERINGS[0], LOWERINGS[2]
EVENTS = [f"5981f167212b348aed7fa9f{n}" for n in "56789"]
AUX_DATA = [f"5a7341898c1553258f703ce{n}" for n in range(9)]
TEMPLATES = [f"5a71c3d7fa96aa1977822b{n}" for n in ("2c", "2d", "2e", "2f", "30", "31", "32", "33")]
ALL_ROLES = ["admin", "cruise_manager", "event_logger", "event_manager", "event_watcher", "template_manager"]
PASSWORD = "demo"

CRUISES = [
    (CRUISE, "AT37-14", "2017-06-14", "2017-06-28", "Jaco Scar, Costa Rica", ["engineering"], False),
    (OTHER_CRUISE, "AT37-13", "2017-05-21", "2017-06-10", "Costa Rica", ["corals"], False),
    (HIDDEN_CRUISE, "AT29-02", "2015-06-17", "2015-06-27", "Hydrate Ridge", [], True),
]
DIVES = [
    ("4928", "2017-06-14T18:00", "2017-06-15T02:00", False),
    ("4929", "2017-06-15T18:00", "2017-06-16T02:00", False),
    ("4930", "2017-06-22T18:00", "2017-06-23T02:00", True),
    ("4906", "2017-05-21T18:00", "2017-05-22T02:00", False),
    ("4907", "2017-05-22T18:00", "2017-05-23T02:00", False),
    ("4908", "2017-05-23T18:00", "2017-05-24T02:00", False),
    ("4790", "2015-06-20T13:11:54", "2015-06-20T19:58:06", True),
]
LOGGED = [
    ("FISH", "admin", "alive", "It is a fish"),
    ("CORAL", "user", "alive", "pretty coral"),
    ("FISH", "user", "alive", "another fish"),
    ("FISH", "admin", "alive", ""),
    ("FISH", "admin", "dead", "a sad fish"),
]
NAVIGATION = [
    {"data_name": "latitude", "data_value": "41.342981", "data_uom": "ddeg"},
    {"data_name": "longitude", "data_value": "-170.236345", "data_uom": "ddeg"},
    {"data_name": "depth", "data_value": "943.2", "data_uom": "meters"},
    {"data_name": "heading", "data_value": "75.2", "data_uom": "deg"},
]


def picture(camera: str, number: int) -> list[dict[str, Any]]:
    return [
        {"data_name": "camera_name", "data_value": camera},
        {"data_name": "filename", "data_value": f"/images/{camera}.{number}.jpg"},
    ]


def load() -> None:
    """Into a database that holds none of it yet, except the admin of the first start."""
    from logging_core.accounts.models import User

    User.objects.all().delete()
    load_people()
    load_voyages()
    load_events()
    load_templates()


def load_people() -> None:
    from logging_core.accounts.models import User

    def add(id: str, username: str, password: str, roles: list[str], **fields: Any) -> None:
        user = User(id=id, username=username, fullname=username.title(), roles=roles, system_user=True, **fields)
        user.email = f"{username}@notarealserver.com"
        user.set_password(password)
        user.save()

    add(ADMIN, "admin", PASSWORD, ALL_ROLES)
    add(GUEST, "guest", "", ["event_manager", "event_logger", "event_watcher"], passwordless=True)
    add(PI, "pi", PASSWORD, ALL_ROLES[1:], disabled=True)


def load_voyages() -> None:
    from logging_core.accounts.models import User
    from logging_core.shared import clock
    from logging_core.voyages import files
    from logging_core.voyages.models import Cruise, Lowering

    for id, name, start, stop, location, tags, hidden in CRUISES:
        meta = {
            "cruise_name": name,
            "cruise_vessel": "R/V Atlantis",
            "cruise_pi": "Dr. Erik Cordes",
            "cruise_departure_location": "Costa Rica",
            "cruise_arrival_location": "Costa Rica",
            "cruise_description": f"The cruise {name}",
            "cruise_participants": ["Erik Cordes", "Webb Pinner"],
        }
        times = {"start_ts": clock.parse(start), "stop_ts": clock.parse(stop)}
        text = {"name": name, "location": location, "tags": tags, "meta": meta}
        files.make_folder(Cruise.objects.create(id=id, hidden=hidden, **text, **times))
    Cruise.objects.get(id=CRUISE).access_list.add(User.objects.get(id=PI))
    for id, (name, start, stop, hidden) in zip(LOWERINGS, DIVES, strict=True):
        Lowering.objects.create(
            id=id,
            name=name,
            start_ts=clock.parse(start),
            stop_ts=clock.parse(stop),
            location="Jaco Scar",
            hidden=hidden,
            meta={"lowering_description": f"Dive {name}"},
        )


def load_events() -> None:
    from logging_core.events.bulk import add_aux_data, add_events
    from logging_core.events.models import AuxData, Event
    from logging_core.shared import clock
    from logging_core.shared.announce import Actor

    first = clock.parse("2017-06-14T19:01:00Z")
    events = []
    for number, (id, (value, author, status, text)) in enumerate(zip(EVENTS, LOGGED, strict=True)):
        option = {"event_option_name": "status", "event_option_value": status}
        ts = first + number * timedelta(minutes=10)
        events.append(Event(id=id, ts=ts, value=value, author=author, free_text=text, options=[option]))
    add_events(actor=Actor("sealog"), events=events)
    four_cameras = [element for n in range(4) for element in picture(f"camera{n}", n)]
    pictures = [*(picture("camera", n) for n in range(3)), four_cameras]
    rows = [("vehicleRealtimeNavData", event, NAVIGATION) for event in events[1:]]
    rows += [("framegrabber", event, array) for event, array in zip(events[1:], pictures, strict=True)]
    rows.append(("customgrabber", events[1], [{"data_name": "customField01", "data_value": "100"}]))
    add_aux_data(
        actor=Actor("sealog"),
        rows=[
            AuxData(id=id, event=event, data_source=source, data_array=array)
            for id, (source, event, array) in zip(AUX_DATA, rows, strict=True)
        ],
    )


def option(kind: str, name: str = "Status", **fields: Any) -> dict[str, Any]:
    return {
        "event_option_name": name,
        "event_option_type": kind,
        "event_option_values": ["alive", "dead", "undead"],
        "event_option_allow_freeform": False,
        "event_option_required": False,
        **fields,
    }


def load_templates() -> None:
    from logging_core.event_templates.models import EventTemplate

    names = ["FISH", "ROCK", "CORAL", "CRAB", "SQUID", "SAMPLE", "PROBLEM", "SUPER_EVENT"]
    every_kind = ["text", "static text", "dropdown", "checkboxes", "radio buttons"]
    for id, name in zip(TEMPLATES, names, strict=True):
        kinds = every_kind if name == "SUPER_EVENT" else ["dropdown"]
        EventTemplate.objects.create(
            id=id,
            event_name=name,
            event_value=name,
            system_template=name in ("SAMPLE", "PROBLEM"),
            categories=["biology"],
            options=[option(kind, f"Option {kind}") for kind in kinds],
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sealog.settings")
    import django

    django.setup()
    load()
