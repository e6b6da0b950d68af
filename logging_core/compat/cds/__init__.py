"""The protocol of cached data servers, for widgets and programs written for one (`docs/streams.md`)."""
