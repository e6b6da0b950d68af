"""Archives made up: for the demo, the tests and the measurements, of any size, with defects at known places."""
