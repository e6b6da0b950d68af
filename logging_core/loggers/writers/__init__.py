"""Where records go, one file a component."""
