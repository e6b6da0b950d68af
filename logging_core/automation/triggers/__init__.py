"""The other way round: values of sensors that make events and notifications."""
