"""How the schema came to be: one Alembic revision a file in `versions`."""
