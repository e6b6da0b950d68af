"""Two whole systems that exchange records, and what people do on them."""

import random

from tests.browser.clerk import Clerk
from tests.people import PASSWORD
from tests.support.running import System
from tests.support.waiting import until


class Patient(System):
    """Two systems at once on a busy machine start slowly."""

    def wait_ready(self, seconds: float = 240) -> System:
        return super().wait_ready(max(seconds, 240))


class Pair:
    """Systems of two instances, each with its clerk; the first calls the second, both ways."""

    def __init__(self, ship: System, shore: System) -> None:
        self.systems = {"ship": ship, "shore": shore}
        self.clerks = {name: Clerk(system) for name, system in self.systems.items()}
        self.chance = random.Random(1)
        self.number = 0
        self.known: list[str] = []

    def close(self) -> None:
        for clerk in self.clerks.values():
            clerk.close()

    def renew(self, name: str) -> None:
        """After its system was started again."""
        self.clerks[name] = Clerk(self.systems[name])

    def live(self, where: str) -> None:
        """Something happens there."""
        self.number += 1
        clerk = self.clerks[where]
        known = [event["id"] for event in clerk("find", state="final")]
        deed = self.chance.choice(["log", "log", "edit", "remark", "aux"])
        if deed == "log" or not known:
            event = clerk("event", by="ana", value="FISH", free_text=f"{where} {self.number}")
            clerk("aux_data", event_id=event["id"], source="nav", values=[["depth", str(self.number), "m"]])
            self.known.append(event["id"])
        elif deed == "edit":
            clerk("change", id=self.chance.choice(known), by="chief", free_text=f"{where} edit {self.number}")
        elif deed == "remark":
            clerk("comment", event_id=self.chance.choice(known), by="ana", text=f"{where} remark {self.number}")
        else:
            values = [["depth", str(self.number), "m"]]
            clerk("aux_data", event_id=self.chance.choice(known), source="ctd", values=values)

    def are_equal(self) -> bool:
        return self.clerks["ship"]("exchanged") == self.clerks["shore"]("exchanged")

    def wait_until_equal(self, seconds: float) -> None:
        until(self.are_equal, seconds, self.told)

    def check(self) -> None:
        """Every event once on both sides, nothing put aside."""
        for name, clerk in self.clerks.items():
            ids = [event["id"] for event in clerk("find")]
            assert sorted(ids) == sorted(self.known), f"events on {name}"
            assert clerk("held") == 0, name

    def told(self) -> str:
        return "\n".join(f"{name}: {clerk('peers')}" for name, clerk in self.clerks.items())


def prepare_shore(system: System) -> str:
    """People, and the account by which the ship calls; gives its token."""
    clerk = Clerk(system)
    people(clerk)
    clerk("person", username="the-ship", roles=["sync_peer"], password=PASSWORD)
    token: str = clerk("token", username="the-ship")
    clerk.close()
    return token


def prepare_ship(system: System, shore_url: str, **peer: object) -> None:
    clerk = Clerk(system)
    people(clerk)
    clerk("peer", name="shore", url=shore_url, every_s=1, **peer)
    clerk.close()


def people(clerk: Clerk) -> None:
    clerk("person", username="chief", roles=["admin"], password=PASSWORD)
    clerk("person", username="ana", roles=["event_logger"], password=PASSWORD)
