from tests.people import *  # noqa: F403
from tests.static_files import *  # noqa: F403
