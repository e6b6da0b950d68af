"""Records of the journal in the shape in which Sealog clients know them."""
