"""The first set-up. What a step stores is the set-up itself, so that it can be left and gone on with."""
