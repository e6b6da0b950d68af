"""Where the values of a rule come from: one file a kind."""
