"""Which tests stay together when several processes share out the run (`pytest -n 2`)."""

from xdist.scheduler import LoadScopeScheduling

# The tests of such a folder use one running system, or one broker that they have for themselves. In every other
# folder those of a file stay together.
ONE_SYSTEM = ("browser", "compat/nes", "compat", "faults", "platform", "logging_core/loggers/runtime")


class RoomByRoom(LoadScopeScheduling):
    """Hands a whole folder or file to a process, those with the most tests first."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0].removeprefix("tests/")
        return next((room for room in ONE_SYSTEM if file.startswith(f"{room}/")), file)
