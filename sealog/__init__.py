"""The project package: settings, addresses, processes. No records live here."""
