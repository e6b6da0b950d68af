"""The data export: everything about a cruise and its lowerings as files in one folder, and as a bag to hand on."""
