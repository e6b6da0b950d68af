"""What is made of a record on its way, one file a component."""
