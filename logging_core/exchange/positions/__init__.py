"""Where the vehicle or the vessel was: the positions of a lowering or cruise as CSV, KML and GeoJSON."""
