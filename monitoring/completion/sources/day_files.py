"""Which day files of a layout may hold what is asked for: of sources that give whole files."""

from monitoring.completion.sources.selection import Selection
from qualitycontrol.archive import instants
from qualitycontrol.archive.structures import Layout


def paths(layout: Layout, selections: list[Selection]) -> list[str]:
    """Each once; the day before too, whose file may reach over midnight."""
    found = {
        layout.path(one.stream, day).as_posix(): None
        for one in selections
        for day in instants.days(one.start_ns - instants.SECOND, one.end_ns)
    }
    return list(found)
