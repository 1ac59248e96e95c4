"""`kagemi schema`."""

from pathlib import Path

import click

from kagemi.cli.commands import command, option
from kagemi.cli.session import current
from kagemi.domain.message import say


@command(
    say(
        "Write the JSON Schema of constraints files. An editor that knows it completes keys and marks slips as "
        "they are typed; kagemi check finds the rest."
    ),
    epilog=say("First line of a constraints file:\n  # yaml-language-server: $schema=constraints.schema.json"),
)
@option("--out", type=click.Path(), metavar="FILE", help=say("The file to write. Default: standard output."))
def schema(out: str | None) -> int:
    """Print or write it."""
    session = current()
    from kagemi.files.atomic import write_text
    from kagemi.files.plans import to_json
    from kagemi.files.schema import constraints_schema

    text = to_json(constraints_schema())
    if out is None or out == "-":
        click.echo(text, nl=False)
        return 0
    write_text(Path(out), text)
    session.print(say("Schema: {file}", file=Path(out).as_posix()))
    return 0
