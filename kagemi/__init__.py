"""Kagemi plans school lunches: the best weekly fish menu within protein targets and a budget."""

__version__ = "0.1.0"
