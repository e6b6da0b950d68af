"""Files that lines are written to. Knows no Django."""
