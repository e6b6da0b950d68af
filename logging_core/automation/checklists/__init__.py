"""Checklists before and after a dive, ticked by several people at once and kept with the lowering."""
