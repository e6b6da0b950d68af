"""The WebSocket of existing Sealog clients: the nes protocol, version 2."""
