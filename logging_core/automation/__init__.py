"""What the product does by itself: ASNAP, free space; variables that switch it."""
