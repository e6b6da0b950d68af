"""Events: what happened, when, and what was measured at that moment."""
