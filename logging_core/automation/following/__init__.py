"""Parts that act on what others did: each reads the journal in order, from where it stopped."""
