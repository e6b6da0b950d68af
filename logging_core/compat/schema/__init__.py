"""The OpenAPI description of the routes: what they take from their doors, what they answer from `answers`."""
