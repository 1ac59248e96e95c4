"""Runs migrations on the connection and in the transaction that the caller opened.

No pragmas here: on SQLite, enforced foreign keys would delete rows while a table is rebuilt.
"""

from alembic import context

from kagemi.store.schema import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
