"""Completing the final archive: what is missing in it, who may have it, asking, patching in."""
