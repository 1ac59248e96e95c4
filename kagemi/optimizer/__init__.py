"""Chooses the menu: the only code that knows PuLP and the solvers."""
