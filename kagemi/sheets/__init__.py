"""What is printed: templates that a canteen may change, rendered in a sandbox."""

from kagemi.sheets.week import render_week

__all__ = ["render_week"]
