"""The program `kagemi`: its commands by name, and what every run begins and ends with.

Exit codes: 0 fine, 1 failure, 2 wrong usage, 3 no menu keeps the hard rules, 4 invalid input, 130 interrupted.
Only click is imported before a command is known.
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

import kagemi
from kagemi.cli.commands import LazyGroup, Option, common_options
from kagemi.cli.session import FAILURE, INTERRUPTED, INVALID, Session, language, read_line
from kagemi.domain.message import InvalidInput, say

COMMANDS = {
    "init": (
        "kagemi.cli.init:init",
        say("Make a workspace: a folder with dishes, prices and rules of your own."),
    ),
    "check": ("kagemi.cli.check:check", say("Look for mistakes in data, dishes, constraints or a plan.")),
    "plan": ("kagemi.cli.plan:plan", say("Find the best menu for a week.")),
    "show": ("kagemi.cli.show:show", say("Show a plan: dishes, costs, nutrients, rules.")),
    "sheet": (
        "kagemi.cli.sheet:sheet",
        say("Write a sheet for printing: the menu, the kitchen's day, the leftovers form."),
    ),
    "risk": ("kagemi.cli.risk:risk", say("Ask what prices may do to a plan and its budget.")),
    "explain": (
        "kagemi.cli.explain:explain",
        say("Say why there is no menu and what would help, or what each rule of a plan costs."),
    ),
    "why": ("kagemi.cli.why:why", say("Say why a dish is on the menu on a day.")),
    "why-not": ("kagemi.cli.why:why_not", say("Say why a dish is not on the menu, and what it would cost.")),
    "frontier": ("kagemi.cli.frontier:frontier", say("Show what acceptance, protein or less CO2e costs.")),
    "compare": ("kagemi.cli.compare:compare", say("Show what changed between two plans.")),
    "replan": (
        "kagemi.cli.replan:replan",
        say("Plan a week anew when the day is not what the plan said."),
    ),
    "publish": ("kagemi.cli.publish:publish", say("Publish a plan, or list what was published.")),
    "buy": ("kagemi.cli.buy:buy", say("Say what to order from whom for a plan; write the orders.")),
    "receive": (
        "kagemi.cli.receive:receive",
        say("List what was ordered, or enter what came, at what price, short or spoiled."),
    ),
    "record": ("kagemi.cli.record:record", say("Record what came back of a day's dishes; import or show it.")),
    "acceptance": (
        "kagemi.cli.acceptance:acceptance",
        say("Show how much of each dish is eaten, and how sure that is."),
    ),
    "stock": (
        "kagemi.cli.stock:stock",
        say("Show what is in stock and what runs out; enter what came, was used, was counted."),
    ),
    "history": ("kagemi.cli.history:history", say("Show what was served, what it cost, what was eaten.")),
    "foods": ("kagemi.cli.foods:foods", say("List foods, or show one with the source of its figures.")),
    "dishes": (
        "kagemi.cli.dishes:dishes",
        say("List dishes, show one with its arithmetic, or write a new one."),
    ),
    "rules": ("kagemi.cli.rules:rules", say("List the kinds of rules, or explain one.")),
    "schema": (
        "kagemi.cli.schema:schema",
        say("Write the JSON Schema of constraints files, for editors."),
    ),
    "prices": (
        "kagemi.cli.prices:prices",
        say("List prices, read in a price list, and see what prices do to a plan."),
    ),
    "suppliers": ("kagemi.cli.suppliers:suppliers", say("List traders, or show what one sells.")),
    "serve": (
        "kagemi.cli.serve:serve",
        say("Serve the page in the browser, to work on the week, cook, record and print."),
    ),
    "accounts": (
        "kagemi.cli.accounts:accounts",
        say("Say who may use the page from another machine."),
    ),
    "backup": ("kagemi.cli.backup:backup", say("Write all of the workspace and its database into one file.")),
    "restore": ("kagemi.cli.backup:restore", say("Make a workspace of a backup.")),
    "completion": (
        "kagemi.cli.completion:completion",
        say("Print the script that completes commands in a shell."),
    ),
}


class Kagemi(LazyGroup):
    """The whole program; `main` turns whatever goes wrong into a message and an exit code."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> click.Context:
        """Set up the session before anything is parsed."""
        return super().make_context(info_name, args, parent, obj=_session(args), **extra)

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> Any:
        """Run, and leave with an exit code."""
        _speak_utf8()
        given = list(sys.argv[1:] if args is None else args)
        extra |= {"prog_name": "kagemi", "standalone_mode": False}
        try:
            code = super().main(args if given else ["--help"], **extra)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            code = FAILURE
        except click.Abort:
            code = INTERRUPTED
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except InvalidInput as error:
            code = _invalid(error, _session(given).lang)
        except Exception as error:
            if "-v" in given or "--verbose" in given:
                raise
            code = _failure(error, _session(given).lang)
        sys.exit(code if isinstance(code, int) else 0)


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"kagemi {kagemi.__version__}")
        ctx.exit()


root = Kagemi(
    name="kagemi",
    table=COMMANDS,
    help=say(
        "Plan school lunches: the best weekly menu within nutrition targets and a budget, and how good it is."
    ).template,
    epilog=say(
        "Begin with:\n  kagemi init my-canteen\n  cd my-canteen\n  kagemi plan\n  kagemi sheet"
    ).template,
    params=[
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help=say("Show the version and exit.").template,
        ),
        *common_options(),
    ],
)


def main() -> None:
    """The console script."""
    root.main()


def _session(args: Sequence[str]) -> Session:
    lang = language(args, os.environ, _system_locale)
    _teach_click(lang)
    return Session(lang)


def _system_locale() -> str:
    import locale

    try:
        return locale.getlocale()[0] or ""
    except ValueError:
        return ""


def _teach_click(lang: str) -> None:
    """Click says its own sentences (see `click_words`) through gettext's default catalogue."""
    import gettext

    from kagemi.language.messages import DOMAIN, LOCALE

    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)


def _speak_utf8() -> None:
    """A Windows console or pipe in an old code page has no ✓: speak UTF-8 whatever it says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """The reader has gone (`kagemi foods | head`): do not complain about it at exit either."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - kept until exit


def _invalid(error: InvalidInput, lang: str) -> int:
    from kagemi.cli.faults import render_faults

    click.echo(render_faults(error.faults, lang, read_line), nl=False, err=True)
    return INVALID


def _failure(error: Exception, lang: str) -> int:
    from kagemi.language.messages import text

    kind = type(error).__name__
    message = say("Kagemi failed: {kind}: {error}", kind=kind, error=str(error))
    click.echo(text(message, lang), err=True)
    click.echo(text(say("Run it again with -v to see where, and please report it."), lang), err=True)
    return FAILURE
