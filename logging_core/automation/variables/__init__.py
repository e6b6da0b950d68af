"""Custom variables on the pages."""
