from tests.people import *  # noqa: F403
from tests.surroundings import *  # noqa: F403
