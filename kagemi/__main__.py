"""`python -m kagemi`."""

from kagemi.cli.main import main

main()
