"""Auto-actions: what an event with certain answers brings about."""
