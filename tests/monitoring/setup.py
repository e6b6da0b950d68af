"""What the tests of the completion share: a small site."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from logging_core.shared.announce import Actor
from monitoring.completion import actions, update
from monitoring.completion.models import Configuration
from monitoring.completion.sources import actions as source_actions
from monitoring.completion.sources.models import Source
from monitoring.completion.stack import running
from monitoring.completion.stack.models import Request
from monitoring.inventory import actions as inventory
from monitoring.inventory.found import Found
from monitoring.inventory.models import NSLC, Network, Station
from monitoring.inventory.queries import streams
from qualitycontrol.archive.actions import rescan, save_archive
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.queries import gaps
from qualitycontrol.archive.spans import Span
from tests.monitoring.waves import RER, samples, store

ACTOR = Actor("tester", via="test")


@dataclass
class Site:
    root: Path
    archive: Archive

    @classmethod
    def made(cls, folder: Path, *wanted: Nslc) -> "Site":
        root = folder / "final"
        root.mkdir(exist_ok=True)
        archive = save_archive(actor=ACTOR, by=None, name="final", root=str(root))
        site = cls(root, archive)
        site.know(*(wanted or (RER,)))
        return site

    def know(self, *wanted: Nslc) -> None:
        """Streams into the inventory and the configuration."""
        inventory.store(actor=ACTOR, by=None, found=[Found(stream) for stream in wanted])
        self.configure()

    def configure(self, **told: Any) -> Configuration:
        return actions.configure(
            actor=ACTOR,
            by=None,
            told={"archive": self.archive, **told},
            networks=Network.objects.all(),
            stations=Station.objects.all(),
            sources=Source.objects.all(),
        )

    def source(self, name: str, url: str, priority: int = 1, **told: Any) -> Source:
        return self.any_source(name, "FDSNWS", {"url": url}, priority, **told)

    def any_source(
        self, name: str, kind: str, parameters: dict[str, Any], priority: int = 1, **told: Any
    ) -> Source:
        told |= {"name": name, "kind": kind, "parameters": parameters, "priority": priority}
        made = source_actions.store(actor=ACTOR, by=None, source=None, told=told, streams=streams())
        self.configure()
        return made

    def holds(self, stream: Nslc, *spans: Span, shift: int = 0) -> None:
        store(self.root, stream, *spans, shift=shift)

    def stream(self, nslc: Nslc = RER) -> NSLC:
        return streams().get(code=str(nslc))

    # --- doing --------------------------------------------------------------------------------------------

    def update(self, start: int, end: int, **options: Any) -> update.Report:
        return update.run(actor=ACTOR, by=None, start_ns=start, end_ns=end, **options)

    def run_all(self) -> list[Request]:
        """Every request once, whatever its pause, in this process."""
        pks = list(Request.objects.order_by("pk").values_list("pk", flat=True))
        for pk in pks:
            running.run(pk, "tester")
        return list(Request.objects.filter(pk__in=pks).order_by("pk"))

    # --- looking ------------------------------------------------------------------------------------------

    def gaps(self, start: int, end: int, stream: Nslc = RER) -> list[Span]:
        """As the files are now."""
        rescan(actor=ACTOR, archive=self.archive)
        return gaps(self.archive, stream, start, end)

    def samples(self, start: int, end: int, stream: Nslc = RER) -> dict[int, int]:
        return samples(self.root, stream, start, end)

    def bytes(self) -> dict[str, bytes]:
        """Every file of the archive, without the trash."""
        paths = [path for path in self.root.rglob("*") if path.is_file() and ".trash" not in path.parts]
        return {str(path.relative_to(self.root)): path.read_bytes() for path in paths}
