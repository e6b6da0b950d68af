"""How much of the channels is told."""

NETWORK, STATION, CHANNEL, RESPONSE = "network", "station", "channel", "response"
LEVELS = (NETWORK, STATION, CHANNEL, RESPONSE)
