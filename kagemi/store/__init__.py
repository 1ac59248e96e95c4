"""What happened, in a database: SQLAlchemy Core tables and Alembic migrations."""
