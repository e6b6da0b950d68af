"""What the archive's work told: one table, newest first, kept for a while."""
