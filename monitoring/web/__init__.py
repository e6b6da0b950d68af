"""Talking to servers of others: only to hosts that are allowed, never longer or more than was agreed."""
