"""Click commands whose help is said in the reader's language, and a group that imports commands on use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kagemi.cli.session import Session
from kagemi.domain.message import Message, say
from kagemi.language.messages import translate

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., object])

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def language(ctx: click.Context) -> str:
    """The language that help is said in."""
    session = ctx.find_root().obj
    return session.lang if isinstance(session, Session) else "en"


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for the value, in the reader's language."""
        return _placeholder(super().make_metavar(ctx), ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Name and help, in the reader's language."""
        english = self.help
        self.help = _said(english, ctx)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


class Argument(click.Argument):
    """An argument whose help is translated when it is shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for the value, in the reader's language."""
        return _placeholder(super().make_metavar(ctx), ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Name and help, in the reader's language."""
        return self.make_metavar(ctx), _said(self.help, ctx)


class Context(click.Context):
    """How a command was called."""

    @property
    def command_path(self) -> str:
        """The names up to this command; one without a name of its own leaves no gap."""
        return " ".join(super().command_path.split())


class _Spoken(click.Command):
    """A command that says what click itself says in the reader's language."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What may follow the command's name."""
        return [_placeholder(piece, ctx) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help; click keeps it with the text of the first reader."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = translate("Show this message and exit.", language(ctx))
        return option


class Command(_Spoken):
    """A command whose help is translated when it is shown."""

    context_class = Context

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        _paragraph(formatter, _said(self.help, ctx))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples, each on its line."""
        _paragraph(formatter, _said(self.epilog, ctx), as_written=True)


class LazyGroup(_Spoken, click.Group):
    """A group of commands known by name and module: help of the group imports none of them.

    `table` maps a name to the module and attribute of its command, and to its help in a line.
    """

    def __init__(self, *, table: Mapping[str, tuple[str, Message]], **rest: Any) -> None:
        super().__init__(context_settings=CONTEXT, **rest)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name."""
        del ctx
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name][0].partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the program is for."""
        _paragraph(formatter, _said(self.help, ctx))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how to go on."""
        _paragraph(formatter, _said(self.epilog, ctx), as_written=True)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the names with their help in a line, from the table."""
        lang = language(ctx)
        with formatter.section(translate("Commands", lang)):
            formatter.write_dl(
                [(name, translate(line.template, lang)) for name, (_, line) in self.table.items()]
            )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names that begin so, from the table, and options."""
        from click.shell_completion import CompletionItem

        lang = language(ctx)
        names = [
            CompletionItem(name, help=translate(line.template, lang))
            for name, (_, line) in self.table.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)


class DefaultGroup(click.Group):
    """A group that takes what is not the name of one of its commands as arguments of one of them: `default`."""

    default = "list"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default before arguments that begin with no command's name."""
        return super().parse_args(ctx, args if args and args[0] in self.commands else [self.default, *args])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, the default one without its name in the usage line."""
        name, found, rest = super().resolve_command(ctx, args)
        return "" if name == self.default else name, found, rest


def command(
    help: Message, *, epilog: Message | None = None
) -> Callable[[Callable[..., object]], click.Command]:
    """A command with translated help, and the options that every command has."""

    def decorate(function: Callable[..., object]) -> click.Command:
        made = click.command(
            cls=Command,
            help=help.template,
            epilog=epilog.template if epilog else None,
            context_settings=CONTEXT,
        )(function)
        made.params.extend(common_options())
        return made

    return decorate


def option(*names: str, help: Message, **rest: Any) -> Callable[[F], F]:
    """An option with translated help."""
    return click.option(*names, cls=Option, help=help.template, **rest)


def argument(name: str, *, help: Message, **rest: Any) -> Callable[[F], F]:
    """An argument with translated help."""
    return click.argument(name, cls=Argument, help=help.template, **rest)


json_option = option("--json", "as_json", is_flag=True, help=say("Print JSON for other programs."))


def _placeholder(piece: str, ctx: click.Context) -> str:
    """FILE is BERKAS in Indonesian; see `click_words`."""
    lang = language(ctx)
    return re.sub("[A-Z]+( RANGE)?", lambda found: translate(found[0], lang), piece)


def _said(english: str | None, ctx: click.Context) -> str:
    return translate(english, language(ctx)) if english else ""


def _paragraph(formatter: click.HelpFormatter, text: str, *, as_written: bool = False) -> None:
    if not text:
        return
    formatter.write_paragraph()
    with formatter.indentation():
        if as_written:
            for line in text.split("\n"):
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
        else:
            formatter.write_text(text)


def common_options() -> list[click.Parameter]:
    """Options of the group and of every command, so that their place does not matter."""

    def keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        def callback(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
            if value:
                setattr(ctx.find_root().obj, name, value)

        return callback

    shared: dict[str, Any] = {"expose_value": False}
    return [
        Option(
            ["--workspace"],
            type=click.Path(),
            metavar="DIR",
            callback=keep("folder"),
            help=say("The workspace to use, instead of the one around the current folder.").template,
            **shared,
        ),
        Option(
            ["--lang"],
            type=click.Choice(["id", "en"]),
            callback=keep("lang"),
            help=say("Language of messages: id (Bahasa Indonesia) or en (English).").template,
            **shared,
        ),
        Option(
            ["-v", "--verbose"],
            is_flag=True,
            callback=keep("verbose"),
            help=say("Say more: what is read, how the search goes, where an error comes from.").template,
            **shared,
        ),
        Option(
            ["-q", "--quiet"],
            is_flag=True,
            callback=keep("quiet"),
            help=say("Say nothing but results and errors.").template,
            **shared,
        ),
    ]
