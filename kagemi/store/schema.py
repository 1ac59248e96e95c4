"""The tables, as this version of Kagemi knows them; how they came to be is in `migrations`."""

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

REVISIONS = ("0001", "0002", "0003")
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

PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("plan", ForeignKey("plans.id"), nullable=False),
    Column("canteen", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("why", Text, nullable=False),
    UniqueConstraint("canteen", "first_day", "last_day", "version"),
)
"""Plans that hold: the highest version of the same canteen and days. Rows are added only."""

QUOTES = Table(
    "quotes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("supplier", Text, nullable=False),
    Column("food", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_grams", Float, nullable=False),
    Column("price_idr", Integer, nullable=False),
    Column("quoted_on", Date, nullable=False),
    Column("valid_until", Date),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("source", Text, nullable=False),
    Index(None, "food", "supplier"),
)
"""What suppliers ask for a unit of food; of a supplier's quotes of a food and day, the last entered counts."""

COLUMN_MAPPINGS = Table(
    "column_mappings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("header", Text, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)
"""Which column of an imported table is what: header and mapping as JSON; the last saved of a header counts."""

LOTS = Table(
    "lots",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("canteen", Text, nullable=False),
    Column("food", Text, nullable=False),
    Column("supplier", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("use_before", Date),
    Column("place", Text, nullable=False),
    Column("idr_per_kg", Float),
    Column("note", Text, nullable=False),
)
"""Food that came in together, in a canteen's store room; how much is left is the sum of its movements."""

MOVEMENTS = Table(
    "movements",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("lot", ForeignKey("lots.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("grams", Integer, nullable=False),
    Column("moved_on", Date, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
    Column("corrects", ForeignKey("movements.id")),
    Index(None, "lot"),
)
"""The ledger of stock: gross grams into a lot, or out of it where negative. Rows are added only; one that
`corrects` another says by how much that one was wrong."""

PURCHASES = Table(
    "purchases",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("canteen", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)
"""What was ordered for a plan; a later purchase of the canteen replaces lines for the days that it spans."""

ORDER_LINES = Table(
    "order_lines",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("purchase", ForeignKey("purchases.id"), nullable=False),
    Column("supplier", Text, nullable=False),
    Column("food", Text, nullable=False),
    Column("deliver_on", Date, nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_grams", Float, nullable=False),
    Column("units", Float, nullable=False),
    Column("price_idr", Integer, nullable=False),
    Index(None, "purchase"),
)
"""Units of a food ordered from a supplier for a day, at rupiah a unit."""

RECEIPTS = Table(
    "receipts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("order_line", ForeignKey("order_lines.id")),
    Column("supplier", Text, nullable=False),
    Column("food", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("grams", Integer, nullable=False),
    Column("spoiled_grams", Integer, nullable=False),
    Column("paid_idr", Integer, nullable=False),
    Column("lot", ForeignKey("lots.id")),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
    Index(None, "order_line"),
)
"""What came: gross grams in all, those of them that were spoiled, and rupiah paid. Rows are added only."""

RECORDS = Table(
    "records",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("canteen", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("dish", Text, nullable=False),
    Column("school_class", Text, nullable=False),
    Column("served", Integer, nullable=False),
    Column("trays", Text),
    Column("left_grams", Float),
    Column("served_grams", Float),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("source", Text, nullable=False),
    Column("key", Text, unique=True),
    Index(None, "canteen", "day"),
)
"""Portions served of a dish, and what came back: trays by Comstock's scale ("12,5,3,2,1": 0, 1/4, 1/2, 3/4 and
all left) or by weight. `school_class`: whose trays, "" for all. Of a canteen's day, dish and class, the last
entered counts. `key`: told by the sender, so that the same entry sent twice is there once."""

PEOPLE = Table(
    "people",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Index(None, "name"),
)
"""Who may use the page from another machine; of a name, the last entered counts; role "": nobody any more."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("person", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),
)
"""Who did what on the page. Rows are added only."""

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("canteen", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("plan_json", Text, nullable=False),
    UniqueConstraint("canteen", "first_day", "last_day", "version"),
)
"""A week worked on together: each step as it left the menu, also one taken back. Rows are added only. `kind`:
begin, change, undo or redo; `what`: what was changed, as a message in JSON."""
