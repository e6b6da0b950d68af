"""From the folder of an export to its bag."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from django.conf import settings

from logging_core.exchange.package import bag, extras, readme
from logging_core.exchange.package.choice import Chosen
from logging_core.exchange.package.layout import CruiseFolder, LoweringFolder
from logging_core.exchange.package.steps import Step, TextFile
from logging_core.exchange.package.versions import software
from logging_core.shared import clock


class Worker(Protocol):
    """What carries out steps and tells of them."""

    def carry_out(self, steps: Iterable[Step]) -> None: ...

    def say(self, text: str) -> None: ...

    def tick(self) -> None: ...


class Packing:
    """`steps` have made the folder. `package` is the name of the bag once there is one."""

    def __init__(self, chosen: Chosen, steps: list[Step], worker: Worker) -> None:
        self.package = ""
        self._chosen = chosen
        self._steps = steps
        self._worker = worker
        self._prefix = prefix_of(chosen)
        self._draft = Path()

    def prepare(self) -> None:
        """Write what the bag holds besides the folder."""
        self._draft = bag.empty_draft(self._prefix)
        more = list(extras.steps(self._chosen, self._draft, self._worker.say))
        self._worker.carry_out(more)
        listed = [(self._name(step.path), step) for step in (*self._steps, *more)]
        text = readme.text(self._chosen, listed)
        self._worker.carry_out([TextFile("README", self._draft / readme.NAME, "", lambda: text)])

    def finish(self) -> None:
        """Put the folder in, add the checksums, and give the bag its name."""
        payload = {self._name(path): path for step in self._steps for path in step.made()}
        bag.fill(self._draft, payload, self._worker.tick)
        self._worker.say("Computing the checksums")
        bag.close(self._draft, self._about())
        place, new = bag.publish(self._draft, self._prefix)
        self.package = place.name
        self._worker.say(f"Package {place.name}" if new else f"Nothing has changed since package {place.name}")

    def _name(self, path: Path) -> str:
        """In the bag: as in the folder of all exports, or in the draft."""
        root = self._draft if path.is_relative_to(self._draft) else settings.EXPORTS_DIR
        return path.relative_to(root).as_posix()

    def _about(self) -> dict[str, str]:
        voyage = self._chosen.voyage
        return {
            "External-Identifier": self._prefix,
            "External-Description": f"Sealog package of {readme.title_of(self._chosen)}",
            "Bag-Software-Agent": software(),
            "Sealog-Kind": voyage.KIND,
            "Sealog-Name": voyage.name,
            "Sealog-Record": voyage.id,
            "Sealog-Made": clock.iso(clock.now()),
        }


def prefix_of(chosen: Chosen) -> str:
    """The name of the bag, but for the time."""
    cruise = CruiseFolder(chosen.cruise)
    return cruise.prefix if chosen.whole_cruise else LoweringFolder(cruise, chosen.lowerings[0]).prefix
