"""`kagemi completion`."""

import click

from kagemi.cli.commands import argument, command
from kagemi.domain.message import say

SHELLS = ("bash", "zsh", "fish", "powershell")


@command(
    say("Print the script that completes commands and options in a shell."),
    epilog=say(
        "bash:        kagemi completion bash >> ~/.bashrc\n"
        "zsh:         kagemi completion zsh >> ~/.zshrc\n"
        "fish:        kagemi completion fish > ~/.config/fish/completions/kagemi.fish\n"
        "PowerShell:  kagemi completion powershell >> $PROFILE"
    ),
)
@argument("shell", type=click.Choice(SHELLS), help=say("The shell."))
def completion(shell: str) -> int:
    """Print what click generates."""
    from click.shell_completion import get_completion_class

    from kagemi.cli.main import root

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(root, {}, "kagemi", "_KAGEMI_COMPLETE").source())
    return 0
