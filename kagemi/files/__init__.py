"""Reads and writes what people write: YAML and CSV to domain values, every fault with its place."""
