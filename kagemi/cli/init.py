"""`kagemi init`."""

from pathlib import Path

import click

from kagemi.cli.commands import argument, command
from kagemi.cli.session import current
from kagemi.domain.message import say


@command(
    say(
        "Make a workspace in DIR: dishes, constraints, sheets and food tables that are yours to change, copied "
        "from the example that comes with Kagemi. Nothing is overwritten. Keep it in version control."
    )
)
@argument("folder", metavar="DIR", type=click.Path(), help=say("The folder; it is made if it does not exist."))
def init(folder: str) -> int:
    """Copy the example."""
    session = current()
    from kagemi.files.workspace import init_workspace

    workspace = init_workspace(Path(folder))
    dishes = len(list(workspace.dishes.glob("*.yaml")))
    session.print(
        say(
            "Made a workspace in {folder}, with {dishes} dishes.", folder=Path(folder).as_posix(), dishes=dishes
        )
    )
    session.note(
        say(
            "Next: put the name of your school into {settings}, your rules into {constraints}; kagemi plan.",
            settings=(Path(folder) / "kagemi.toml").as_posix(),
            constraints=workspace.constraints.as_posix(),
        )
    )
    return 0
