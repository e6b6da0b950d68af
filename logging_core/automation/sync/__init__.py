"""Instances that keep the same record: ship, vehicle, shore (docs/sync.md); and Sealog servers told of ours."""
