"""What components are, and how a config becomes a pipeline of them. Knows no Django."""
