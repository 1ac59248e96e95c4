"""The revisions of the schema; a released one is never changed."""
