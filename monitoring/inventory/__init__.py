"""Which streams there are: networks, stations, locations, channels, and when each of them was open."""
