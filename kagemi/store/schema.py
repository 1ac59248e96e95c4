"""The tables, as this version of Kagemi knows them; how they came to be is in `migrations`."""

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

REVISIONS = ("0001",)
"""All revisions of the schema, oldest first: known without Alembic, which is slow to load."""

VERSION_TABLE = "kagemi_schema_version"
"""Holds the revision of a database; a name of our own, since PostgreSQL may be shared with other programs."""

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored in UTC and aware in Python, on SQLite too, which knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone: nobody could say later which one was meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it
    ) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PLANS = Table(
    "plans",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("canteen", Text, nullable=False),
    Column("constraints_file", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("cost_idr_per_portion", Float, nullable=False),
    Column("gap", Float, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("kagemi", Text, nullable=False),
    Column("plan_json", Text, nullable=False),
    Index(None, "made_at"),
)
"""Every plan that was made, as it was made: rows are added, never changed or removed."""
