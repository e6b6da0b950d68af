"""People and programs that use the product: accounts, roles, login."""
