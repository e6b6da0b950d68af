"""Where records come from, one file a component."""
